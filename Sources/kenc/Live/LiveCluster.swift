import EtcdModel

/// A live etcd as the commands see it, whatever speaks to it.
protocol LiveCluster: RewritableStore, WatchableStore {
    /// The endpoints, for people.
    var name: String { get }

    /// How many calls found their endpoint unable to answer, and were made again or found out.
    var unansweredCalls: Int { get }

    /// A new walk, and how much of the store it covers.
    func reading() async throws -> LiveReading

    /// A new walk over other keys, over the same connection.
    func entries(_ wanted: WantedKeys) async throws -> any EntryStore

    /// How the cluster feels.
    func checkup() async throws -> ClusterCheckup

    /// Saves one member's database.
    func saveSnapshot(
        to target: SnapshotTarget,
        progress: @Sendable @escaping (_ written: Int64, _ expected: Int64) -> Void,
    ) async throws -> SavedSnapshot
}

/// A walk over a live etcd.
struct LiveReading {
    let entries: any EntryStore
    /// How much of the store it covers.
    let reach: WantedKeys.Reach
}

/// Where a backup goes.
enum SnapshotTarget {
    case file(String, replaces: Bool)
    case standardOutput
}

/// A backup that was saved, its hash compared.
struct SavedSnapshot: Encodable {
    let file: String
    let bytes: Int64
    /// Of the database: etcd puts it behind it, as the file's last 32 bytes.
    let sha256: String
    /// Of the whole file, as `sha256sum` prints it.
    let fileSHA256: String
    let endpoint: String
}

/// What to know of a cluster before writing to it.
struct ClusterCheckup: Sendable {
    struct Problem: Sendable {
        let message: String
        let hint: String
        /// Whether writing is impossible, not only unwise.
        var isFatal = false
    }

    /// In hexadecimal; empty when no member told.
    var clusterID: String
    /// One phrase for each member.
    var members: [String]
    var problems: [Problem]
    /// The largest database of a member, in bytes.
    var databaseBytes: Int64
    /// The fewest bytes that a member's database has free inside.
    var freeBytes: Int64
    /// The smallest quota of a member; nil where etcd does not tell (before 3.6).
    var quota: Int64?

    /// What etcd takes unless it is told otherwise.
    static let defaultQuota: Int64 = 2 << 30

    /// Room for the rewritten values, which stand beside the old ones until compaction.
    ///
    /// A quarter more than the bytes themselves: pages of a database are not full.
    func growth(values: Int, bytes: Int) -> Int64 {
        let entries = Int64(bytes) + Int64(values) * 256
        return max(0, entries + entries / 4 - max(0, freeBytes))
    }
}
