/// Finds the splices that turn a file into one with other contents.
struct Rewriter {
    typealias Contents = EditableConfiguration

    enum Payload {
        case resource(Contents.Resource)
        case key(Contents.Key)
        case provider(Contents.Provider)
        case entry(Contents.Entry)
    }

    /// An element of a list as it is to be.
    enum Item {
        /// The element that stands at this place now.
        case kept(Int)
        case new(Payload)
    }

    struct Plan {
        var items: [Item]
        /// The entries that use the list.
        var entries: [Int]
        var isChanged: Bool
    }

    let source: ConfigurationSource
    let bytes: [UInt8]
    let tree: SourceTree
    /// The hash of the file that places are of.
    let origin: String
    let lineBreak: [UInt8]
    private(set) var plans: [Int: Plan] = [:]

    init(_ source: ConfigurationSource, origin: String, lineBreak: [UInt8]) {
        self.source = source
        bytes = source.bytes
        tree = source.tree
        self.origin = origin
        self.lineBreak = lineBreak
    }

    mutating func rewrite(as target: Contents) throws(EditRefusal) -> [UInt8] {
        try plan(target)
        let all = 0..<bytes.count
        return Splice.applied(try splices(in: all), to: bytes, in: all)
    }

    // MARK: Which lists become what

    private mutating func plan(_ target: Contents) throws(EditRefusal) {
        let elements = tree.elements(of: source.entries)
        let places = places(of: target.entries.map(\.origin), in: [])
        var items: [Item] = []
        for (entry, place) in zip(target.entries, places) {
            guard let number = place else {
                items.append(.new(.entry(entry)))
                continue
            }
            items.append(.kept(number))
            if let names = tree.field("resources", of: elements[number]) {
                let places = self.places(of: entry.resources.map(\.origin), in: [number])
                let kept = zip(entry.resources, places).map { resource, place in
                    place.map { Item.kept($0) } ?? .new(.resource(resource))
                }
                try add(kept, to: names, entry: number)
            }
            try plan(entry.providers, of: elements[number], number)
        }
        try add(items, to: source.entries, entry: 0)
    }

    private mutating func plan(
        _ providers: [Contents.Provider],
        of node: Int,
        _ number: Int,
    ) throws(EditRefusal) {
        guard let list = tree.field("providers", of: node) else { return }
        let elements = tree.elements(of: list)
        let old = source.contents.entries[number].providers
        let places = places(of: providers.map(\.origin), in: [number])
        var items: [Item] = []
        for (provider, place) in zip(providers, places) {
            guard let index = place, old[index].kind == provider.kind,
                old[index].plugin == provider.plugin
            else {
                items.append(.new(.provider(provider)))
                continue
            }
            items.append(.kept(index))
            guard let field = tree.field(provider.kind.rawValue, of: elements[index]),
                let keys = tree.field("keys", of: field)
            else { continue }
            let places = self.places(of: provider.keys.map(\.origin), in: [number, index])
            let kept = zip(provider.keys, places).map { key, place in
                place.map { Item.kept($0) } ?? .new(.key(key))
            }
            try add(kept, to: keys, entry: number)
        }
        try add(items, to: list, entry: number)
    }

    /// The positions of what stands in this list of this file, each the first time it is asked for.
    private func places(of origins: [Contents.Origin?], in path: [Int]) -> [Int?] {
        var seen: Set<Int> = []
        return origins.map { place in
            guard let place, place.file == origin, place.path.dropLast().elementsEqual(path),
                let last = place.path.last, seen.insert(last).inserted
            else { return nil }
            return last
        }
    }

    /// Every user of a list has to want the same of it.
    private mutating func add(
        _ items: [Item],
        to node: Int,
        entry: Int,
    ) throws(EditRefusal) {
        let list = tree.resolved(node)
        let count = tree.elements(of: list).count
        let isSame =
            items.count == count
            && items.enumerated().allSatisfy { index, item in
                if case .kept(index) = item { true } else { false }
            }
        guard let known = plans[list] else {
            plans[list] = Plan(items: items, entries: [entry], isChanged: !isSame)
            return
        }
        plans[list]?.entries.append(entry)
        guard Self.agree(known.items, items) else {
            throw .shared(anchor: anchor(over: list), entries: users(of: list))
        }
    }

    private static func agree(_ left: [Item], _ right: [Item]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy { left, right in
                switch (left, right) {
                case (.kept(let left), .kept(let right)): left == right
                case (.new(.resource(let left)), .new(.resource(let right))):
                    ByteText(left.name) == ByteText(right.name)
                case (.new(.key(let left)), .new(.key(let right))): left.isSame(as: right)
                case (.new(.provider(let left)), .new(.provider(let right))):
                    left.isSame(as: right)
                default: false
                }
            }
    }

    // MARK: Anchors

    /// The name of the anchor that makes the list a shared one.
    private func anchor(over list: Int) -> String {
        let range = tree.nodes[list].start..<tree.nodes[list].end
        let inner = tree.nodes.filter {
            $0.anchor != nil && $0.start <= range.lowerBound && $0.end >= range.upperBound
        }.max { $0.start < $1.start }
        return repairedText(inner?.anchor ?? [])
    }

    /// The entries whose lists, wherever they are written, include this one.
    private func users(of list: Int) -> [Int] {
        tree.elements(of: source.entries).enumerated().compactMap { number, node in
            var lists = ["resources", "providers"].compactMap { tree.field($0, of: node) }
            for element in tree.field("providers", of: node).map(tree.elements) ?? [] {
                for kind in ProviderKind.allCases {
                    if let field = tree.field(kind.rawValue, of: element),
                        let keys = tree.field("keys", of: field)
                    {
                        lists.append(keys)
                    }
                }
            }
            return lists.contains { tree.resolved($0) == list } ? number : nil
        }
    }

    /// An anchor that goes away must have no user that stays.
    private func checkAnchors(removing range: Range<Int>) throws(EditRefusal) {
        for index in tree.nodes(in: range) {
            guard let anchor = tree.nodes[index].anchor else { continue }
            let isUsed = tree.nodes.contains { node in
                if case .alias(index) = node.content { !range.contains(node.start) } else { false }
            }
            guard isUsed else { continue }
            throw .shared(anchor: repairedText(anchor), entries: [])
        }
    }

    // MARK: Splices

    /// All changes inside `range`, where a list inside an element of a changed list goes with it.
    ///
    /// The parent is the list whose element fills the range: a list of one element has the same range
    /// as this.
    func splices(
        in range: Range<Int>,
        inside parent: Int = -1,
    ) throws(EditRefusal) -> [Splice] {
        let changed = plans.filter { $0.value.isChanged }.keys.filter { list in
            list > parent && range.contains(tree.nodes[list].start)
                && tree.nodes[list].end <= range.upperBound
        }.sorted {
            (tree.nodes[$0].start, $0) < (tree.nodes[$1].start, $1)
        }
        var result: [Splice] = []
        var end = range.lowerBound
        for list in changed where tree.nodes[list].start >= end {
            guard let plan = plans[list] else { continue }
            result += try splices(of: list, plan.items)
            end = tree.nodes[list].end
        }
        return result
    }

    /// The changes that make the elements of a list these.
    func splices(of list: Int, _ items: [Item]) throws(EditRefusal) -> [Splice] {
        if let layout = ListLayout(of: list, in: tree, bytes) {
            return try splices(of: list, layout, items)
        }
        guard tree.nodes[list].isFlow, !tree.elements(of: list).isEmpty else {
            throw .layout(line: line(of: tree.nodes[list].start))
        }
        return [try inline(list, items)]
    }

    private func line(of offset: Int) -> Int { bytes[..<offset].count { $0 == 0x0A } + 1 }

    /// Elements on lines of their own: lines go, come and change places.
    private func splices(
        of list: Int,
        _ layout: ListLayout,
        _ items: [Item],
    ) throws(EditRefusal) -> [Splice] {
        let old = layout.items
        let order = items.compactMap { if case .kept(let index) = $0 { index } else { nil } }
        let weights = old.map { ListLayout.lines(bytes, $0.range) }
        let fixed = LongestRow.positions(order, weights: weights)
        let isFlow = tree.nodes[list].isFlow
        let endsWithComma = old.last?.comma != nil
        var result: [Splice] = []
        var stays = Set<Int>()
        var point = old[0].line
        var position = 0
        for (index, item) in items.enumerated() {
            let needsComma = isFlow && (index < items.count - 1 || endsWithComma)
            switch item {
            case .kept(let number):
                let place = old[number]
                var inner = try splices(in: place.first..<place.end, inside: list)
                if needsComma, place.comma == nil {
                    inner.append(Splice(range: place.end..<place.end, text: [UInt8(ascii: ",")]))
                } else if !needsComma, let comma = place.comma {
                    inner.append(Splice(range: comma..<(comma + 1), text: []))
                }
                if fixed.contains(position) {
                    result += inner
                    point = place.next
                    stays.insert(number)
                } else {
                    let text = Splice.applied(inner, to: bytes, in: place.range)
                    result.append(Splice(range: point..<point, text: text))
                }
                position += 1
            case .new(let payload):
                var text = Array(bytes[old[0].line..<old[0].first])
                text += try rendered(payload, in: list, layout)
                if needsComma { text.append(UInt8(ascii: ",")) }
                result.append(Splice(range: point..<point, text: text + lineBreak))
            }
        }
        let kept = Set(order)
        for (number, item) in old.enumerated() where !stays.contains(number) {
            if !kept.contains(number) { try checkAnchors(removing: item.range) }
            result.append(Splice(range: item.range, text: []))
        }
        return result
    }

    /// Elements that share lines, in flow style: the stretch from the first to the last anew.
    ///
    /// What stands between two elements stays where it is, comments too; with an element goes what
    /// follows it up to the next.
    private func inline(_ list: Int, _ items: [Item]) throws(EditRefusal) -> Splice {
        let old = tree.elements(of: list).map { tree.nodes[$0] }
        let hash = UInt8(ascii: "#")
        var text: [UInt8] = []
        var kept: Set<Int> = []
        for case .kept(let number) in items { kept.insert(number) }
        var separators: [[UInt8]] = []
        var tail: [UInt8] = []
        for number in old.indices.dropLast() {
            let separator = Array(bytes[old[number].end..<old[number + 1].first])
            let isDropped = items.count < old.count && !kept.contains(number)
            if !isDropped { separators.append(separator) }
        }
        if items.count < old.count, !kept.contains(old.count - 1), let last = separators.popLast(),
            last.contains(hash)
        {
            // The comment of an element that stays; the comma was for the one that goes.
            tail = Array(last.drop { $0 != UInt8(ascii: ",") }.dropFirst())
        }
        let usual = separators.last { !$0.contains(hash) } ?? Style(of: source).comma
        for (index, item) in items.enumerated() {
            if index > 0 { text += index <= separators.count ? separators[index - 1] : usual }
            switch item {
            case .kept(let number):
                let range = old[number].first..<old[number].end
                text += Splice.applied(
                    try splices(in: range, inside: list),
                    to: bytes,
                    in: range,
                )
            case .new(let payload):
                text += try rendered(payload, in: list, nil)
            }
        }
        for (number, node) in old.enumerated() where !kept.contains(number) {
            try checkAnchors(removing: node.first..<node.end)
        }
        return Splice(range: old[0].first..<old[old.count - 1].end, text: text + tail)
    }
}
