/// The first document of a file: its nodes, with aliases not yet followed.
///
/// Nodes lie in one array and name each other by index, so a deep document needs no deep stack.
struct YAMLDocument {
    struct Node {
        enum Content {
            case scalar(value: [UInt8], tag: [UInt8], isImplicit: Bool)
            case sequence
            case mapping
            case alias(Int)
        }

        let content: Content
        /// The elements of a sequence; the keys and values of a mapping by turns.
        var children: [Int] = []
        let start: YAMLMark
        var end: YAMLMark
    }

    private(set) var nodes: [Node] = []
    /// The document's value; none in a file without a document.
    private(set) var root: Int?
    /// Where the document ended.
    private(set) var end = YAMLMark()
    /// Whether text follows that is neither a comment nor an empty document.
    private(set) var hasMore = false

    /// Reads up to the end of the first document and no further.
    init(_ bytes: [UInt8]) throws(YAMLSyntaxError) {
        var parser = YAMLParser(bytes)
        var anchors: [[UInt8]: Int] = [:]
        var open: [Int] = []
        while true {
            let event = try parser.next()
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
                guard let target = anchors[name] else {
                    throw YAMLSyntaxError(
                        problem: "the alias names no anchor before it",
                        mark: event.start
                    )
                }
                add(.alias(target), event, to: open)
            case .scalar(let value, let tag, let isImplicit):
                let content = Node.Content.scalar(value: value, tag: tag, isImplicit: isImplicit)
                let index = add(content, event, to: open)
                if let anchor = event.anchor { anchors[anchor] = index }
            case .sequenceStart, .mappingStart:
                var content = Node.Content.sequence
                if case .mappingStart = event.kind { content = .mapping }
                let index = add(content, event, to: open)
                if let anchor = event.anchor { anchors[anchor] = index }
                open.append(index)
            case .sequenceEnd, .mappingEnd:
                if let index = open.popLast() { nodes[index].end = event.end }
            }
        }
    }

    /// Looks at the text, not at its structure, which may be anything by now.
    private static func hasText(_ bytes: [UInt8], after line: Int) -> Bool {
        guard bytes.first != 0xFE, bytes.first != 0xFF else { return false }
        return bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropFirst(line)
            .contains { line in
                let text = line.drop { $0 == 0x20 || $0 == 0x09 }
                let isIndicator =
                    text.starts(with: Array("---".utf8)) || text.starts(with: Array("...".utf8))
                let content = (isIndicator ? text.dropFirst(3) : text)
                    .drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
                return !content.isEmpty && content.first != UInt8(ascii: "#")
            }
    }

    @discardableResult
    private mutating func add(
        _ content: Node.Content,
        _ event: YAMLEvent,
        to open: [Int],
    ) -> Int {
        let index = nodes.count
        nodes.append(Node(content: content, start: event.start, end: event.end))
        guard let parent = open.last else {
            root = index
            return index
        }
        nodes[parent].children.append(index)
        return index
    }
}
