internal import KeyMaterial

/// The first document of a file, as it is written: types and merges are a matter of
/// ``YAMLConverter``.
struct YAMLDocument {
    let data = DataDocument(isJSON: false)
    /// Where the `-` of a node stands that is an element of a block list, if that was asked for.
    private(set) var entries: [Int: Int] = [:]
    /// The nodes that have an anchor, if that was asked for.
    private(set) var anchored: [Int: [UInt8]] = [:]
    /// Where the document ended.
    private(set) var end = YAMLMark()
    /// Whether text follows that is neither a comment nor an empty document.
    private(set) var hasMore = false
    /// The node of each anchor, by the anchor's number.
    private var anchors: [Int32] = []
    private var anchorNames = NameTable()
    /// The collections around the next node, and the key of a mapping whose value comes next.
    private var open: [(node: Int, key: Int?)] = []
    private let keepsLayout: Bool

    /// Reads up to the end of the first document and no further.
    ///
    /// What only an edit needs is noted only if `keepsLayout`.
    init(_ bytes: [UInt8], keepsLayout: Bool = false) throws(YAMLSyntaxError) {
        self.keepsLayout = keepsLayout
        var parser = YAMLParser(bytes)
        defer {
            data.lines = parser.scanner.reader.lines
            data.text = parser.scanner.finish()
        }
        // Two nodes for three bytes, as in `[? ,`: what is not used is never touched.
        data.nodes.reserveCapacity(keepsLayout ? bytes.count / 2 : bytes.count / 4 * 3 + 16)
        while true {
            let event = try parser.next()
            if keepsLayout {
                if let entry = parser.takeEntry() { entries[data.nodes.count] = entry.index }
                if let anchor = event.anchor { anchored[data.nodes.count] = anchor }
            }
            switch event.kind {
            case .streamStart, .documentStart:
                continue
            case .streamEnd:
                return
            case .documentEnd:
                end = event.start
                hasMore = Self.hasText(bytes, after: end.line)
                return
            case .alias(let name):
                guard let anchor = anchorNames.known(name) else {
                    throw YAMLSyntaxError("the alias names no anchor before it", at: event.start)
                }
                var node = DocumentNode(.alias, event.range)
                node.target = Int(anchors[anchor])
                data.nodes[node.target].isTarget = true
                add(node, event)
            case .scalar(let text, let tag, let isImplicit):
                var node = DocumentNode(.string, event.range, text: text)
                node.tag = tag
                node.isImplicit = isImplicit
                if !isNothing(event, parser.scanner.text) { add(node, event) }
            case .sequenceStart, .mappingStart:
                let isMapping = if case .mappingStart = event.kind { true } else { false }
                var node = DocumentNode(isMapping ? .mapping : .sequence, event.range)
                node.isFlow = event.isFlow
                let index = add(node, event)
                open.append((index, nil))
            case .sequenceEnd, .mappingEnd:
                guard let (index, _) = open.popLast() else { continue }
                data.nodes[index].end = event.end.index
                data.nodes[index].next = data.nodes.count
            }
        }
    }

    /// Notes a key that has nothing behind it instead of adding a node for nothing.
    private mutating func isNothing(_ event: YAMLEvent, _ text: [UInt8]) -> Bool {
        let last = data.nodes.count - 1
        guard !keepsLayout, event.isNothing, last >= 0, open.last?.key == last,
            data.nodes[last].kind == .string
        else { return false }
        // The place behind a merge is for an error.
        if text[data.nodes[last].text].elementsEqual("<<".utf8) { return false }
        data.nodes[last].hasNoValue = true
        open[open.count - 1].key = nil
        return true
    }

    @discardableResult
    private mutating func add(_ node: DocumentNode, _ event: YAMLEvent) -> Int {
        let index = data.nodes.count
        data.nodes.append(node)
        if let last = open.indices.last {
            if data.nodes[open[last].node].kind == .mapping {
                open[last].key = open[last].key == nil ? index : nil
            }
        } else {
            data.root = index
        }
        if let anchor = event.anchor {
            let (number, isNew) = anchorNames.number(of: anchor)
            if isNew { anchors.append(Int32(index)) } else { anchors[number] = Int32(index) }
        }
        return index
    }

    /// Looks at the text, not at its structure, which may be anything by now.
    private static func hasText(_ bytes: [UInt8], after line: Int) -> Bool {
        guard bytes.first != 0xFE, bytes.first != 0xFF else { return false }
        var (start, number) = (0, 0)
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            if number >= line, isText(bytes[start..<end]) { return true }
            (start, number) = (end + 1, number + 1)
        }
        return false
    }

    /// Whether a line is neither empty nor a comment, behind the mark of a document.
    private static func isText(_ line: ArraySlice<UInt8>) -> Bool {
        var text = line.drop { $0 == 0x20 || $0 == 0x09 }
        if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "."),
            text.prefix(3).elementsEqual([first, first, first])
        {
            text = text.dropFirst(3)
        }
        let content = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        return !content.isEmpty && content.first != UInt8(ascii: "#")
    }
}
