internal import KeyMaterial

/// The first document of a file: its nodes, with aliases not yet followed.
///
/// Nodes lie in one array in the order of the text, a node's contents right behind it, so a deep
/// document needs no deep stack and a wide one few bytes a node.
struct YAMLDocument {
    struct Node {
        enum Content {
            /// The text lies in ``text``; the tag in ``tags``.
            case scalar(start: Int32, end: Int32, tag: Int32, isImplicit: Bool)
            case sequence
            case mapping
            case alias(Int32)
        }

        let content: Content
        /// Written with brackets.
        let isFlow: Bool
        /// The anchor, tag or value, whichever comes first.
        let start: SourceRange.Position
        var end: SourceRange.Position
        /// The position behind the last node inside.
        var next: Int32
    }

    private(set) var nodes: [Node] = []
    /// Where the `-` of a node stands that is an element of a block list, if that was asked for.
    private(set) var entries: [Int: SourceRange.Position] = [:]
    /// The nodes that have an anchor, if that was asked for.
    private(set) var anchored: [Int: [UInt8]] = [:]
    /// All scalars one behind the other.
    private(set) var text = WipedText(taking: [])
    /// Each tag once; the first is none.
    private(set) var tags: [[UInt8]] = [[]]
    private var numbers: [[UInt8]: Int32] = [:]
    /// The document's value; none in a file without a document.
    private(set) var root: Int?
    /// Where the document ended.
    private(set) var end = YAMLMark()
    /// Whether text follows that is neither a comment nor an empty document.
    private(set) var hasMore = false

    /// Reads up to the end of the first document and no further.
    ///
    /// What only an edit needs is noted only if `keepsLayout`.
    init(_ bytes: [UInt8], keepsLayout: Bool = false) throws(YAMLSyntaxError) {
        var parser = YAMLParser(bytes)
        defer { text = parser.scanner.finish() }
        nodes.reserveCapacity(bytes.count / 2)
        var anchors: [[UInt8]: Int] = [:]
        var open: [Int] = []
        while true {
            let event = try parser.next()
            if keepsLayout {
                if let entry = parser.takeEntry() { entries[nodes.count] = entry.position }
                if let anchor = event.anchor { anchored[nodes.count] = anchor }
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
                guard let target = anchors[name] else {
                    throw YAMLSyntaxError("the alias names no anchor before it", at: event.start)
                }
                add(.alias(Int32(target)), event, isInside: !open.isEmpty)
            case .scalar(let value, let tag, let isImplicit):
                let content = Node.Content.scalar(
                    start: Int32(value.lowerBound),
                    end: Int32(value.upperBound),
                    tag: tag.isEmpty ? 0 : number(of: tag),
                    isImplicit: isImplicit
                )
                let index = add(content, event, isInside: !open.isEmpty)
                if let anchor = event.anchor { anchors[anchor] = index }
            case .sequenceStart, .mappingStart:
                var content = Node.Content.sequence
                if case .mappingStart = event.kind { content = .mapping }
                let index = add(content, event, isInside: !open.isEmpty)
                if let anchor = event.anchor { anchors[anchor] = index }
                open.append(index)
            case .sequenceEnd, .mappingEnd:
                guard let index = open.popLast() else { continue }
                nodes[index].end = event.end.position
                nodes[index].next = Int32(nodes.count)
            }
        }
    }

    /// The elements of a sequence; the keys and values of a mapping by turns.
    func children(of index: Int) -> Children {
        Children(nodes: nodes, following: index + 1, end: Int(nodes[index].next))
    }

    struct Children: Sequence, IteratorProtocol {
        fileprivate let nodes: [Node]
        fileprivate var following: Int
        fileprivate let end: Int

        var count: Int { reduce(0) { count, _ in count + 1 } }

        mutating func next() -> Int? {
            guard following < end else { return nil }
            defer { following = Int(nodes[following].next) }
            return following
        }
    }

    /// The bytes of a scalar, none of anything else.
    func value(of index: Int) -> [UInt8] {
        guard case .scalar(let start, let end, _, _) = nodes[index].content else { return [] }
        return text.bytes(Int(start)..<Int(end))
    }

    /// Where a scalar's text lies, nothing for anything else.
    func range(of index: Int) -> Range<Int> {
        guard case .scalar(let start, let end, _, _) = nodes[index].content else { return 0..<0 }
        return Int(start)..<Int(end)
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

    @discardableResult
    private mutating func add(
        _ content: Node.Content,
        _ event: YAMLEvent,
        isInside: Bool,
    ) -> Int {
        let index = nodes.count
        nodes.append(
            Node(
                content: content,
                isFlow: event.isFlow,
                start: event.start.position,
                end: event.end.position,
                next: Int32(index + 1)
            )
        )
        if !isInside { root = index }
        return index
    }

    private mutating func number(of tag: [UInt8]) -> Int32 {
        if let known = numbers[tag] { return known }
        tags.append(tag)
        let number = Int32(tags.count - 1)
        numbers[tag] = number
        return number
    }
}
