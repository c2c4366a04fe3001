/// What the judge does with a stale value.
public enum StaleTreatment: Sendable {
    /// Counts it.
    case count
    /// Seals it, opens the new bytes again and compares: all that a rotation does but sending.
    case proveRewrite
}

/// New bytes for a value did not open to what they were sealed from.
///
/// Nothing of that kind may ever be written, so the whole job ends.
public struct RewriteNotProven: Error, CustomStringConvertible {
    /// The etcd key.
    public let key: [UInt8]

    /// Names the key.
    public init(key: [UInt8]) { self.key = key }

    /// Names the key.
    public var description: String {
        "the new bytes for \(String(decoding: key, as: UTF8.self)) did not open to the same "
            + "plaintext"
    }
}
