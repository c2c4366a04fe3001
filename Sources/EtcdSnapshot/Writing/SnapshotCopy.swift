public import DurableFiles
internal import EtcdModel

/// A new database file with the rows of another, some of their values replaced or left out.
///
/// Everything else is kept: keys, revisions, leases, users, members, and the raft state. The new
/// file has no free page and no byte of the old one that it does not show.
///
/// ```swift
/// let copy = try SnapshotCopy(of: contents, history: .dropped, to: WholeFile(path: "new.db"))
/// // for each batch of copy.rows: try copy.append(batch, changes)
/// let proof = try copy.complete()
/// // for each batch of proof.pairs: compare
/// let hash = try await copy.publish(proof)
/// ```
public final class SnapshotCopy {
    /// Which rows go into a copy.
    public enum History: Sendable {
        /// The newest of each key; the copy says that older revisions were compacted away.
        case dropped
        /// All.
        case kept
    }

    /// Rows that were written: revisions of keys, and notes that one was deleted.
    public private(set) var rowCount = 0
    /// A walk over the rows to copy.
    public let rows: CopyStore

    private let contents: SnapshotContents
    private let history: History
    private let records: SnapshotRecords
    private let file: WholeFile
    private let writer: DatabaseWriter
    private var next = 0
    private var leftOut: Set<Int> = []

    /// Begins a copy of everything up to the newest revision.
    ///
    /// - Parameters:
    ///   - contents: What is copied, opened at its newest revision.
    ///   - history: Which rows.
    ///   - file: Where the copy goes.
    /// - Throws: ``SnapshotError``, `FileFailure`.
    public init(of contents: SnapshotContents, history: History, to file: WholeFile) throws {
        precondition(contents.keySpace.revision == contents.keySpace.currentRevision)
        self.contents = contents
        self.history = history
        self.file = file
        records =
            switch history {
            case .dropped: contents.keySpace.records
            case .kept: try contents.file.allRows().rows
            }
        rows = CopyStore(records, of: contents)
        writer = try DatabaseWriter(file, pageSize: contents.file.information.pageSize)
    }

    /// Writes the rows of the next batch.
    ///
    /// - Parameters:
    ///   - batch: In the order of ``rows``.
    ///   - changes: One for each row that the batch lends; nil to change nothing.
    /// - Throws: ``SnapshotError``, `FileFailure`.
    public func append(_ batch: CopyBatch, _ changes: RowChanges? = nil) throws {
        precondition(batch.range.lowerBound == next, "a copy takes batches in their order")
        let replacements = changes?.bytes ?? []
        var rewritten = RewrittenRecord()
        var lent = 0
        var row = next
        try batch.records.forEachRow(in: batch.range) { bytes, entry in
            defer { row += 1 }
            var change = RowChanges.Change.keep
            if entry.hasValue, let changes {
                guard lent < changes.changes.count else {
                    throw contents.file.hasLostBytes(at: entry.key.lowerBound)
                }
                change = changes.changes[lent]
                lent += 1
            }
            switch change {
            case .drop:
                leftOut.insert(row)
                return
            case .keep:
                try writer.add(bytes.extracting(entry.key), bytes.extracting(entry.message))
            case .replace(let range):
                rewritten.read(entry.message, of: bytes)
                let value = replacements.span.extracting(range)
                try writer.add(bytes.extracting(entry.key), rewritten, of: bytes, value: value)
            }
            rowCount += 1
        }
        next = batch.range.upperBound
    }

    /// Writes everything but the rows and the hash, and reads it all back.
    ///
    /// The hash is computed meanwhile, and while the caller compares; ``publish(_:)`` waits for it.
    ///
    /// - Returns: What was written, to be compared with what it was made of.
    /// - Throws: ``SnapshotError`` if the copy is not as it has to be, or the original was written to
    ///   meanwhile; `FileFailure`.
    public func complete() throws -> CopyProof {
        precondition(next == records.count, "all rows are written before a copy is complete")
        let source = contents.file
        let beside = try source.withBody { bytes in
            let buckets = try CopiedBuckets(source, compacted: compactedRevision, in: bytes)
            try writer.endBucket(Array("key".utf8), sequence: buckets.keySequence)
            try buckets.write(to: writer, in: bytes)
            return try buckets.digest(in: bytes)
        }
        let byteCount = try writer.finishPages(transaction: source.information.transaction)
        try source.checkNotLost()
        guard !source.hasChangedSinceOpening else {
            throw SnapshotError(
                .changedWhileReading,
                "the file was written to while it was copied",
                hint: "take a snapshot with `etcdctl snapshot save` and copy that"
            ).inFile(source.path)
        }
        let proof = try CopyProof(
            of: SnapshotFile(unpublished: file.pathForReading(), name: file.path),
            from: records,
            without: leftOut,
            besideKeys: beside,
            byteCount: byteCount
        )
        // While the hash is computed and the pairs are compared.
        try file.startSync()
        return proof
    }

    /// Puts the hash at the end of the copy, and the copy in its place.
    ///
    /// - Parameter proof: Of this copy, with all of its pairs compared.
    /// - Returns: The SHA-256 at the end of the copy, of everything before it.
    /// - Throws: ``SnapshotError`` if the hash is not there when it is read back; `FileFailure`.
    public func publish(_ proof: CopyProof) async throws -> [UInt8] {
        let hash = try await proof.hash()
        try file.write(hash)
        let copy = try SnapshotFile(unpublished: file.pathForReading(), name: file.path)
        guard copy.byteCount == proof.byteCount, copy.trailer == hash else {
            throw CopyProof.differs.inFile(file.path)
        }
        try file.finish()
        return hash
    }

    /// The revision that the copy says it was compacted at; nil to leave that as it is.
    private var compactedRevision: Revision? {
        let newest = contents.keySpace.currentRevision
        return history == .dropped && newest > 1 ? newest : nil
    }
}
