/// How the elements of a list lie in the lines of the file.
struct ListLayout {
    struct Item {
        /// With the comment lines that are the element's own.
        var lead: Int
        /// Where the element's first line begins.
        var line: Int
        /// The dash, or the value in flow style.
        var first: Int
        var end: Int
        /// The comma behind the element in flow style.
        var comma: Int?
        /// Behind the break of the element's last line.
        var next: Int

        var range: Range<Int> { lead..<next }
    }

    let items: [Item]

    /// None where elements share lines, which in block style is refused.
    init?(of list: Int, in tree: SourceTree, _ bytes: [UInt8]) {
        var items: [Item] = []
        let elements = tree.elements(of: list)
        for (index, element) in elements.enumerated() {
            let node = tree.nodes[element]
            let line = Self.lineStart(bytes, node.first)
            guard bytes[line..<node.first].allSatisfy(Self.isBlank) else { return nil }
            var item = Item(
                lead: line,
                line: line,
                first: node.first,
                end: node.end,
                next: node.end,
            )
            guard let rest = Self.rest(bytes, node, isFlow: tree.nodes[list].isFlow) else {
                return nil
            }
            (item.comma, item.next) = rest
            let isLast = index == elements.count - 1
            if tree.nodes[list].isFlow, item.comma == nil, !isLast { return nil }
            if let before = items.last {
                guard before.next <= line else { return nil }
                item.lead = Self.lead(bytes, item, notBefore: before.next)
            }
            items.append(item)
        }
        guard !items.isEmpty else { return nil }
        self.items = items
    }

    /// What an element is worth when it has to be decided which one moves: its lines.
    static func lines(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        max(1, bytes[range].count { $0 == 0x0A })
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    static func lineStart(_ bytes: [UInt8], _ offset: Int) -> Int {
        var start = offset
        while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
        // A byte order mark is before the first line.
        return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : start
    }

    /// The comma behind an element and the start of the next line, if only a comment lies between.
    private static func rest(
        _ bytes: [UInt8],
        _ node: SourceTree.Node,
        isFlow: Bool,
    ) -> (comma: Int?, next: Int)? {
        var offset = node.end
        var comma: Int?
        // A block scalar's end is the start of a line.
        if !isFlow, offset > 0, bytes[offset - 1] == 0x0A, offset > node.start {
            return (nil, offset)
        }
        var seenBlank = false
        while offset < bytes.count {
            let width = SourceOffsets.breakWidth(bytes, offset)
            if width > 0 { return (comma, offset + width) }
            if isBlank(bytes[offset]) {
                seenBlank = true
            } else if isFlow, comma == nil, bytes[offset] == UInt8(ascii: ",") {
                comma = offset
                seenBlank = false
            } else if bytes[offset] == UInt8(ascii: "#"), seenBlank {
                while offset < bytes.count, SourceOffsets.breakWidth(bytes, offset) == 0 {
                    offset += 1
                }
                continue
            } else {
                return nil
            }
            offset += 1
        }
        return (comma, offset)
    }

    /// Comment lines directly above an element, as far right as it and without a blank line between,
    /// are its own, unless they are an element that was commented out.
    ///
    /// What stands above the first element belongs to the list.
    private static func lead(_ bytes: [UInt8], _ item: Item, notBefore limit: Int) -> Int {
        var lead = item.line
        while lead > limit {
            let end = bytes[lead - 1] == 0x0A && lead > 1 && bytes[lead - 2] == 0x0D ? 2 : 1
            let start = lineStart(bytes, lead - end)
            guard start >= limit else { break }
            let text = bytes[start..<(lead - end)].drop(while: isBlank)
            guard text.first == UInt8(ascii: "#"),
                text.startIndex - start == item.first - item.line,
                !isCommentedOut(text)
            else { break }
            lead = start
        }
        return lead
    }

    /// `# - name: key1` and `#   secret: …` are no remarks.
    private static func isCommentedOut(_ comment: ArraySlice<UInt8>) -> Bool {
        let text = comment.drop { $0 == UInt8(ascii: "#") }.drop(while: isBlank)
        if text.starts(with: [UInt8(ascii: "-"), 0x20]) { return true }
        if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "[") { return true }
        let word = text.prefix { !isBlank($0) }
        return word.last == UInt8(ascii: ":") && word.count > 1
    }
}
