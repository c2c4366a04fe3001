internal import CLibCrypto

/// SHA-256 (FIPS 180-4), in one call or piece by piece.
@safe
public struct Digest: ~Copyable {
    private let context: OpaquePointer?

    /// Starts an empty digest.
    public init() throws(CryptoLibraryError) {
        let context = unsafe EVP_MD_CTX_new()
        guard unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            unsafe EVP_MD_CTX_free(context)
            throw CryptoLibraryError.current(in: "EVP_DigestInit_ex")
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_MD_CTX_free(context)
    }

    /// Appends bytes.
    public func update(_ bytes: Span<UInt8>) throws(CryptoLibraryError) {
        let done = unsafe bytes.withUnsafeBytes { bytes in
            unsafe EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
        }
        guard done == 1 else { throw CryptoLibraryError.current(in: "EVP_DigestUpdate") }
    }

    /// Ends the digest and returns its 32 bytes.
    public consuming func finish() throws(CryptoLibraryError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 32)
        guard unsafe EVP_DigestFinal_ex(context, &output, nil) == 1 else {
            throw CryptoLibraryError.current(in: "EVP_DigestFinal_ex")
        }
        return output
    }

    /// The 32 bytes of the SHA-256 of `bytes`.
    public static func sha256(_ bytes: Span<UInt8>) throws(CryptoLibraryError) -> [UInt8] {
        let digest = try Digest()
        try digest.update(bytes)
        return try digest.finish()
    }
}
