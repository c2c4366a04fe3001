public import EtcdModel
internal import Synchronization
internal import WireFormats

/// A copy that was read back, before it is in its place.
///
/// Its pages, its revisions and all buckets beside the keys were compared already; what is left is
/// to walk the ``pairs``.
public struct CopyProof: Sendable {
    /// The length of the copy in bytes, with its hash.
    public let byteCount: Int

    /// The SHA-256 of the copy's pages takes as long as a core needs to read them, so it is computed
    /// beside what else is done with them.
    private let hashing: Task<[UInt8], any Error>
    private let before: SnapshotRecords
    private let after: SnapshotRecords

    init(
        of copy: SnapshotFile,
        from records: SnapshotRecords,
        without leftOut: Set<Int>,
        besideKeys: [UInt8],
        byteCount: Int,
    ) throws {
        hashing = Task.detached { try copy.bodyDigest() }
        let (rows, pages) = try copy.allRows()
        let kept =
            leftOut.isEmpty
            ? records.offsets
            : records.offsets.enumerated().filter { !leftOut.contains($0.offset) }.map(\.element)
        let beside = try copy.withBody { bytes in
            try CopiedBuckets(copy, compacted: nil, in: bytes).digest(in: bytes)
        }
        guard copy.byteCount == byteCount, rows.count == kept.count, beside == besideKeys,
            pages.count == pages.bound - 2
        else { throw Self.differs.inFile(copy.path) }
        self.byteCount = byteCount + SnapshotFile.trailerByteCount
        before = SnapshotRecords(file: records.file, offsets: kept)
        after = rows
    }

    /// A walk over each row of the copy beside the one it was made of; its batches are ``PairBatch``.
    public var pairs: PairStore { PairStore(before: before, after: after) }

    /// Waits for the SHA-256 of everything before the end of the copy, where it belongs.
    func hash() async throws -> [UInt8] { try await hashing.value }

    static let differs = SnapshotError(
        .damaged,
        "the copy does not hold what was written to it",
        hint: "the disk or its file system lost something; write it elsewhere"
    )
}

/// A walk over the rows of a copy and of its original.
public final class PairStore: EntryStore {
    private let before: SnapshotRecords
    private let after: SnapshotRecords
    private let next = Mutex(0)

    init(before: SnapshotRecords, after: SnapshotRecords) {
        self.before = before
        self.after = after
    }

    /// How many rows.
    public var expectedEntries: Int? { after.count }

    /// The next batch.
    public func nextBatch() async throws -> (any EntryBatch)? {
        let range = next.withLock { next in
            let start = next
            next = after.endOfBatch(from: start)
            return start..<next
        }
        return range.isEmpty ? nil : PairBatch(before: before, after: after, range: range)
    }

    /// Nothing that a conclusion could rest on.
    public var sighting: StoreSighting { StoreSighting(.snapshot) }
}

/// Some rows of a copy and of its original.
public struct PairBatch: EntryBatch {
    let before: SnapshotRecords
    let after: SnapshotRecords
    let range: Range<Int>

    /// How many rows, those without a value included.
    public var count: Int { range.count }

    /// Lends the values of the copy.
    public func forEach(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws {
        try CopyBatch(records: after, range: range).forEach(body)
    }

    /// Lends both values of each row that has one, after comparing everything else.
    ///
    /// - Throws: what `body` throws; ``SnapshotError`` if anything but a value differs.
    public func forEachPair(
        _ body: (_ key: Span<UInt8>, _ before: Span<UInt8>, _ after: Span<UInt8>) throws -> Void
    ) throws {
        var index = range.lowerBound
        var rewritten = RewrittenRecord()
        try before.file.withBody { old in
            try after.forEachRow(in: range) { new, copy in
                let row = try before.row(index, in: old)
                index += 1
                guard bytesEqual(old, row.key, new, copy.key) else {
                    throw CopyProof.differs.inFile(after.file.path)
                }
                let value = copy.record.value
                if !bytesEqual(old, row.message, new, copy.message) {
                    rewritten.read(row.message, of: old)
                    guard row.hasValue,
                        rewritten.isWritten(as: copy.message, in: new, value: value, of: old)
                    else { throw CopyProof.differs.inFile(after.file.path) }
                }
                guard row.hasValue else { return }
                try body(
                    new.extracting(copy.record.key),
                    old.extracting(row.record.value),
                    new.extracting(value)
                )
            }
        }
        try before.file.checkNotLost()
    }
}
