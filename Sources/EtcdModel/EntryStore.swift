/// Where entries come from: a dump, a snapshot, a live etcd, or memory.
///
/// The engine pulls batches one after the other and hands them to its workers, so a store never
/// sees two calls at once.
public protocol EntryStore: Sendable {
    /// The next batch in the store's own order, or nil at the end.
    func nextBatch() async throws -> (any EntryBatch)?

    /// How many entries there will be, where the store knows beforehand: for progress only.
    var expectedEntries: Int? { get }
}

/// Some entries of a store, over memory that the batch keeps alive.
public protocol EntryBatch: Sendable {
    /// Lends each entry in the store's order.
    ///
    /// Key and value are lent for the length of the call: what is kept has to be copied.
    func forEach(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws

    /// How many entries.
    var count: Int { get }
}

/// What etcd keeps beside an entry's key and value.
public struct EntryFacts: Sendable, Hashable {
    /// The revision of the put that made the key.
    public var createRevision: Int64
    /// The revision of the last put: the API's resourceVersion, and what a compare-and-swap names.
    public var modRevision: Int64
    /// How many puts since the key was made.
    public var version: Int64
    /// The lease that the key hangs on, 0 for none.
    public var lease: Int64

    /// Takes the four numbers as etcd reports them.
    public init(createRevision: Int64, modRevision: Int64, version: Int64, lease: Int64) {
        self.createRevision = createRevision
        self.modRevision = modRevision
        self.version = version
        self.lease = lease
    }
}
