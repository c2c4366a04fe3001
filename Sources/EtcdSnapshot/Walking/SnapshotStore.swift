public import EtcdModel
internal import Synchronization

/// A walk over some records of a snapshot.
public final class SnapshotStore: EntryStore {
    private let records: SnapshotRecords
    private let contents: SnapshotContents
    private let moment: StoreSighting.Moment
    /// Whether what is made of the first values may be seen before the last.
    private let isStreamed: Bool
    private let next = Mutex(0)

    /// Enough for a worker to be busy, little enough to share the work out evenly.
    private static let batchSize = 1024

    init(
        _ records: SnapshotRecords,
        _ contents: SnapshotContents,
        moment: StoreSighting.Moment,
        isStreamed: Bool,
    ) {
        self.records = records
        self.contents = contents
        self.moment = moment
        self.isStreamed = isStreamed
    }

    /// How many records.
    public var expectedEntries: Int? { records.count }

    /// The next batch; the walk does not end before the file's hash was compared.
    ///
    /// - Throws: ``SnapshotError`` for a wrong hash.
    public func nextBatch() async throws -> (any EntryBatch)? {
        let start = next.withLock { next in
            defer { next = min(records.count, next + Self.batchSize) }
            return next
        }
        if isStreamed || start == records.count { try await contents.comparison.finish() }
        guard start < records.count else { return nil }
        return Batch(
            records: records,
            range: start..<min(records.count, start + Self.batchSize)
        )
    }

    /// Everything at the revision, with the file's integrity.
    public var sighting: StoreSighting {
        contents.sighting(at: moment, isFinished: next.withLock { $0 } >= records.count)
    }

    private struct Batch: EntryBatch {
        let records: SnapshotRecords
        let range: Range<Int>

        var count: Int { range.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            try records.forEach(in: range, body)
        }
    }
}
