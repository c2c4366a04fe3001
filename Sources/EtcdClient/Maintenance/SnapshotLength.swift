#if Etcd

/// Holds a snapshot to the length that its member told, so that the stream ends.
///
/// Each message says how many bytes of the database come after it: with what came, that is always the
/// same sum. The hash behind the database is not counted.
struct SnapshotLength {
    /// Far beyond any etcd: its makers advise 8 GiB.
    private static let limit: Int64 = 1 << 40
    private static let hashBytes: UInt64 = 32

    private let link: Link
    private let told: Int64
    private var total: UInt64?
    private var taken: UInt64 = 0

    /// Takes the size that the member's status says.
    init(told: Int64, _ link: Link) throws(EtcdError) {
        guard 1...Self.limit ~= told else {
            throw ClusterRecord.contradiction(
                link.endpoint,
                "says that its database has \(told) bytes"
            )
        }
        self.told = told
        self.link = link
    }

    /// The database may grow between its status and its snapshot.
    private var most: UInt64 { UInt64(told) + UInt64(told) / 4 + 64 << 20 }

    /// Takes a message.
    mutating func take(_ count: Int, remaining: UInt64) throws(EtcdError) {
        taken += UInt64(count)
        guard remaining <= most, taken <= most + Self.hashBytes else {
            throw ClusterRecord.contradiction(
                link.endpoint,
                "sent \(taken) bytes of a snapshot and says that \(remaining) more come, of a "
                    + "database of \(told)"
            )
        }
        let total = total ?? taken + remaining
        self.total = total
        guard remaining == 0 ? taken <= total + Self.hashBytes : taken + remaining == total else {
            throw ClusterRecord.contradiction(
                link.endpoint,
                "began a snapshot of \(total) bytes, sent \(taken), and says that \(remaining) more "
                    + "come"
            )
        }
    }
}

#endif
