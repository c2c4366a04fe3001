internal import CLibCrypto
internal import KeyMaterial

/// The one-time authenticator Poly1305 (RFC 8439, section 2.5) by OpenSSL.
@safe
struct Poly1305: ~Copyable {
    static let tagCount = 16
    static let keyCount = 32

    private let context: OpaquePointer

    init() throws(CryptoLibraryError) {
        let mac = unsafe EVP_MAC_fetch(nil, "POLY1305", nil)
        defer { unsafe EVP_MAC_free(mac) }
        guard let context = unsafe EVP_MAC_CTX_new(mac) else {
            throw CryptoLibraryError.current(in: "EVP_MAC_CTX_new")
        }
        unsafe self.context = unsafe context
    }

    deinit {
        unsafe EVP_MAC_CTX_free(context)
    }

    /// The tag of `bytes` under a key that must never be used twice; nil if OpenSSL fails.
    @inline(__always)
    func tag(of bytes: Span<UInt8>, key: Span<UInt8>) -> SIMD2<UInt64>? {
        precondition(key.count == Self.keyCount)
        var tag = SIMD2<UInt64>()
        let done = unsafe key.withUnsafeBufferPointer { key in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                unsafe withUnsafeMutableBytes(of: &tag) { tag in
                    unsafe EVP_MAC_init(context, key.baseAddress, key.count, nil) == 1
                        && (bytes.isEmpty
                            || EVP_MAC_update(context, bytes.baseAddress, bytes.count) == 1)
                        && EVP_MAC_final(
                            context,
                            tag.baseAddress?.assumingMemoryBound(to: UInt8.self),
                            nil,
                            Self.tagCount
                        ) == 1
                }
            }
        }
        return done ? tag : nil
    }
}
