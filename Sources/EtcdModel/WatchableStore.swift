/// A store that tells of writes as they happen: a live etcd, or memory in tests.
public protocol WatchableStore: Sendable {
    /// The revision of the last write so far: a watch from the next one tells all that comes.
    func newestRevision() async throws -> Revision

    /// Tells `body` of every write to the ranges, beginning with the writes of a revision, until it
    /// wants no more, throws, or the task is cancelled.
    ///
    /// Nothing is left out and nothing told twice, also where the connection breaks meanwhile.
    /// Writes to one range come in the order of their revisions; those to several ranges come in
    /// the order of each. `body` is called by one task at a time, and the store waits for it.
    ///
    /// - Throws: ``WatchFailure``, and what `body` throws.
    func watch(
        _ ranges: [KeyRange],
        from revision: Revision,
        _ body: @Sendable @escaping (WatchNews) async throws -> WatchStep,
    ) async throws
}

/// What a watcher does after some news.
public enum WatchStep: Sendable, Hashable {
    /// Waits for more.
    case goOn
    /// Ends the watch.
    case end
}

/// What came over a watch; without changes, it says only how far the watch has got.
public struct WatchNews: Sendable, Hashable {
    /// Writes, in order.
    public var changes: [StoreChange]
    /// Every write to the ranges up to this revision has been told: where another watch would go
    /// on with the revision behind it, nothing would be missing.
    public var completeTo: Revision

    /// Takes both.
    public init(changes: [StoreChange], completeTo: Revision) {
        self.changes = changes
        self.completeTo = completeTo
    }
}

/// One write of one key.
public struct StoreChange: Sendable, Hashable {
    /// The key.
    public var key: [UInt8]
    /// What the key holds since; nil when it was deleted.
    public var stored: StoredValue?
    /// The revision of the write.
    public var revision: Revision

    /// Takes all three.
    public init(key: [UInt8], stored: StoredValue?, revision: Revision) {
        self.key = key
        self.stored = stored
        self.revision = revision
    }
}

/// Why a watch ended before its time.
public enum WatchFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The revision to go on from is gone: what was written before `oldest` cannot be told any
    /// more, so that whoever needs it has to read the store anew.
    case compacted(oldest: Revision)
    /// The store cannot be reached, or refuses.
    case failed(StoreFailure)

    /// What went wrong: lower case, no full stop.
    public var description: String {
        switch self {
        case .compacted(let oldest):
            "the revision to watch from was compacted away; \(oldest) is the oldest"
        case .failed(let failure): failure.message
        }
    }
}
