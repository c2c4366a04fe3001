internal import WireFormats

/// A file as it is written: every value with its first and last byte, aliases not followed.
struct SourceTree {
    enum Content {
        /// With its value, but for secrets, which nobody here needs to see.
        case scalar([UInt8])
        case sequence([Int])
        case mapping([(key: Int, value: Int)])
        /// The node that the alias names.
        case alias(Int)
    }

    enum Quotes { case none, single, double, block }

    struct Node {
        var content: Content
        var isFlow: Bool
        /// From the anchor, tag or value, whichever comes first.
        var start: Int
        /// Behind the last byte that belongs to the value.
        var end: Int
        /// The `-` before an element of a block list.
        var dash: Int?
        var anchor: [UInt8]?
        /// An anchor or a tag stands before the value.
        var hasProperties: Bool
        var quotes: Quotes

        /// The first byte of the element, its dash included.
        var first: Int { dash ?? start }
    }

    /// In the order of the text, each before what lies inside it.
    private(set) var nodes: [Node] = []
    private(set) var root: Int?
    let isJSON: Bool

    /// Reads a file of UTF-8 that a validator accepted; nil if that is not so.
    init?(_ bytes: [UInt8], isJSON: Bool) {
        self.isJSON = isJSON
        if isJSON {
            guard (try? readJSON(bytes)) != nil else { return nil }
        } else {
            guard let document = try? YAMLDocument(bytes, keepsLayout: true) else { return nil }
            read(document, bytes)
        }
    }

    // MARK: Questions

    /// What a node stands for: itself, or what its alias names.
    func resolved(_ index: Int) -> Int {
        if case .alias(let target) = nodes[index].content { target } else { index }
    }

    func elements(of index: Int) -> [Int] {
        if case .sequence(let elements) = nodes[resolved(index)].content { elements } else { [] }
    }

    func fields(of index: Int) -> [(key: Int, value: Int)] {
        if case .mapping(let fields) = nodes[resolved(index)].content { fields } else { [] }
    }

    /// The value of a field, wherever a merge brings it from.
    func field(_ name: String, of index: Int, depth: Int = 0) -> Int? {
        guard depth < 100 else { return nil }
        for (key, value) in fields(of: index) {
            guard case .scalar(let text) = nodes[resolved(key)].content else { continue }
            if text.elementsEqual(name.utf8) { return value }
            guard !isJSON, text == [0x3C, 0x3C], nodes[key].quotes == .none else { continue }
            let isList = if case .sequence = nodes[value].content { true } else { false }
            for source in isList ? elements(of: value) : [value] {
                if let found = field(name, of: source, depth: depth + 1) { return found }
            }
        }
        return nil
    }

    func text(of index: Int) -> [UInt8]? {
        if case .scalar(let text) = nodes[resolved(index)].content { text } else { nil }
    }

    /// The nodes whose text lies inside `range`.
    func nodes(in range: Range<Int>) -> [Int] {
        // Nodes begin in the order of the text.
        var (low, high) = (0, nodes.count)
        while low < high {
            let middle = (low + high) / 2
            if nodes[middle].start < range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return nodes.indices[low...].prefix { nodes[$0].start < range.upperBound }
            .filter { nodes[$0].first >= range.lowerBound && nodes[$0].end <= range.upperBound }
    }

    // MARK: YAML

    private mutating func read(_ document: YAMLDocument, _ bytes: [UInt8]) {
        let offsets = SourceOffsets(bytes)
        let data = document.data
        root = data.root
        func offset(_ place: Int) -> Int { offsets.offset(of: data.lines.position(of: place)) }
        var secrets: Set<Int> = []
        for index in data.nodes.indices where data.nodes[index].kind == .mapping {
            for pair in data.pairs(of: index) where data.hasText(pair.key, "secret") {
                if let value = pair.value { secrets.insert(value) }
            }
        }
        nodes = data.nodes.indices.map { index in
            let node = data.nodes[index]
            let start = offset(node.range.start)
            var made = Node(
                content: .sequence([]),
                isFlow: node.isFlow,
                start: start,
                end: offset(node.range.end),
                dash: document.entries[index].map(offset),
                anchor: document.anchored[index],
                hasProperties: false,
                quotes: .none,
            )
            let head = start < bytes.count ? bytes[start] : 0
            made.hasProperties = head == UInt8(ascii: "&") || head == UInt8(ascii: "!")
            switch node.kind {
            case .null, .bool, .number, .string, .binary:
                made.content = .scalar(secrets.contains(index) ? [] : data.value(of: index))
                made.quotes = made.end > start ? Self.quotes(head) : .none
            case .sequence: made.content = .sequence(Array(data.elements(of: index)))
            case .mapping:
                made.content = .mapping(
                    data.pairs(of: index).compactMap { pair in
                        pair.value.map { (pair.key, $0) }
                    }
                )
            case .alias: made.content = .alias(node.target)
            }
            return made
        }
        // A block ends with its last value, not where the next begins.
        for index in nodes.indices.reversed() where !nodes[index].isFlow {
            let children: [Int]
            switch nodes[index].content {
            case .sequence(let elements): children = elements
            case .mapping(let fields): children = fields.flatMap { [$0.key, $0.value] }
            case .scalar, .alias: continue
            }
            guard let last = children.map({ nodes[$0].end }).max() else { continue }
            nodes[index].end = last
        }
    }

    private static let secret = Array("secret".utf8)

    private static func quotes(_ head: UInt8) -> Quotes {
        switch head {
        case UInt8(ascii: "'"): .single
        case UInt8(ascii: "\""): .double
        case UInt8(ascii: "|"), UInt8(ascii: ">"): .block
        default: .none
        }
    }

    // MARK: JSON

    private mutating func readJSON(_ bytes: [UInt8]) throws(JSONError) {
        var tokenizer = JSONTokenizer(0..<bytes.count)
        var open: [(node: Int, values: [Int])] = []
        var isSecret = false
        while true {
            let token = try tokenizer.next(in: bytes.span)
            let wasSecret = isSecret
            isSecret = false
            var node = Node(
                content: .scalar([]),
                isFlow: true,
                start: tokenizer.tokenStart,
                end: tokenizer.position,
                hasProperties: false,
                quotes: .none,
            )
            switch token {
            case .end:
                root = nodes.isEmpty ? nil : 0
                return
            case .objectEnd, .arrayEnd:
                guard let (closed, values) = open.popLast() else { return }
                nodes[closed].end = tokenizer.position
                if token == .arrayEnd {
                    nodes[closed].content = .sequence(values)
                } else {
                    nodes[closed].content = .mapping(
                        stride(from: 0, to: values.count - 1, by: 2).map {
                            (values[$0], values[$0 + 1])
                        }
                    )
                }
                continue
            case .key(let text, _), .string(let text, _):
                let value = wasSecret ? [] : JSONString.decode(text, in: bytes.span)
                if case .key = token { isSecret = value == Self.secret }
                node.content = .scalar(value)
                node.quotes = .double
                node.start = text.lowerBound - 1
                node.end = text.upperBound + 1
            case .number(let text): node.content = .scalar(Array(bytes[text]))
            case .true, .false, .null:
                node.content = .scalar(Array(bytes[node.start..<node.end]))
            case .objectStart, .arrayStart: break
            }
            let index = nodes.count
            nodes.append(node)
            if let last = open.indices.last { open[last].values.append(index) }
            if token == .objectStart || token == .arrayStart { open.append((index, [])) }
        }
    }
}
