internal import KeyMaterial

/// What a key is before JSON makes it a string; two keys are duplicates when these are equal.
enum DataKey {
    /// A part of the document's text.
    case text(Range<Int>)
    /// What the text of a `!!binary` says.
    case bytes([UInt8])
    case bool(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case float(Double)
}

extension DataDocument {
    /// What a node is as a key; none if it cannot be one.
    func key(_ index: Int) -> DataKey? {
        let index = resolved(index)
        guard isScalar(index) else { return nil }
        guard !isJSON, let scalar = try? scalar(index) else { return .text(nodes[index].text) }
        switch scalar {
        case .null: return nil
        case .bool(let flag): return .bool(flag)
        case .integer(let number): return .integer(number)
        case .unsigned(let number): return .unsigned(number)
        case .float(let number): return .float(number)
        case .string, .timestamp: return .text(nodes[index].text)
        case .binary(let bytes): return .bytes(Array(repairedText(bytes).utf8))
        }
    }

    /// A scalar of YAML with its type.
    func scalar(_ index: Int) throws(YAMLScalar.Mismatch) -> YAMLScalar {
        let node = nodes[index]
        if !node.isImplicit, node.tag == .none { return .string }
        if node.isImplicit, node.tag == .none,
            let first = text.part(node.text).first, !YAMLScalar.mayBegin(first)
        {
            return .string
        }
        var value = text.bytes(node.text)
        defer { wipe(&value) }
        return try YAMLScalar(value: value, tag: node.tag, isImplicit: node.isImplicit)
    }

    /// A key as JSON has it, or the file.
    func name(_ index: Int) -> String {
        switch key(index) {
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .text, .float, nil: repairedText(value(of: resolved(index)))
        }
    }

    /// Whether two keys are the same field.
    func isSameKey(_ left: Int, _ right: Int) -> Bool {
        switch (key(left), key(right)) {
        case (.text(let left), .text(let right)): text.part(left).elementsEqual(text.part(right))
        case (.text(let part), .bytes(let bytes)), (.bytes(let bytes), .text(let part)):
            text.bytes(part) == bytes
        case (.bytes(let left), .bytes(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.unsigned(let left), .unsigned(let right)): left == right
        case (.float(let left), .float(let right)): left == right
        default: false
        }
    }

    private func hash(_ index: Int) -> Int {
        var hasher = Hasher()
        switch key(index) {
        case .text(let range): hasher.combine(text: text.part(range))
        case .bytes(let bytes): hasher.combine(text: bytes)
        case .bool(let flag): hasher.combine(flag)
        case .integer(let number): hasher.combine(number)
        case .unsigned(let number): hasher.combine(number)
        case .float(let number): hasher.combine(number)
        case nil: break
        }
        return hasher.finalize()
    }

    /// The keys of a mapping while it is read.
    struct KeySet {
        /// As many as a glance takes in.
        private var few: [Int] = []
        private var table: SlotTable?

        private static let glance = 8

        /// Adds a key, or gives the one that is the same.
        mutating func insert(_ index: Int, of document: DataDocument) -> Int? {
            guard table == nil else { return put(index, document) }
            if let known = few.first(where: { document.isSameKey($0, index) }) { return known }
            few.append(index)
            if few.count > Self.glance {
                table = SlotTable()
                for key in few { _ = put(key, document) }
            }
            return nil
        }

        private mutating func put(_ index: Int, _ document: DataDocument) -> Int? {
            table?.find(document.hash(index), orAdd: index) { document.isSameKey($0, index) }
        }
    }
}
