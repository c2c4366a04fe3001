internal import KeyMaterial
internal import WireFormats

/// Reads a file that begins with `{` as Kubernetes' strict JSON decoder does.
struct JSONDocument {
    private let bytes: [UInt8]
    private var tokenizer: JSONTokenizer
    private var findings: FindingList
    /// The text of all strings, one behind the other.
    private var text: [UInt8] = []
    // Tokens come in order, so the place is counted on from the last one.
    private var counted = 0
    private var position = SourceRange.Position(line: 1, column: 1)

    private init(_ bytes: [UInt8], _ findings: FindingList) {
        self.bytes = bytes
        self.findings = findings
        tokenizer = JSONTokenizer(0..<bytes.count)
        // Never to grow: U+FFFD takes three bytes for one that is not UTF-8.
        text.reserveCapacity(bytes.count + 2 * bytes.count { $0 >= 0x80 })
    }

    /// The value of the whole file, or none after a syntax error, which is then a finding.
    static func read(_ bytes: [UInt8], into findings: inout FindingList) -> DataDocument? {
        var document = JSONDocument(bytes, findings)
        defer {
            findings = document.findings
            wipe(&document.text)
        }
        do throws(JSONError) {
            let node = try document.value(try document.next(), depth: 0)
            _ = try document.next()
            var text: [UInt8] = []
            swap(&text, &document.text)
            return DataDocument(root: node, text: WipedText(taking: text))
        } catch {
            let place = document.place(of: error.offset)
            let isDeep = error.problem == .tooDeep
            document.findings.add(
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

    /// Line and column of an offset not before the last one asked for.
    private mutating func place(of offset: Int) -> SourceRange.Position {
        if offset < counted {
            counted = 0
            position = .init(line: 1, column: 1)
        }
        for byte in bytes[counted..<min(offset, bytes.count)] {
            if byte == 0x0A {
                position.line += 1
                position.column = 1
            } else if byte & 0xC0 != 0x80 {
                position.column += 1
            }
        }
        counted = min(offset, bytes.count)
        return position
    }

    private mutating func range(_ start: SourceRange.Position) -> SourceRange {
        SourceRange(start: start, end: place(of: tokenizer.position))
    }

    private mutating func value(_ token: JSONToken, depth: Int) throws(JSONError) -> DataNode {
        let start = place(of: tokenizer.tokenStart)
        switch token {
        case .null: return DataNode(.null, range(start))
        case .true, .false: return DataNode(.bool, range(start))
        case .number(let text):
            let number = Int64(String(decoding: bytes[text], as: UTF8.self))
            return DataNode(.number(number), range(start))
        case .string(let string, _):
            let offset = text.count
            let bytes = bytes
            JSONString.append(string, in: bytes.span, to: &text)
            return DataNode(.string(TextRange(offset..<text.count)), range(start))
        case .objectStart, .arrayStart:
            // What lies deeper than the configuration goes is wrong at a shallower place.
            if depth > 64 {
                let bytes = bytes
                try tokenizer.skipValue(startedBy: token, in: bytes.span)
                return DataNode(.null, range(start))
            }
            if token == .arrayStart {
                let values = try array(depth: depth)
                return DataNode(.array(values), range(start))
            }
            let members = try object(depth: depth)
            return DataNode(.object(members), range(start))
        case .objectEnd, .arrayEnd, .key, .end:
            throw JSONError(.expectedValue, at: tokenizer.tokenStart)
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> [DataNode] {
        var values: [DataNode] = []
        while true {
            let token = try next()
            if token == .arrayEnd { return values }
            values.append(try value(token, depth: depth + 1))
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> [DataNode.Member] {
        var members = DataNode.MemberList(reserving: 0)
        while case .key(let text, _) = try next() {
            let start = place(of: text.lowerBound - 1)
            let end = place(of: text.upperBound + 1)
            let member = DataNode.Member(
                key: .text(ByteText(JSONString.text(text, in: bytes.span))),
                keyRange: SourceRange(start: start, end: end),
                value: try value(try next(), depth: depth + 1),
            )
            if let first = members.insert(member) {
                findings.add(
                    .duplicateField,
                    "the field '\(SafeText.name(member.name))' is already there, from line "
                        + "\(first.keyRange.start.line)",
                    at: member.keyRange,
                    hint: "keep one of the two"
                )
            }
        }
        return members.members
    }
}
