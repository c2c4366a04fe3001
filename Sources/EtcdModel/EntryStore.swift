/// Where entries come from: a dump, a snapshot, a live etcd, or memory.
///
/// The engine pulls batches one after the other and hands them to its workers, so a store never
/// sees two calls at once.
public protocol EntryStore: Sendable {
    /// The next batch in the store's own order, or nil at the end.
    func nextBatch() async throws -> (any EntryBatch)?

    /// How many entries there will be, where the store knows beforehand: for progress only.
    var expectedEntries: Int? { get }

    /// What the walk saw, to be asked after its last batch.
    var sighting: StoreSighting { get async }
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
