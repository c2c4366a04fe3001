/// The largest request that etcd takes, and what a compare-and-swap needs of it.
public struct RequestLimit: Sendable, Hashable {
    /// Bytes, as etcd's `--max-request-bytes` has them.
    public let bytes: Int

    /// What etcd takes unless it is told otherwise: 1.5 MiB.
    public static let etcdDefault = RequestLimit(bytes: 1_572_864)

    /// What a transaction holds beside its value and three times its key: tags, lengths, revision
    /// and the header that etcd adds, with room for the name of a user.
    private static let frame = 160

    /// Takes the server's `--max-request-bytes`.
    public init(bytes: Int) {
        self.bytes = bytes
    }

    /// How many bytes a value may have for its compare-and-swap to fit, beside a key of so many.
    public func largestValue(keyBytes: Int) -> Int { bytes - 3 * keyBytes - Self.frame }
}
