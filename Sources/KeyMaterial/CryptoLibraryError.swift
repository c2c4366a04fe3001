internal import CLibCrypto

/// OpenSSL or libsodium refused a call that only fails for want of memory, randomness or a provider.
public struct CryptoLibraryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The function that failed.
    public let function: String
    /// The oldest code in OpenSSL's error queue of this thread; 0 for none.
    public let code: UInt

    /// What failed and OpenSSL's code for `openssl errstr`.
    public var description: String {
        guard code != 0 else { return "\(function) failed" }
        return "OpenSSL's \(function) failed (see 'openssl errstr \(String(code, radix: 16))')"
    }

    package init(function: String, code: UInt) {
        self.function = function
        self.code = code
    }

    /// Takes the oldest error of this thread's queue and empties the queue.
    package static func current(in function: String) -> CryptoLibraryError {
        let code = ERR_get_error()
        ERR_clear_error()
        return CryptoLibraryError(function: function, code: UInt(code))
    }
}
