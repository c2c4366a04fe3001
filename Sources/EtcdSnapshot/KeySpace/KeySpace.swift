public import EtcdModel
internal import WireFormats

/// The keys of a store at one revision: for each the newest record up to it, deleted ones left out.
///
/// The records are in the order of their revisions, which is nearly the order of the file; use
/// `sortedByKey()` where people or programs see the order.
public struct KeySpace: Sendable {
    /// The revision shown.
    public let revision: Revision
    /// The newest revision of the store; 1 is the empty store.
    public let currentRevision: Revision
    /// Older revisions than this were compacted away; 0 if none was.
    public let compactRevision: Revision
    /// All records of keys in the file, of old revisions and tombstones too.
    public let recordCount: Int
    /// The records, one for each key.
    public let records: SnapshotRecords

    /// The pages that some bucket reaches.
    let pages: PageSet

    /// How many keys.
    public var count: Int { records.count }

    /// Pages in use by no bucket; they may hold old bytes.
    public var freePageCount: Int { pages.bound - 2 - pages.count }
}

extension SnapshotFile {
    /// Walks all revisions of the file and gives the keys at `revision`, or at the newest one.
    ///
    /// - Throws: `SnapshotError`: `compacted` or `futureRevision` if the file cannot show that
    ///   revision; `damaged` with the page where the tree or a record is broken.
    public func keySpace(at revision: Revision? = nil) throws(SnapshotError) -> KeySpace {
        do throws(SnapshotError) {
            let keySpace = try withBody { bytes throws(SnapshotError) in
                try buildKeySpace(at: revision, in: bytes)
            }
            try checkNotLost()
            return keySpace
        } catch {
            // What a cut file shows is zeros: the reason counts, not what the zeros look like.
            try checkNotLost()
            throw error.inFile(path)
        }
    }

    private func buildKeySpace(
        at revision: Revision?,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) -> KeySpace {
        let compacted = information.compactRevision
        if let revision, revision < 1 {
            throw SnapshotError(
                .compacted,
                "there is no revision \(revision): the empty store is revision 1",
                hint: "leave the revision out for the newest"
            )
        }
        if let revision, revision < compacted {
            throw SnapshotError(
                .compacted,
                "revision \(revision) was compacted away; \(compacted) is the oldest",
                hint: "take an older snapshot for older revisions"
            )
        }
        let last = revision?.rawValue ?? .max
        var index = KeyIndex()
        var visited = otherPages
        var cursor = BucketCursor(keyBucket, layout: layout)
        var newest: Int64 = 1
        var recordCount = 0
        while let element = try cursor.next(in: bytes, visited: &visited) {
            guard !element.isBucket, let key = RevisionKey(in: bytes, at: element.key) else {
                throw .damaged(page: cursor.page, "a key of the bucket `key` is not a revision")
            }
            newest = key.main
            guard let record = KeyValueRecord(in: bytes, at: element.value) else {
                throw .damaged(
                    page: cursor.page,
                    "the record of revision \(key.main) sub \(key.sub) is not a KeyValue message"
                )
            }
            // A restore that bumps the revision writes a record without a key to mark it.
            guard !record.key.isEmpty else { continue }
            recordCount &+= 1
            guard key.isTombstone || record.modRevision == key.main || record.modRevision == 0
            else {
                throw .damaged(
                    page: cursor.page,
                    "the record of revision \(key.main) says revision \(record.modRevision)"
                )
            }
            guard key.main <= last else { continue }
            try index.add(
                record.key,
                record: element.offset,
                isDeletion: key.isTombstone,
                in: bytes
            )
        }
        let current = max(Revision(newest), compacted, 1)
        if let revision, revision > current {
            throw SnapshotError(
                .futureRevision,
                "revision \(revision) is not in the file; \(current) is the newest",
                hint: "take a newer snapshot, or leave the revision out"
            )
        }
        return try KeySpace(
            revision: revision ?? current,
            currentRevision: current,
            compactRevision: compacted,
            recordCount: recordCount,
            records: SnapshotRecords(file: self, offsets: index.finish(in: bytes)),
            pages: visited
        )
    }
}
