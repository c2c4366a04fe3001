internal import KeyMaterial

/// A file's values and the text that its strings are parts of, whether written as YAML or JSON.
///
/// Nodes lie in one array in the order of the text, a node's contents right behind it, so a deep
/// document needs no deep stack and a wide one few bytes a node.
final class DataDocument {
    /// A key and its value; a value that is not there has no node.
    struct Pair {
        private let shortKey: Int32
        private let shortValue: Int32

        init(key: Int, value: Int?) {
            (shortKey, shortValue) = (Int32(key), Int32(value ?? -1))
        }

        var key: Int { Int(shortKey) }
        var value: Int? { shortValue < 0 ? nil : Int(shortValue) }
    }

    let isJSON: Bool
    var nodes: [DocumentNode] = []
    /// All scalars one behind the other; wiped when the configuration is built.
    var text = WipedText(taking: [])
    var lines = LineTable()
    /// The document's value; none in a file without a document.
    var root: Int?
    /// What the text of each `!!binary` says.
    var binaries: [Int: Range<Int>] = [:]
    /// The members of mappings that merge others.
    var merged: [Int: [Pair]] = [:]

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// The number behind a node and what is in it.
    func next(_ index: Int) -> Int {
        nodes[index].isCollection ? nodes[index].next : index + 1
    }

    /// The elements of a sequence.
    func elements(of index: Int) -> Elements {
        Elements(document: self, following: index + 1, end: nodes[index].next)
    }

    struct Elements: Sequence, IteratorProtocol {
        fileprivate let document: DataDocument
        fileprivate var following: Int
        fileprivate let end: Int

        mutating func next() -> Int? {
            guard following < end else { return nil }
            defer { following = document.next(following) }
            return following
        }
    }

    /// The keys and values of a mapping as they are written.
    func pairs(of index: Int) -> Pairs { Pairs(elements: elements(of: index)) }

    struct Pairs: Sequence, IteratorProtocol {
        fileprivate var elements: Elements

        mutating func next() -> Pair? {
            guard let key = elements.next() else { return nil }
            if elements.document.nodes[key].hasNoValue { return Pair(key: key, value: nil) }
            return elements.next().map { Pair(key: key, value: $0) }
        }
    }

    /// The members of a mapping, merged ones among them, each key once.
    func members(of index: Int) -> [Pair] {
        merged[index] ?? pairs(of: index).filter { !nodes[$0.key].isDropped }
    }

    /// What a node stands for: itself, or what its alias names.
    func resolved(_ index: Int) -> Int {
        nodes[index].kind == .alias ? nodes[index].target : index
    }

    func isScalar(_ index: Int) -> Bool {
        switch nodes[index].kind {
        case .null, .bool, .number, .string, .binary: true
        case .sequence, .mapping, .alias: false
        }
    }

    /// The bytes of a scalar, none of anything else.
    func value(of index: Int) -> [UInt8] {
        isScalar(index) ? text.bytes(nodes[index].text) : []
    }

    /// Whether a scalar has these bytes.
    func hasText(_ index: Int, _ other: String) -> Bool {
        isScalar(index) && text.part(nodes[index].text).elementsEqual(other.utf8)
    }
}
