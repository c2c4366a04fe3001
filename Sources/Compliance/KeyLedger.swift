public import EtcdModel
public import KubernetesModel
public import Providers
public import Survey
internal import Synchronization

/// When keys were written with, by the headers of the values that are on them.
///
/// How many values that are is the survey's to say.
public struct KeyLedger: Sendable {
    /// What was seen of one key.
    public struct Entry: Sendable, Hashable {
        /// The oldest write of a value that is on it.
        public fileprivate(set) var oldest: Revision
        /// The newest.
        public fileprivate(set) var newest: Revision
    }

    /// By provider and key.
    public private(set) var entries: [ProviderKey: Entry] = [:]

    /// More names than anybody gives keys are not kept.
    private static let limit = 4096

    /// Nothing yet.
    public init() {}

    mutating func saw(_ stored: Span<UInt8>, at revision: Revision) {
        let key = ProviderKey(headerOf: stored)
        if entries[key] == nil, entries.count >= Self.limit { return }
        var entry = entries[key] ?? Entry(oldest: revision, newest: revision)
        entry.oldest = min(entry.oldest, revision)
        entry.newest = max(entry.newest, revision)
        entries[key] = entry
    }
}

/// The entries of a store, noted in a ledger as they are lent.
public final class LedgerEntries: EntryStore {
    private let entries: any EntryStore
    private let state: Mutex<State>

    private struct State {
        let sorter: EntrySorter
        var ledger: KeyLedger
    }

    /// Wraps a store; `ledger` is what was noted of it before.
    public init(
        _ entries: any EntryStore,
        prefix: EtcdPrefix,
        filter: EntryFilter,
        continuing ledger: KeyLedger = KeyLedger(),
    ) {
        self.entries = entries
        state = Mutex(State(sorter: EntrySorter(prefix: prefix, filter: filter), ledger: ledger))
    }

    /// What was noted so far.
    public var ledger: KeyLedger { state.withLock { $0.ledger } }

    /// As of the store.
    public var expectedEntries: Int? { entries.expectedEntries }

    /// As of the store.
    public var sighting: StoreSighting { get async { await entries.sighting } }

    /// The store's next batch.
    public func nextBatch() async throws -> (any EntryBatch)? {
        guard let batch = try await entries.nextBatch() else { return nil }
        try state.withLock { state in
            try batch.forEach { key, stored, facts in
                guard state.sorter.isObject(key) else { return }
                state.ledger.saw(stored, at: facts.modRevision)
            }
        }
        return batch
    }
}
