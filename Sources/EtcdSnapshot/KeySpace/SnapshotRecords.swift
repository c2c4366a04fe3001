/// What is said of a record beside its key and its value.
public struct SnapshotEntry: Sendable, Equatable {
    /// The revision in which the key came to be; 0 in a tombstone.
    public let createRevision: Int64
    /// The revision of the record.
    public let modRevision: Int64
    /// The place of the change inside its transaction, from 0.
    public let subRevision: Int64
    /// The number of changes since the key came to be; 0 in a tombstone.
    public let version: Int64
    /// The lease, or 0.
    public let lease: Int64
    /// Whether the record says that the key was deleted.
    public let isTombstone: Bool
    /// The bbolt page on which the record lies.
    public let page: UInt64
}

/// Records of a file, in an order: eight bytes for each, everything else stays in the file.
public struct SnapshotRecords: Sendable {
    let file: SnapshotFile
    /// Where the leaf elements of the records are.
    let offsets: [UInt64]

    /// How many.
    public var count: Int { offsets.count }

    /// Lends key and value of each record in `range`, and says the rest.
    ///
    /// Ranges may be walked by several threads at once. A body that keeps results has to drop them
    /// when this throws: what was lent from a file that is being cut is zeros.
    ///
    /// - Throws: what `body` throws; `SnapshotError` if the file changed under the reader.
    public func forEach(
        in range: Range<Int>,
        _ body: (
            _ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: SnapshotEntry
        ) throws -> Void
    ) throws {
        try file.withBody { bytes in
            for index in range {
                let offset = Int(offsets[index])
                bytes.prefetchRecords(offsets, behind: index)
                guard let element = LeafElement(in: bytes, at: offset),
                    let revision = RevisionKey(in: bytes, at: element.key),
                    let record = KeyValueRecord(in: bytes, at: element.value)
                else {
                    try file.checkNotLost()
                    throw SnapshotError(
                        .changedWhileReading,
                        page: file.layout.page(at: offset),
                        "the file changed while it was read",
                        hint: "take a snapshot with `etcdctl snapshot save` and read that"
                    ).inFile(file.path)
                }
                let entry = SnapshotEntry(
                    createRevision: record.createRevision,
                    modRevision: revision.main,
                    subRevision: revision.sub,
                    version: record.version,
                    lease: record.lease,
                    isTombstone: revision.isTombstone,
                    page: UInt64(file.layout.page(at: offset))
                )
                try body(bytes.extracting(record.key), bytes.extracting(record.value), entry)
            }
        }
        try file.checkNotLost()
    }

    /// Lends key and value of every record.
    public func forEach(
        _ body: (
            _ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: SnapshotEntry
        ) throws -> Void
    ) throws {
        try forEach(in: 0..<count, body)
    }
}
