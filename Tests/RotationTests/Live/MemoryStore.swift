import EtcdModel
import Rotation
import Synchronization

/// A store in memory with etcd's rules, and hooks to be unkind with.
final class MemoryStore: RewritableStore {
    struct State {
        var values: [[UInt8]: StoredValue] = [:]
        var revision: Revision = 1
        var swaps = 0
        var writes = 0
        /// All that was written since the store was made, for watchers.
        var changes: [StoreChange] = []

        /// Writes at the next revision; nil deletes.
        mutating func write(_ key: [UInt8], _ value: [UInt8]?) {
            revision = revision.next
            let stored = value.map { value in
                var facts =
                    values[key]?.facts
                    ?? EntryFacts(createRevision: revision, modRevision: revision, version: 0)
                facts.modRevision = revision
                facts.version += 1
                return StoredValue(value: value, facts: facts)
            }
            values[key] = stored
            changes.append(StoreChange(key: key, stored: stored, revision: revision))
        }
    }

    /// What happens before a swap is applied.
    typealias Before = @Sendable (_ store: MemoryStore, _ key: [UInt8], _ swap: Int) throws -> Void

    private let state = Mutex(State())
    private let before: Before
    /// Why it cannot be watched; nil where it can.
    private let watchFailure: WatchFailure?

    init(
        _ dump: Cluster,
        watchFailure: WatchFailure? = nil,
        before: @escaping Before = { _, _, _ in },
    ) {
        self.watchFailure = watchFailure
        self.before = before
        state.withLock { state in
            state.revision = dump.revision
            state.values = dump.values
        }
    }

    var values: [[UInt8]: StoredValue] { state.withLock { $0.values } }

    var swaps: Int { state.withLock { $0.swaps } }

    /// Swaps that wrote.
    var writes: Int { state.withLock { $0.writes } }

    func put(_ key: [UInt8], _ value: [UInt8]) { state.withLock { $0.write(key, value) } }

    func delete(_ key: [UInt8]) { state.withLock { $0.write(key, nil) } }

    func entries() async throws -> any EntryStore {
        let (values, revision) = state.withLock { ($0.values, $0.revision) }
        return Walk(values.sorted { $0.key.lexicographicallyPrecedes($1.key) }, revision)
    }

    func current(_ key: [UInt8]) async throws(StoreFailure) -> StoredValue? { values[key] }

    func compareAndSwap(
        key: [UInt8],
        modRevision: Revision,
        value: [UInt8],
    ) async throws(StoreFailure) -> SwapOutcome {
        let swap = state.withLock { state in
            state.swaps += 1
            return state.swaps
        }
        do {
            try before(self, key, swap)
        } catch let failure as StoreFailure {
            throw failure
        } catch {
            throw StoreFailure(.store, "\(error)")
        }
        return state.withLock { state in
            guard let held = state.values[key], held.facts.modRevision == modRevision
            else {
                return .conflict(current: state.values[key])
            }
            state.writes += 1
            state.write(key, value)
            return .swapped(modRevision: state.revision)
        }
    }

    private final class Walk: EntryStore {
        private let entries: [(key: [UInt8], value: StoredValue)]
        private let next = Mutex(0)

        private let revision: Revision

        init(_ entries: [(key: [UInt8], value: StoredValue)], _ revision: Revision) {
            self.entries = entries
            self.revision = revision
        }

        var sighting: StoreSighting {
            StoreSighting(
                .memory,
                moment: .revision(revision),
                newestRevision: revision,
                ranges: [.everything],
                gaps: next.withLock { $0 } < entries.count ? [.unfinished] : []
            )
        }

        var expectedEntries: Int? { entries.count }

        func nextBatch() async throws -> (any EntryBatch)? {
            let start = next.withLock { next in
                defer { next += 50 }
                return next
            }
            guard start < entries.count else { return nil }
            return Batch(entries: Array(entries[start..<min(start + 50, entries.count)]))
        }
    }

    private struct Batch: EntryBatch {
        let entries: [(key: [UInt8], value: StoredValue)]

        var count: Int { entries.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            for (key, value) in entries { try body(key.span, value.value.span, value.facts) }
        }
    }
}

extension MemoryStore: WatchableStore {
    func newestRevision() async throws -> Revision { state.withLock { $0.revision } }

    func watch(
        _ ranges: [KeyRange],
        from revision: Revision,
        _ body: @Sendable @escaping (WatchNews) async throws -> WatchStep,
    ) async throws {
        if let watchFailure { throw watchFailure }
        var next = revision
        while true {
            let (changes, newest) = state.withLock { state in
                let new = state.changes.filter { change in
                    change.revision >= next && ranges.contains { $0.contains(change.key) }
                }
                return (new, state.revision)
            }
            if newest >= next {
                next = newest.next
                let news = WatchNews(changes: changes, completeTo: newest)
                if try await body(news) == .end { return }
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
