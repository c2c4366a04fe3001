internal import WireFormats

/// A row of the bucket `key`, where it lies in the file.
struct SnapshotRow {
    let revision: RevisionKey
    /// The key of the bucket.
    let key: Range<Int>
    /// The message.
    let message: Range<Int>
    let record: KeyValueRecord

    /// Whether it says that an etcd key has a value: no tombstone, and not the mark of a restore.
    var hasValue: Bool { !revision.isTombstone && !record.key.isEmpty }
}

extension SnapshotRecords {
    /// Lends the rows in `range`, whatever they say.
    func forEachRow(
        in range: Range<Int>,
        _ body: (_ bytes: Span<UInt8>, _ row: SnapshotRow) throws -> Void,
    ) throws {
        try file.withBody { bytes in
            for index in range {
                bytes.prefetchRecords(offsets, behind: index)
                try body(bytes, row(index, in: bytes))
            }
        }
        try file.checkNotLost()
    }

    /// One row.
    ///
    /// - Parameters:
    ///   - index: Its place in the order of the records.
    ///   - bytes: The body of the file.
    /// - Returns: Where its parts lie.
    /// - Throws: ``SnapshotError`` if it is no row any more.
    @inline(__always)
    func row(_ index: Int, in bytes: Span<UInt8>) throws -> SnapshotRow {
        let offset = Int(offsets[index])
        guard let element = LeafElement(in: bytes, at: offset),
            let revision = RevisionKey(in: bytes, at: element.key),
            let record = KeyValueRecord(in: bytes, at: element.value)
        else { throw file.hasLostBytes(at: offset) }
        return SnapshotRow(
            revision: revision,
            key: element.key,
            message: element.value,
            record: record
        )
    }

    /// The end of a batch of rows from `start` on, which is small enough to be copied.
    func endOfBatch(from start: Int) -> Int {
        file.withBody { bytes in
            var end = start
            var count = 0
            while end < offsets.count, end - start < Self.batchRows, count < Self.batchBytes {
                if let element = LeafElement(in: bytes, at: Int(offsets[end])) {
                    count += element.value.count
                }
                end += 1
            }
            return end
        }
    }

    private static let batchRows = 1024
    private static let batchBytes = 4 << 20
}

extension SnapshotFile {
    /// All rows of the bucket `key` in the order of revisions, and the pages that they and all other
    /// buckets are on.
    func allRows() throws(SnapshotError) -> (rows: SnapshotRecords, pages: PageSet) {
        do throws(SnapshotError) {
            var visited = otherPages
            let offsets = try withBody { bytes throws(SnapshotError) in
                var offsets: [UInt64] = []
                var cursor = BucketCursor(keyBucket, layout: layout)
                while let element = try cursor.next(in: bytes, visited: &visited) {
                    offsets.append(UInt64(element.offset))
                }
                return offsets
            }
            try checkNotLost()
            return (SnapshotRecords(file: self, offsets: offsets), visited)
        } catch {
            try checkNotLost()
            throw error.inFile(path)
        }
    }

    /// Why a row that was there before cannot be read any more.
    func hasLostBytes(at offset: Int) -> SnapshotError {
        guard !mapping.isLost else { return Self.lost.inFile(path) }
        return SnapshotError(
            .changedWhileReading,
            page: layout.page(at: offset),
            "the file changed while it was read",
            hint: "take a snapshot with `etcdctl snapshot save` and read that"
        ).inFile(path)
    }
}
