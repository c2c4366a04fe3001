import EtcdModel
import KubernetesModel
import Survey
import Synchronization

/// Where the values lie that one closing event counts.
struct AuditedPlace: Hashable, Comparable, Sendable {
    let resource: GroupResource
    let namespace: String?

    static func < (left: AuditedPlace, right: AuditedPlace) -> Bool {
        left.resource == right.resource
            ? (left.namespace ?? "").utf8.lexicographicallyPrecedes((right.namespace ?? "").utf8)
            : left.resource < right.resource
    }
}

/// A command that opens values and shows none, from its beginning in the log to its counts.
///
/// It may go through a store several times: a value counts once.
final class AuditedWalk: Sendable {
    private let log: AuditLog
    private let id: String
    private let walks = Mutex<[[AuditedPlace: Int]]>([])

    init(_ log: AuditLog, _ id: String) {
        self.log = log
        self.id = id
    }

    /// A further way through the store, under a number of its own.
    func begin() -> Int {
        walks.withLock { walks in
            walks.append([:])
            return walks.count - 1
        }
    }

    func add(_ counts: [AuditedPlace: Int], in walk: Int) {
        walks.withLock { $0[walk].merge(counts, uniquingKeysWith: +) }
    }

    /// Names the store by what is in it, too.
    func identify(_ store: OpenedStore) { log.identify(store) }

    /// Runs what opens values, and writes down how many these were, before anything of it is shown.
    static func around<Result>(
        _ walk: AuditedWalk?,
        _ body: () async throws -> Result,
    ) async throws -> Result {
        let result: Result
        do {
            result = try await body()
        } catch {
            // The error of the walk is the one to tell.
            try? walk?.end(isWhole: false)
            throw error
        }
        try walk?.end(isWhole: true)
        return result
    }

    private func end(isWhole: Bool) throws {
        let counts = walks.withLock { walks in
            walks.reduce(into: [:]) { all, one in all.merge(one, uniquingKeysWith: max) }
        }
        try log.end(id, counts, isWhole: isWhole)
    }
}

/// The entries of a store, counted for the audit log as they are lent.
final class AuditedEntries: EntryStore {
    private let entries: any EntryStore
    private let walk: AuditedWalk
    private let number: Int
    private let sorter: Mutex<EntrySorter>

    init(
        _ entries: any EntryStore,
        _ walk: AuditedWalk,
        prefix: EtcdPrefix,
        filter: EntryFilter = EntryFilter(),
    ) {
        self.entries = entries
        self.walk = walk
        number = walk.begin()
        sorter = Mutex(EntrySorter(prefix: prefix, filter: filter))
    }

    var expectedEntries: Int? { entries.expectedEntries }

    var sighting: StoreSighting { get async { await entries.sighting } }

    func nextBatch() async throws -> (any EntryBatch)? {
        guard let batch = try await entries.nextBatch() else { return nil }
        var tally = PlaceTally()
        try sorter.withLock { sorter in
            try batch.forEach { key, _, _ in tally.count(key, sorter.place(key)) }
        }
        walk.add(tally.finish(), in: number)
        return batch
    }
}

/// Counts keys by resource and namespace; most are of that of the key before.
struct PlaceTally {
    private var counts: [AuditedPlace: Int] = [:]
    private var last: (resource: Int, namespace: [UInt8]?, place: AuditedPlace)?
    private var run = 0

    mutating func count(_ key: Span<UInt8>, _ place: EntrySorter.Place) {
        guard case .object(let resource, let namespace, _) = place else { return }
        if let last, last.resource == resource.index,
            Self.isSame(last.namespace, key, namespace)
        {
            run += 1
            return
        }
        flush()
        last = (
            resource.index,
            namespace.map { Array(copying: key.extracting($0)) },
            AuditedPlace(
                resource: resource.groupResource,
                namespace: namespace.map { AuditedObject.text(key, $0) }
            )
        )
        run = 1
    }

    mutating func finish() -> [AuditedPlace: Int] {
        flush()
        return counts
    }

    private mutating func flush() {
        if let last { counts[last.place, default: 0] += run }
        run = 0
    }

    private static func isSame(
        _ known: [UInt8]?,
        _ key: Span<UInt8>,
        _ range: Range<Int>?,
    ) -> Bool {
        guard let known, let range else { return known == nil && range == nil }
        guard known.count == range.count else { return false }
        for offset in known.indices where key[range.lowerBound + offset] != known[offset] {
            return false
        }
        return true
    }
}

extension OpenedStore {
    /// The same store, whose values are counted for the audit log.
    func audited(by walk: AuditedWalk?) -> OpenedStore {
        guard let walk else { return self }
        var store = self
        store.entries = AuditedEntries(entries, walk, prefix: prefix, filter: filter)
        walk.identify(self)
        return store
    }
}
