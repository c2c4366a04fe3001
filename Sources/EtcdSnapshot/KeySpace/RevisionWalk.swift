internal import Dispatch
internal import Synchronization
internal import WireFormats

/// A walk over revisions of the `key` bucket, all or some.
struct RevisionWalk: Sendable {
    private(set) var cursor: BucketCursor
    /// Pages that some bucket reaches, as far as it has come.
    private(set) var visited: PageSet
    /// The newest revision that it has seen; 1 is the empty store.
    private(set) var newest: Int64 = 1
    /// Records of keys, tombstones too.
    private(set) var recordCount = 0

    /// - Parameters:
    ///   - cursor: Where it begins, and ends.
    ///   - visited: The pages of other buckets.
    init(_ cursor: BucketCursor, visited: PageSet) {
        self.cursor = cursor
        self.visited = visited
    }

    /// Hands over the records up to the revision `last`, and checks those behind it as well.
    @inline(__always)
    mutating func run(
        to last: Int64,
        in bytes: Span<UInt8>,
        _ body: (
            _ key: Range<Int>, _ offset: Int, _ isDeletion: Bool
        ) throws(SnapshotError) -> Void
    ) throws(SnapshotError) {
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
            try body(record.key, element.offset, key.isTombstone)
        }
    }

    /// Goes on with what another walk has seen from the cut on, where this one has ended.
    ///
    /// - Returns: Whether both together are what one would have seen.
    mutating func join(
        _ rest: RevisionWalk,
        at cut: BucketCut,
        otherPages: PageSet,
        in bytes: Span<UInt8>
    ) -> Bool {
        guard cursor.isBefore(cut, in: bytes),
            visited.formUnion(rest.visited, sharing: otherPages, and: cut.pages)
        else { return false }
        newest = max(newest, rest.newest)
        recordCount += rest.recordCount
        return true
    }
}

extension SnapshotFile {
    /// Whether its tree is such that two threads can share it.
    package var isShareable: Bool { splitWalk(to: .max) != nil }

    /// A walk that looks every key up.
    func indexedWalk(
        _ cursor: BucketCursor,
        _ hash: KeyHash,
        to last: Int64,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) -> (walk: RevisionWalk, index: KeyIndex) {
        var walk = RevisionWalk(cursor, visited: otherPages)
        var index = KeyIndex(hash)
        try walk.run(to: last, in: bytes) { key, offset, isDeletion throws(SnapshotError) in
            try index.add(key, record: offset, isDeletion: isDeletion, in: bytes)
        }
        return (walk, index)
    }

    /// The walk of two threads, each over a part of the tree.
    ///
    /// Nil where there is nothing to split, or anything is not as it should be: one thread that walks
    /// all of it finds what is wrong, and says it as always.
    func splitWalk(to last: Int64) -> (RevisionWalk, KeyIndex)? {
        guard let cut = withBody({ BucketCut(of: keyBucket, layout: layout, in: $0) }) else {
            return nil
        }
        let hash = KeyHash()
        let front = Mutex<(walk: RevisionWalk, index: KeyIndex)?>(nil)
        let rest = Mutex<(walk: RevisionWalk, changes: KeyChanges)?>(nil)
        DispatchQueue.concurrentPerform(iterations: 2) { part in
            try? withBody { bytes throws(SnapshotError) in
                if part == 0 {
                    let cursor = BucketCursor(keyBucket, layout: layout, endingAt: cut)
                    let walked = try indexedWalk(cursor, hash, to: last, in: bytes)
                    front.withLock { $0 = walked }
                } else {
                    var visited = otherPages
                    let cursor = try BucketCursor(
                        layout: layout,
                        beginningAt: cut,
                        in: bytes,
                        visited: &visited
                    )
                    var walk = RevisionWalk(cursor, visited: visited)
                    var changes = KeyChanges()
                    try walk.run(to: last, in: bytes) {
                        key,
                        offset,
                        isDeletion throws(SnapshotError) in
                        changes.add(
                            record: offset,
                            hash: hash(key, in: bytes),
                            isDeletion: isDeletion
                        )
                    }
                    rest.withLock { $0 = (walk, changes) }
                }
            }
        }
        guard var (walk, index) = front.withLock({ $0.take() }),
            let (other, changes) = rest.withLock({ $0.take() })
        else { return nil }
        return try? withBody { bytes throws(SnapshotError) in
            guard walk.join(other, at: cut, otherPages: otherPages, in: bytes) else { return nil }
            try index.add(changes, in: bytes)
            return (walk, index)
        }
    }
}
