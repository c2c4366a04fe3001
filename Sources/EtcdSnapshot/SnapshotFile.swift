internal import EtcdModel

/// An etcd database file (bbolt format 2, etcd 3.4 to 3.7): what `etcdctl snapshot save` writes, or
/// a copy of a member's `member/snap/db`; also a zip archive of one, as k3s and RKE2 make it, which is
/// unpacked into memory.
///
/// The file is mapped read-only and never written to. All values stay in the mapping; whoever reads
/// gets spans over it for the time of a closure. One instance serves any number of threads.
public final class SnapshotFile: Sendable {
    /// The path as it was given.
    public let path: String
    /// What the small buckets beside the keys say.
    public let information: StoreInformation

    let mapping: MappedFile
    let layout: PageLayout
    let meta: MetaPage
    let keyBucket: BucketLocation
    /// The pages of all buckets but `key`.
    let otherPages: PageSet
    /// The bytes before the trailer.
    let bodyCount: Int

    /// SHA-256, as long as the trailer.
    static let trailerByteCount = 32

    /// Opens and maps the file at `path`, and checks everything but the `key` bucket.
    ///
    /// - Throws: `SnapshotError` if the file is not a database, is cut short, or its pages break the
    ///   rules of the format.
    public convenience init(path: String) throws(SnapshotError) {
        do throws(SnapshotError) {
            try self.init(path: path, mapping: MappedFile.unpacked(path: path))
        } catch {
            throw error.inFile(path)
        }
    }

    /// Opens a file that is not in its place yet, and is to be called `name`.
    convenience init(unpublished path: String, name: String) throws(SnapshotError) {
        do throws(SnapshotError) {
            try self.init(path: name, mapping: MappedFile(path: path, looksAtLock: false))
        } catch {
            throw error.inFile(name)
        }
    }

    private init(path: String, mapping: MappedFile) throws(SnapshotError) {
        self.path = path
        self.mapping = mapping
        let hasTrailer = mapping.count % 512 == Self.trailerByteCount
        let bodyCount = hasTrailer ? mapping.count - Self.trailerByteCount : mapping.count
        self.bodyCount = bodyCount
        let content = try mapping.withBytes(0..<bodyCount) { bytes throws(SnapshotError) in
            try Content(in: bytes)
        }
        guard !mapping.isLost else { throw Self.lost }
        meta = content.meta
        layout = content.layout
        keyBucket = content.keyBucket
        otherPages = content.pages
        information = content.information
    }

    /// Whether the file ends with the hash that etcd's server computes for a snapshot.
    ///
    /// A copy of `member/snap/db` has none: unless etcd was stopped or the file system made the copy
    /// at one instant, nothing proves that it is whole, and it should be called best effort.
    public var hasTrailer: Bool { bodyCount != mapping.count }

    /// Whether another process held etcd's lock on the file when it was opened: the database is live.
    public var isHeldByAnotherProcess: Bool { mapping.isHeldByAnotherProcess }

    /// Whether the file was written to since it was opened.
    public var hasChangedSinceOpening: Bool { mapping.hasChanged }

    /// The length of the file in bytes, with the trailer.
    public var byteCount: Int { mapping.count }

    /// Lends the bytes before the trailer.
    func withBody<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try mapping.withBytes(0..<bodyCount, body)
    }

    /// Throws if bytes were missing while they were read.
    func checkNotLost() throws(SnapshotError) {
        guard !mapping.isLost else { throw Self.lost.inFile(path) }
    }

    static var lost: SnapshotError {
        SnapshotError(
            .changedWhileReading,
            "the file lost bytes while it was read",
            hint: "it was cut short, or its disk failed; read a copy that nobody writes to"
        )
    }

    /// What opening finds.
    private struct Content {
        let meta: MetaPage
        let layout: PageLayout
        let keyBucket: BucketLocation
        var pages: PageSet
        let information: StoreInformation

        init(in bytes: Span<UInt8>) throws(SnapshotError) {
            meta = try MetaPage.choose(in: bytes)
            layout = try PageLayout(meta, byteCount: bytes.count)
            guard bytes.count % 512 == 0 else {
                throw SnapshotError(
                    .truncated,
                    "\(bytes.count) bytes is the length of neither a snapshot nor a database",
                    hint: "the copy or download stopped early; take the snapshot again"
                )
            }
            pages = PageSet(bound: layout.highWater)
            let directory = try BucketDirectory(
                root: meta.root,
                layout: layout,
                in: bytes,
                visited: &pages
            )
            guard let keys = directory["key"] else {
                throw SnapshotError(
                    .foreignFormat,
                    "a bbolt file without a `key` bucket: not etcd's",
                    remedy: .giveDatabase
                )
            }
            keyBucket = keys
            information = try StoreInformation(
                directory,
                meta: meta,
                layout: layout,
                in: bytes,
                visited: &pages
            )
        }
    }
}
