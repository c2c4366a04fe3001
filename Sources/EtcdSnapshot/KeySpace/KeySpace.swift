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
    /// A large file is walked by two threads.
    ///
    /// - Throws: `SnapshotError`: `compacted` or `futureRevision` if the file cannot show that
    ///   revision; `damaged` with the page where the tree or a record is broken.
    public func keySpace(at revision: Revision? = nil) throws(SnapshotError) -> KeySpace {
        // Below that, a thread costs more than it saves.
        try keySpace(at: revision, splitFromPage: 4096)
    }

    /// As ``keySpace(at:)``.
    ///
    /// - Parameters:
    ///   - revision: What is shown.
    ///   - pages: A file with so many pages is walked by two threads.
    /// - Returns: The keys.
    /// - Throws: `SnapshotError`.
    package func keySpace(
        at revision: Revision? = nil,
        splitFromPage pages: Int,
    ) throws(SnapshotError) -> KeySpace {
        do throws(SnapshotError) {
            let keySpace = try withBody { bytes throws(SnapshotError) in
                try buildKeySpace(at: revision, isSplit: layout.highWater >= pages, in: bytes)
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
        isSplit: Bool,
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
        let split = isSplit ? splitWalk(to: last) : nil
        let (walk, index) =
            if let split {
                split
            } else {
                try indexedWalk(
                    BucketCursor(keyBucket, layout: layout),
                    KeyHash(),
                    to: last,
                    in: bytes
                )
            }
        let current = max(Revision(walk.newest), compacted, 1)
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
            recordCount: walk.recordCount,
            records: SnapshotRecords(file: self, offsets: index.finish(in: bytes)),
            pages: walk.visited
        )
    }
}
