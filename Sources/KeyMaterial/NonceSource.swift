/// Where the random bytes of a sealed value come from.
///
/// A source belongs to one session and so to one thread at a time.
public protocol NonceSource: AnyObject {
    /// Fills `nonce` with bytes that were never given out before.
    func fill(_ nonce: inout MutableSpan<UInt8>) throws(NonceError)
}

/// The operating system's generator could not be read.
///
/// Nothing was sealed.
public struct NonceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Says what failed.
    public var description: String {
        "no random bytes from the operating system's generator, so nothing was sealed"
    }

    /// Makes the error.
    public init() {}
}
