internal import KeyMaterial
internal import WireFormats

/// Reads a file that begins with `{` as Kubernetes' strict JSON decoder does.
struct JSONDocument {
    private let bytes: [UInt8]
    private var tokenizer: JSONTokenizer
    private var findings: FindingList
    private let document = DataDocument(isJSON: true)
    // Tokens come in order, so the place is counted on from the last one.
    private var counted = 0
    private var place = 0

    private init(_ bytes: [UInt8], _ findings: FindingList) {
        self.bytes = bytes
        self.findings = findings
        tokenizer = JSONTokenizer(0..<bytes.count)
        // Never to grow: U+FFFD takes three bytes for one that is not UTF-8.
        document.text = WipedText(reserving: bytes.count + 2 * bytes.count { $0 >= 0x80 })
        document.nodes.reserveCapacity(bytes.count / 2)
        document.root = 0
    }

    /// The value of the whole file, or none after a syntax error, which is then a finding.
    static func read(_ bytes: [UInt8], into findings: inout FindingList) -> DataDocument? {
        var reader = JSONDocument(bytes, findings)
        defer { findings = reader.findings }
        do throws(JSONError) {
            try reader.value(try reader.next(), depth: 0)
            _ = try reader.next()
            return reader.document
        } catch {
            let place = reader.place(of: error.offset)
            let isDeep = error.problem == .tooDeep
            reader.findings.add(
                isDeep ? .nestedTooDeeply : .jsonSyntax,
                error.message,
                at: SourceRange(start: place, end: place),
                hint: "the file begins with '{' and is therefore read as JSON, in which keys and "
                    + "strings stand in double quotes and nothing may follow the last '}'",
            )
            return nil
        }
    }

    private mutating func next() throws(JSONError) -> JSONToken {
        let bytes = bytes
        return try tokenizer.next(in: bytes.span)
    }

    /// The place of an offset; it takes least time when each lies behind the one before.
    private mutating func place(of offset: Int) -> Int {
        let end = min(offset, bytes.count)
        while counted > end {
            counted -= 1
            if bytes[counted] & 0xC0 != 0x80 { place -= 1 }
        }
        while counted < end {
            if bytes[counted] & 0xC0 != 0x80 { place += 1 }
            if bytes[counted] == 0x0A { findings.lines.add(place) }
            counted += 1
        }
        return place
    }

    private mutating func range(_ start: Int) -> SourceRange {
        SourceRange(start: start, end: place(of: tokenizer.position))
    }

    /// Adds a value behind the token that begins it.
    private mutating func value(_ token: JSONToken, depth: Int) throws(JSONError) {
        let start = place(of: tokenizer.tokenStart)
        switch token {
        case .null: document.nodes.append(DocumentNode(.null, range(start)))
        case .true, .false: document.nodes.append(DocumentNode(.bool, range(start)))
        case .number(let number):
            let text = document.text.append { $0 += bytes[number] }
            document.nodes.append(DocumentNode(.number, range(start), text: text))
        case .string(let string, _):
            document.nodes.append(DocumentNode(.string, range(start), text: append(string)))
        case .objectStart, .arrayStart:
            // What lies deeper than the configuration goes is wrong at a shallower place.
            if depth > 64 {
                let bytes = bytes
                try tokenizer.skipValue(startedBy: token, in: bytes.span)
                return document.nodes.append(DocumentNode(.null, range(start)))
            }
            let index = document.nodes.count
            let kind: DocumentNode.Kind = token == .arrayStart ? .sequence : .mapping
            document.nodes.append(DocumentNode(kind, SourceRange(start: start, end: start)))
            if token == .arrayStart {
                try array(depth: depth)
            } else {
                try object(depth: depth)
            }
            document.nodes[index].end = place(of: tokenizer.position)
            document.nodes[index].next = document.nodes.count
        case .objectEnd, .arrayEnd, .key, .end:
            throw JSONError(.expectedValue, at: tokenizer.tokenStart)
        }
    }

    private func append(_ string: Range<Int>) -> Range<Int> {
        document.text.append { JSONString.append(string, in: bytes.span, to: &$0) }
    }

    private mutating func array(depth: Int) throws(JSONError) {
        while true {
            let token = try next()
            if token == .arrayEnd { return }
            try value(token, depth: depth + 1)
        }
    }

    private mutating func object(depth: Int) throws(JSONError) {
        var keys = DataDocument.KeySet()
        while case .key(let text, _) = try next() {
            let start = place(of: text.lowerBound - 1)
            let end = place(of: text.upperBound + 1)
            let range = SourceRange(start: start, end: end)
            let key = document.nodes.count
            document.nodes.append(DocumentNode(.string, range, text: append(text)))
            try value(try next(), depth: depth + 1)
            guard let first = keys.insert(key, of: document) else { continue }
            document.nodes[key].isDropped = true
            let line = findings.line(of: document.nodes[first].range)
            let document = document
            findings.add(
                .duplicateField,
                "the field '\(SafeText.name(document.name(key)))' is already there, from line "
                    + "\(line)",
                at: range,
                hint: "keep one of the two"
            )
        }
    }
}
