import EtcdModel
import EtcdSnapshot
import Rotation
import Synchronization

/// Some records of a snapshot as the engine walks them.
final class SnapshotStore: EntryStore {
    private let records: SnapshotRecords
    private let comparison: HashComparison
    /// Whether what is made of the first values may be seen before the last.
    private let isStreamed: Bool
    private let next = Mutex(0)

    /// Enough for a worker to be busy, little enough to share the work out evenly.
    private static let batchSize = 1024

    init(_ records: SnapshotRecords, _ comparison: HashComparison, isStreamed: Bool) {
        self.records = records
        self.comparison = comparison
        self.isStreamed = isStreamed
    }

    var expectedEntries: Int? { records.count }

    func nextBatch() async throws -> (any EntryBatch)? {
        let start = next.withLock { next in
            defer { next = min(records.count, next + Self.batchSize) }
            return next
        }
        if isStreamed || start == records.count { try await comparison.finish() }
        guard start < records.count else { return nil }
        return Batch(
            records: records,
            range: start..<min(records.count, start + Self.batchSize)
        )
    }

    private struct Batch: EntryBatch {
        let records: SnapshotRecords
        let range: Range<Int>

        var count: Int { range.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            try records.forEach(in: range) { key, value, entry in
                // Only old revisions have tombstones; they hold no value.
                guard !entry.isTombstone else { return }
                try body(
                    key,
                    value,
                    EntryFacts(
                        createRevision: entry.createRevision,
                        modRevision: entry.modRevision,
                        version: entry.version,
                        lease: entry.lease,
                    )
                )
            }
        }
    }
}
