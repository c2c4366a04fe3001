public import KubernetesModel
public import Providers

/// What old bytes a database still carries in pages that no live tree reaches: counts and pages,
/// never content.
public struct ResidueTally {
    /// Copies of one resource on one key.
    public struct Copies: Sendable, Hashable {
        /// How many.
        public fileprivate(set) var values = 0
        /// Their bytes, as far as they are left.
        public fileprivate(set) var bytes = 0
        /// The numbers of the pages on which they begin.
        public fileprivate(set) var pages: Set<UInt64> = []

        fileprivate mutating func add(_ value: Span<UInt8>, _ page: UInt64) {
            values += 1
            bytes += value.count
            pages.insert(page)
        }
    }

    /// By resource, and nil for copies whose etcd key is gone or of no known resource.
    public private(set) var resources: [GroupResource?: [ProviderKey: Copies]] = [:]
    /// Pieces from the middle of values, which say neither key nor provider.
    public private(set) var fragments = Copies()

    /// Copies whose key's name was one too many to keep.
    public private(set) var withoutName = 0

    private var names = NameBudget()
    private let sorter: EntrySorter
    private let admitsAll: Bool

    /// Counts copies of what lies below a prefix and is admitted by a filter.
    public init(prefix: EtcdPrefix, filter: EntryFilter) {
        sorter = EntrySorter(prefix: prefix, filter: filter)
        admitsAll = filter.admitsAll
    }

    /// Counts a piece from the middle of a value.
    public mutating func addFragment(_ value: Span<UInt8>, on page: UInt64) {
        fragments.add(value, page)
    }

    /// Counts a copy of a value, or what is left of it behind its head; the etcd key may be empty.
    public mutating func add(key: Span<UInt8>, value: Span<UInt8>, on page: UInt64) {
        let resource: GroupResource?
        switch key.isEmpty ? nil : sorter.place(key) {
        case .object(let stored, _, _): resource = stored.groupResource
        case .leftOut, .system: return
        case .unknown, nil:
            guard admitsAll else { return }
            resource = nil
        }
        var named = ProviderKey(headerOf: value)
        if resources[resource]?[named] == nil, !names.take(CollectionOfOne(named)) {
            named = ProviderKey(named.kind, nil)
            withoutName += 1
        }
        resources[resource, default: [:]][named, default: Copies()].add(value, page)
    }

    /// Copies stored without encryption.
    public var plaintext: Int {
        resources.values.reduce(0) { $0 + ($1[.identity]?.values ?? 0) }
    }

    /// All copies whose head is left.
    public var copies: Int {
        resources.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.values } }
    }

    /// By resource, those without one last; then by key.
    public var sorted: [(resource: GroupResource?, key: ProviderKey, copies: Copies)] {
        resources.sorted { left, right in
            guard let first = left.key else { return false }
            guard let second = right.key else { return true }
            return first < second
        }.flatMap { resource, byKey in
            byKey.sorted { $0.key < $1.key }.map { (resource, $0.key, $0.value) }
        }
    }
}
