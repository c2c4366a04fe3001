internal import WireFormats

extension KeySpace {
    /// The records that are not part of this key space: replaced values, deleted ones, tombstones,
    /// and whatever is newer than the revision shown; in the order of revisions.
    ///
    /// They stay in the file until etcd compacts and their pages are used again.
    public func history() throws(SnapshotError) -> SnapshotRecords {
        let file = records.file
        do throws(SnapshotError) {
            let offsets = try file.withBody { bytes throws(SnapshotError) in
                try historyOffsets(in: bytes)
            }
            try file.checkNotLost()
            return SnapshotRecords(file: file, offsets: offsets)
        } catch {
            try file.checkNotLost()
            throw error.inFile(file.path)
        }
    }

    private func historyOffsets(in bytes: Span<UInt8>) throws(SnapshotError) -> [UInt64] {
        let file = records.file
        let current = records.offsets
        var passed = 0
        var offsets: [UInt64] = []
        offsets.reserveCapacity(recordCount - count)
        var visited = file.otherPages
        var cursor = BucketCursor(file.keyBucket, layout: file.layout)
        while let element = try cursor.next(in: bytes, visited: &visited) {
            // Both go in the order of revisions, so that no table is needed.
            if passed < current.count, current[passed] == UInt64(element.offset) {
                passed += 1
                continue
            }
            guard let record = KeyValueRecord(in: bytes, at: element.value) else {
                throw .damaged(page: cursor.page, "a record is not a KeyValue message")
            }
            if !record.key.isEmpty { offsets.append(UInt64(element.offset)) }
        }
        return offsets
    }
}
