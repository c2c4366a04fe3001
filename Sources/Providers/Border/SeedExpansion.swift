internal import CLibCrypto
internal import KeyMaterial

/// Keys from a seed: HKDF-Expand (RFC 5869, section 2.3) with SHA-256, for one block of output.
///
/// The first block is HMAC-SHA-256 over the info and a byte of 1, under the seed: with one block, that
/// is all of it. The seed is hashed once, every key only its info.
@safe
struct SeedExpansion: ~Copyable {
    static let keyCount = 32

    private let context: OpaquePointer

    init(seed: SecretKey) throws(CryptoLibraryError) {
        let mac = unsafe EVP_MAC_fetch(nil, "HMAC", nil)
        defer { unsafe EVP_MAC_free(mac) }
        guard let context = unsafe EVP_MAC_CTX_new(mac) else {
            throw CryptoLibraryError.current(in: "EVP_MAC_CTX_new")
        }
        let done = seed.withBytes { seed in
            unsafe seed.withUnsafeBufferPointer { seed in
                unsafe kenc_hmac_begin_sha256(context, seed.baseAddress, seed.count)
            }
        }
        guard done == 1 else {
            unsafe EVP_MAC_CTX_free(context)
            throw CryptoLibraryError.current(in: "EVP_MAC_init")
        }
        unsafe self.context = unsafe context
    }

    deinit {
        // Wipes what it knows of the seed.
        unsafe EVP_MAC_CTX_free(context)
    }

    /// Writes the key for `info` over the first bytes of `output`; false if OpenSSL fails.
    func expand(_ info: Span<UInt8>, into output: inout MutableSpan<UInt8>) -> Bool {
        precondition(output.count >= Self.keyCount && !info.isEmpty)
        var one: UInt8 = 1
        return unsafe info.withUnsafeBufferPointer { info in
            unsafe output.withUnsafeMutableBufferPointer { output in
                unsafe EVP_MAC_init(context, nil, 0, nil) == 1
                    && EVP_MAC_update(context, info.baseAddress, info.count) == 1
                    && EVP_MAC_update(context, &one, 1) == 1
                    && EVP_MAC_final(context, output.baseAddress, nil, Self.keyCount) == 1
            }
        }
    }
}
