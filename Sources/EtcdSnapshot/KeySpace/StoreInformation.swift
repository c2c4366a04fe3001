public import EtcdModel

/// What the buckets beside `key` say about a store.
///
/// Integers in these buckets are big-endian, unlike bbolt's own.
public struct StoreInformation: Sendable, Equatable {
    /// Bytes a page.
    public let pageSize: Int
    /// Pages below bbolt's high-water mark, free ones included.
    public let pageCount: Int
    /// The transaction of the meta page that was chosen.
    public let transaction: UInt64
    /// The raft entry that the file reflects (`meta/consistent_index`).
    public private(set) var consistentIndex: UInt64?
    /// The raft term (`meta/term`, since 3.5).
    public private(set) var term: UInt64?
    /// The text of `meta/storageVersion` (since 3.6).
    public private(set) var storageVersion: String?
    /// The text of `cluster/clusterVersion`.
    public private(set) var clusterVersion: String?
    /// The last compaction that was begun, 0 if none was.
    public private(set) var scheduledCompactRevision: Revision = 0
    /// The last compaction that was finished, 0 if none was.
    public private(set) var finishedCompactRevision: Revision = 0
    /// The number of leases.
    public private(set) var leaseCount = 0
    /// The number of members.
    public private(set) var memberCount = 0
    /// The raised alarms.
    public private(set) var alarms: [StoreAlarm] = []
    /// Whether authentication is on; then the file holds password hashes, too.
    public private(set) var isAuthEnabled = false
    /// The names of all buckets.
    public let buckets: [String]

    /// History up to here is gone, except the newest record of each key; 0 if all of it is there.
    public var compactRevision: Revision { max(scheduledCompactRevision, finishedCompactRevision) }

    /// The etcd that wrote the file, as far as its fields tell: `3.6.0`, `3.5` or `3.4 or older`.
    public var versionGuess: String {
        if let storageVersion { return storageVersion }
        return term ?? 0 != 0 ? "3.5" : "3.4 or older"
    }

    init(
        _ directory: BucketDirectory,
        meta: MetaPage,
        layout: PageLayout,
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) {
        pageSize = layout.pageSize
        pageCount = layout.highWater
        transaction = meta.transaction
        buckets = directory.names.map { String(decoding: $0, as: UTF8.self) }
        guard directory["meta"] != nil else {
            throw SnapshotError(
                .foreignFormat,
                "a bbolt file without a `meta` bucket: not etcd's",
                remedy: .giveDatabase
            )
        }
        for (name, location) in zip(buckets, directory.locations) where name != "key" {
            var values: [String: Range<Int>] = [:]
            var alarms: [StoreAlarm] = []
            let wanted = Self.wanted[name, default: []]
            let count = try walkBucket(location, layout: layout, in: bytes, visited: &visited) {
                guard $0.count <= 32 else { return }
                if name == "alarm" { alarms.append(StoreAlarm(in: bytes, at: $0)) }
                let key = String(decoding: $0.map { bytes[$0] }, as: UTF8.self)
                if wanted.contains(key) { values[key] = $1 }
            }
            try take(name, count, values, in: bytes)
            self.alarms += alarms
        }
    }

    private static let wanted: [String: Set<String>] = [
        "meta": [
            "consistent_index", "term", "storageVersion", "scheduledCompactRev",
            "finishedCompactRev",
        ],
        "cluster": ["clusterVersion"],
        "auth": ["authEnabled"],
    ]

    private mutating func take(
        _ bucket: String,
        _ count: Int,
        _ values: [String: Range<Int>],
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        switch bucket {
        case "lease": leaseCount = count
        case "members": memberCount = count
        case "auth":
            isAuthEnabled =
                values["authEnabled"].map { $0.count == 1 && bytes[$0.lowerBound] == 1 }
                ?? false
        case "cluster":
            clusterVersion = Self.text(values["clusterVersion"], in: bytes)
        case "meta":
            consistentIndex = Self.number(values["consistent_index"], in: bytes)
            term = Self.number(values["term"], in: bytes)
            storageVersion = Self.text(values["storageVersion"], in: bytes)
            scheduledCompactRevision = try Self.revision(
                "scheduledCompactRev",
                values,
                in: bytes
            )
            finishedCompactRevision = try Self.revision("finishedCompactRev", values, in: bytes)
        default: break
        }
    }

    private static func number(_ range: Range<Int>?, in bytes: Span<UInt8>) -> UInt64? {
        guard let range, range.count == 8 else { return nil }
        return bytes.bigEndian64(at: range.lowerBound)
    }

    /// Short printable text, or nil: it is shown to people.
    private static func text(_ range: Range<Int>?, in bytes: Span<UInt8>) -> String? {
        guard let range, (1...32).contains(range.count),
            range.allSatisfy({ (0x21...0x7E).contains(bytes[$0]) })
        else { return nil }
        return String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    private static func revision(
        _ name: String,
        _ values: [String: Range<Int>],
        in bytes: Span<UInt8>
    ) throws(SnapshotError) -> Revision {
        guard let range = values[name] else { return 0 }
        guard let key = RevisionKey(in: bytes, at: range), !key.isTombstone else {
            throw .damaged("meta/\(name) is not a revision")
        }
        return Revision(key.main)
    }
}
