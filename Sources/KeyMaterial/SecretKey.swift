/// A key that can be kept in lists: a handle on bytes that wipe themselves with the last reference.
///
/// Two keys are equal when their bytes are. The comparison takes the same time wherever keys of one
/// length differ.
public final class SecretKey: Sendable, Equatable, CustomStringConvertible,
    CustomDebugStringConvertible, CustomReflectable
{
    private let bytes: SecretBytes

    /// How many bytes.
    public var count: Int { bytes.count }

    /// Copies `bytes`.
    public init(copying bytes: Span<UInt8>) {
        self.bytes = SecretBytes(copying: bytes)
    }

    /// Lends the bytes.
    public func withBytes<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try bytes.withBytes(body)
    }

    /// Compares in constant time for keys of one length.
    public static func == (left: SecretKey, right: SecretKey) -> Bool {
        left.withBytes { left in right.withBytes { right in equalInConstantTime(left, right) } }
    }

    /// The length, never the bytes.
    public var description: String { "<\(count)-byte key>" }

    /// The length, never the bytes.
    public var debugDescription: String { description }

    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
