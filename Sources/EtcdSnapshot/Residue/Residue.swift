public import EtcdModel

/// A copy of a record, or of a part of it, in bytes that no bucket uses any more.
public struct ResidueFinding: Sendable, Equatable {
    /// How much of the record is there.
    public enum Kind: Sendable, Equatable {
        /// Key and value, whole.
        case record
        /// The key, and the value's beginning at most: the rest was overwritten.
        case cutRecord
        /// The head of a stored value (`k8s:enc:` or `k8s` and a zero byte) whose key is gone; how
        /// long the value was is not known, and the span lent ends with the bytes that are free.
        case bareValue
        /// A part from the middle or the end of a value, without head and key.
        case fragment
    }

    /// Where the bytes are.
    public enum Place: Sendable, Equatable {
        /// In pages that no tree reaches.
        case freePage
        /// Behind the last element of a page in use.
        case slack
    }

    /// How much is there.
    public let kind: Kind
    /// Where it is.
    public let place: Place
    /// The bbolt page on which the value begins, or the key if there is no value.
    public let page: PageID
    /// The revision, where it can be read.
    public let modRevision: Revision?
    /// Whether the record says that the key was deleted; then there is no value.
    public let isTombstone: Bool
}

/// What a search for residue went through.
public struct ResidueSummary: Sendable, Equatable {
    /// Pages that no tree reaches, those behind the high-water mark included.
    public internal(set) var freePageCount = 0
    /// Those of them that still begin with the header of the node they were.
    public internal(set) var oldNodeCount = 0
    /// Those of them that belong to no such node, and were searched byte by byte.
    public internal(set) var orphanedPageCount = 0
    /// The findings.
    public internal(set) var findingCount = 0

    /// Nothing searched yet.
    public init() {}
}

extension KeySpace {
    /// Finds what is left of records in free pages and behind the last element of pages in use.
    ///
    /// bbolt does not clear the pages it frees, and a snapshot copies them. An old leaf page whose
    /// header is intact is read element by element, as far as its pages were not used again; all
    /// other free bytes are searched for records of keys that begin with `/`, and for the heads of
    /// stored values. Each copy is found once. What remains invisible: the end of a plaintext whose
    /// head and header were both overwritten. Only defragmenting clears it all.
    ///
    /// - Parameter body: gets the etcd key (empty if unknown), the value or what is left of it, and
    ///   what was found.
    /// - Returns: how much was searched.
    /// - Throws: what `body` throws; `SnapshotError` if the file changed under the reader.
    public func residue(
        _ body: (
            _ key: Span<UInt8>, _ value: Span<UInt8>, _ finding: ResidueFinding
        ) throws -> Void
    ) throws -> ResidueSummary {
        let file = records.file
        let summary = try file.withBody { bytes in
            var summary = ResidueSummary()
            let map = FreePageMap(used: pages, layout: file.layout, in: bytes)
            summary.freePageCount = map.freePageCount
            summary.oldNodeCount = map.nodes.count
            summary.orphanedPageCount = map.orphanedPageCount
            func report(_ copy: RecordCopy, _ place: ResidueFinding.Place) throws {
                summary.findingCount += 1
                let start = copy.value.isEmpty ? copy.key.lowerBound : copy.value.lowerBound
                try body(
                    bytes.extracting(copy.key),
                    bytes.extracting(copy.value),
                    ResidueFinding(
                        kind: copy.kind,
                        place: place,
                        page: PageID(file.layout.page(at: start)),
                        modRevision: copy.modRevision.map(Revision.init(_:)),
                        isTombstone: copy.isTombstone
                    )
                )
            }
            for node in map.nodes {
                let old = OldNode(node, runs: map.runs(of: node), layout: file.layout)
                try old.copies(in: bytes) { try report($0, .freePage) }
            }
            for run in map.orphans {
                try RawScan(run).copies(in: bytes) { try report($0, .freePage) }
            }
            try forEachSlack(of: pages, layout: file.layout, in: bytes) { range in
                try RawScan(range).copies(in: bytes) { try report($0, .slack) }
            }
            return summary
        }
        try file.checkNotLost()
        return summary
    }
}

/// What is left of one record: ranges of the file.
struct RecordCopy {
    var kind: ResidueFinding.Kind
    var key = 0..<0
    var value = 0..<0
    var modRevision: Int64?
    var isTombstone = false

    /// Whether nothing is left of it.
    var isEmpty: Bool { key.isEmpty && value.isEmpty }
}
