public import DurableFiles

/// Writes an etcd database file as `etcdctl snapshot save` does, from elements in order.
///
/// Pages are full, none is free, and whatever is not in use is zero. Memory does not grow with the
/// file but for one key of each open page.
///
/// ```swift
/// let writer = try DatabaseWriter(WholeFile(path: "new.db"), pageSize: 4096)
/// try writer.add(key.span, value.span)
/// try writer.endBucket("key")
/// let hash = try writer.finish(transaction: 8)
/// ```
public final class DatabaseWriter {
    private struct Bucket {
        let name: [UInt8]
        let header: [UInt8]
    }

    private let file: WholeFile
    private let pages: PageFile
    private var tree: TreeWriter
    private var buckets: [Bucket] = []

    /// Begins a file.
    ///
    /// - Parameters:
    ///   - file: Where the pages go; it must be able to be read back, so no pipe.
    ///   - pageSize: A power of two from 1024; etcd takes that of the machine it runs on.
    /// - Throws: `FileFailure`.
    public init(_ file: WholeFile, pageSize: Int) throws(FileFailure) {
        self.file = file
        pages = try PageFile(file, pageSize: pageSize)
        tree = TreeWriter(pages)
    }

    /// Adds an element to the bucket that is being written.
    ///
    /// - Throws: `FileFailure`; ``SnapshotError`` for a key that does not lie behind the one before.
    public func add(_ key: Span<UInt8>, _ value: Span<UInt8>) throws {
        try tree.add(key, value)
    }

    /// Adds a record with another value to the bucket that is being written.
    func add(
        _ key: Span<UInt8>,
        _ record: RewrittenRecord,
        of bytes: Span<UInt8>,
        value: Span<UInt8>,
    ) throws {
        try tree.add(key, valueCount: record.byteCount(value.count)) { data in
            record.append(to: &data, of: bytes, value: value)
        }
    }

    /// Adds a bucket inside the bucket that is being written, from what `fill` adds to it.
    func addBucket(
        _ key: Span<UInt8>,
        sequence: UInt64,
        _ fill: () throws -> Void,
    ) throws {
        let outer = tree
        tree = TreeWriter(pages)
        try fill()
        let root = try tree.finish()
        tree = outer
        try tree.add(key, Self.header(root, sequence).span, isBucket: true)
    }

    /// Ends the bucket that is being written, and begins the next.
    ///
    /// - Parameters:
    ///   - name: What etcd finds it by; no two have the same.
    ///   - sequence: bbolt's counter for the bucket; etcd has no use for it.
    /// - Throws: `FileFailure`.
    public func endBucket(_ name: [UInt8], sequence: UInt64 = 0) throws(FileFailure) {
        let root = try tree.finish()
        buckets.append(Bucket(name: name, header: Self.header(root, sequence)))
        tree = TreeWriter(pages)
    }

    /// Writes the names of the buckets, both meta pages, and the hash at the end.
    ///
    /// The file is not in its place yet: `WholeFile/finish()` puts it there.
    ///
    /// - Parameter transaction: A number from 1, which etcd counts on from.
    /// - Returns: the SHA-256 of everything before the hash.
    /// - Throws: `FileFailure`; ``SnapshotError`` if what was written cannot be read back.
    public func finish(transaction: UInt64) throws -> [UInt8] {
        _ = try finishPages(transaction: transaction)
        let hash = try pages.hash()
        try file.write(hash)
        return hash
    }

    /// Writes all pages; the hash of them is left to the caller.
    ///
    /// - Returns: How many bytes they have.
    func finishPages(transaction: UInt64) throws -> Int {
        buckets.sort { $0.name.lexicographicallyPrecedes($1.name) }
        for bucket in buckets {
            try tree.add(bucket.name.span, bucket.header.span, isBucket: true)
        }
        try pages.finishPages(root: tree.finish(), transaction: max(1, transaction))
        return pages.byteCount
    }

    /// *Root page u64, sequence u64*: what a bucket is in its parent.
    private static func header(_ root: UInt64, _ sequence: UInt64) -> [UInt8] {
        var header: [UInt8] = []
        header.append(littleEndian: root)
        header.append(littleEndian: sequence)
        return header
    }
}
