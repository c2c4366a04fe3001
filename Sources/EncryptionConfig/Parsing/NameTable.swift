/// Names, each once, numbered as they came, one behind the other in memory: a hostile file has
/// hundreds of thousands.
struct NameTable: Sendable {
    private var bytes: [UInt8] = []
    /// Where each name ends.
    private var ends: [Int32] = []
    private var table = SlotTable()

    var count: Int { ends.count }

    /// The bytes of a name.
    subscript(number: Int) -> ArraySlice<UInt8> {
        bytes[(number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number])]
    }

    func text(_ number: Int) -> String { String(decoding: self[number], as: UTF8.self) }

    /// The number of a name, a new one if it is new.
    mutating func number(of name: some Collection<UInt8>) -> (number: Int, isNew: Bool) {
        if let known = find(name, orAdd: ends.count) { return (known, false) }
        bytes += name
        ends.append(Int32(bytes.count))
        return (ends.count - 1, true)
    }

    /// The number of a name that is there already.
    func known(_ name: some Collection<UInt8>) -> Int? {
        table.find(Self.hash(name)) { self[$0].elementsEqual(name) }
    }

    private mutating func find(_ name: some Collection<UInt8>, orAdd number: Int) -> Int? {
        var table = SlotTable()
        swap(&table, &self.table)
        defer { swap(&table, &self.table) }
        return table.find(Self.hash(name), orAdd: number) { self[$0].elementsEqual(name) }
    }

    private static func hash(_ name: some Collection<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(text: name)
        return hasher.finalize()
    }
}
