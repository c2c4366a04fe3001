public import EtcdModel
internal import WireFormats

/// What a file says of a record besides what etcd itself tells of a key.
public struct RecordPlace: Sendable, Equatable {
    /// The place of the change inside its transaction, from 0.
    public let subRevision: Int64
    /// Whether the record says that the key was deleted; it then has no value, and of its facts
    /// only the revision.
    public let isTombstone: Bool
    /// The bbolt page on which the record lies.
    public let page: PageID
}

/// Records of a file, in an order: eight bytes for each, everything else stays in the file.
public struct SnapshotRecords: Sendable {
    let file: SnapshotFile
    /// Where the leaf elements of the records are.
    let offsets: [UInt64]

    /// How many.
    public var count: Int { offsets.count }

    /// Lends key and value of each record in `range`, tombstones too, and says the rest.
    ///
    /// Ranges may be walked by several threads at once. A body that keeps results has to drop them
    /// when this throws: what was lent from a file that is being cut is zeros.
    ///
    /// - Throws: what `body` throws; `SnapshotError` if the file changed under the reader.
    public func forEachRecord(
        in range: Range<Int>,
        _ body: (
            _ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts, _ place: RecordPlace
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
                try body(
                    bytes.extracting(record.key),
                    bytes.extracting(record.value),
                    EntryFacts(
                        createRevision: Revision(record.createRevision),
                        modRevision: Revision(revision.main),
                        version: record.version,
                        lease: LeaseID(record.lease),
                    ),
                    RecordPlace(
                        subRevision: revision.sub,
                        isTombstone: revision.isTombstone,
                        page: PageID(file.layout.page(at: offset)),
                    ),
                )
            }
        }
        try file.checkNotLost()
    }

    /// Lends key, value and facts of each record in `range` that is no tombstone.
    public func forEach(
        in range: Range<Int>,
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws {
        try forEachRecord(in: range) { key, value, entry, place in
            if !place.isTombstone { try body(key, value, entry) }
        }
    }

    /// Lends every one that is no tombstone.
    public func forEach(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws {
        try forEach(in: 0..<count, body)
    }
}
