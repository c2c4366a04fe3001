internal import KubernetesModel

/// The names of resources that a file has, each once, numbered in the order of first mention.
///
/// `secrets` and `secrets.` select the same, and so are one.
struct ResourceNames: Sendable {
    private var table = NameTable()

    private static let dot = UInt8(ascii: ".")
    private static let star = UInt8(ascii: "*")

    var count: Int { table.count }

    /// The number of a name, and whether it is new.
    mutating func add(
        _ text: some BidirectionalCollection<UInt8>
    ) -> (number: Int, hasFinalDot: Bool, isNew: Bool) {
        let hasFinalDot =
            text.last == Self.dot
            && text.firstIndex(of: Self.dot) == text.index(before: text.endIndex)
        let (number, isNew) =
            hasFinalDot ? table.number(of: Array(text.dropLast())) : table.number(of: text)
        return (number, hasFinalDot, isNew)
    }

    /// A name without a last dot that says nothing.
    func text(_ number: Int) -> String { table.text(number) }

    func selector(_ number: Int) -> ResourceSelector {
        ResourceSelector(parsing: table.text(number))
    }

    func isWildcard(_ number: Int) -> Bool {
        let name = table[number]
        return name.first == Self.star && (name.count == 1 || name.dropFirst().first == Self.dot)
    }

    /// The group; empty for the core group.
    func group(_ number: Int) -> ArraySlice<UInt8> {
        table[number].drop { $0 != Self.dot }.dropFirst()
    }

    /// Whether there is nothing before the first dot.
    func hasNoResource(_ number: Int) -> Bool {
        table[number].first.map { $0 == Self.dot } ?? true
    }

    /// `*.`, if the file has it somewhere.
    var wholeCoreGroup: Int? { table.known([Self.star]) }

    /// The wildcard of a name's group, if the file has it somewhere.
    func wholeGroup(of number: Int) -> Int? {
        let group = group(number)
        return table.known(group.isEmpty ? [Self.star] : [Self.star, Self.dot] + group)
    }

    /// `*.*`, if the file has it somewhere.
    var everything: Int? { table.known("*.*".utf8) }
}
