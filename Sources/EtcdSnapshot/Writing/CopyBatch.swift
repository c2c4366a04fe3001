public import EtcdModel
internal import Synchronization
internal import WireFormats

/// A walk over the rows that a copy is made of.
public final class CopyStore: EntryStore {
    private let records: SnapshotRecords
    private let contents: SnapshotContents
    private let next = Mutex(0)

    init(_ records: SnapshotRecords, of contents: SnapshotContents) {
        self.records = records
        self.contents = contents
    }

    /// How many rows.
    public var expectedEntries: Int? { records.count }

    /// The next batch, a ``CopyBatch``; the walk does not end before the file's hash was compared.
    ///
    /// - Throws: ``SnapshotError`` for a wrong hash.
    public func nextBatch() async throws -> (any EntryBatch)? {
        let range = next.withLock { next in
            let start = next
            next = records.endOfBatch(from: start)
            return start..<next
        }
        if range.isEmpty {
            try await contents.comparison.finish()
            return nil
        }
        return CopyBatch(records: records, range: range)
    }

    /// Everything at the newest revision, with the file's integrity.
    public var sighting: StoreSighting {
        contents.sighting(
            at: .revision(contents.keySpace.revision),
            isFinished: next.withLock { $0 } >= records.count
        )
    }
}

/// Some rows that go into a copy, few enough that what becomes of them can be kept in memory.
public struct CopyBatch: EntryBatch {
    let records: SnapshotRecords
    let range: Range<Int>

    /// How many rows, those without a value included.
    public var count: Int { range.count }

    /// Lends the rows that have a value; a copy takes the others as they are.
    public func forEach(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws {
        try records.forEachRow(in: range) { bytes, row in
            guard row.hasValue else { return }
            let record = row.record
            try body(
                bytes.extracting(record.key),
                bytes.extracting(record.value),
                EntryFacts(
                    createRevision: Revision(record.createRevision),
                    modRevision: Revision(row.revision.main),
                    version: record.version,
                    lease: LeaseID(record.lease),
                )
            )
        }
    }
}
