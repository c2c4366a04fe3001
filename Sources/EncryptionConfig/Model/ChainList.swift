public import KubernetesModel

/// The chains of a configuration, in order of first mention.
///
/// A file may name a million resources, and join the same providers in a million ways, so names and
/// providers are kept as the file has them, and a chain is made when it is asked for.
public struct ChainList: RandomAccessCollection, Sendable {
    private let names: ResourceNames
    /// The providers of each entry.
    private let entries: [[ProviderDefinition]]
    /// The entry of each name if it is in one only, else `-1 - index` of its last link.
    private var places: [Int32] = []
    /// Entries of names that are in several: each with the one before, as in `places`.
    private var links: [(entry: Int32, before: Int32)] = []

    init(names: ResourceNames, entries: [[ProviderDefinition]]) {
        self.names = names
        self.entries = entries
        places.reserveCapacity(names.count)
    }

    /// Chains as they are given.
    package init(_ chains: [ChainDefinition]) {
        var names = ResourceNames()
        var numbers: [Int] = []
        for chain in chains { numbers.append(names.add(chain.selector.name.utf8).number) }
        self.init(names: names, entries: chains.map(\.providers))
        for (entry, number) in numbers.enumerated() { add(entry, to: number) }
    }

    /// Joins an entry's providers to those of a name; names come first in the order of their numbers.
    mutating func add(_ entry: Int, to number: Int) {
        if number == places.count {
            places.append(Int32(entry))
            return
        }
        links.append((Int32(entry), places[number]))
        places[number] = Int32(-links.count)
    }

    /// The first.
    public var startIndex: Int { 0 }
    /// Behind the last.
    public var endIndex: Int { places.count }

    /// The chain at a position.
    public subscript(position: Int) -> ChainDefinition {
        ChainDefinition(selector: names.selector(position), providers: providers(position))
    }

    /// What each chain is for.
    public var selectors: some Sequence<ResourceSelector> {
        places.indices.lazy.map { names.selector($0) }
    }

    private func providers(_ number: Int) -> [ProviderDefinition] {
        var place = places[number]
        guard place < 0 else { return entries[Int(place)] }
        var found: [Int32] = []
        while place < 0 {
            found.append(links[Int(-place) - 1].entry)
            place = links[Int(-place) - 1].before
        }
        found.append(place)
        return found.reversed().flatMap { entries[Int($0)] }
    }
}
