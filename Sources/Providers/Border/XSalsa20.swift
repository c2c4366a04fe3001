internal import CLibSodium
internal import KeyMaterial

/// The stream cipher XSalsa20 by libsodium, under one key.
@safe
struct XSalsa20: ~Copyable {
    static let nonceCount = 24

    private let key: SecretKey

    /// Takes a key of 32 bytes; nil for another length, or if libsodium cannot start.
    init?(key: SecretKey) {
        guard key.count == crypto_stream_xsalsa20_KEYBYTES, sodium_init() >= 0 else { return nil }
        self.key = key
    }

    /// Turns the whole of `bytes` into itself xor the stream, from the stream's first byte on.
    @inline(__always)
    func apply(nonce: Span<UInt8>, in bytes: inout MutableSpan<UInt8>, range: Range<Int>) {
        precondition(nonce.count == Self.nonceCount)
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        key.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe nonce.withUnsafeBufferPointer { nonce in
                    unsafe bytes.withUnsafeMutableBufferPointer { bytes in
                        let start = unsafe bytes.baseAddress.unsafelyUnwrapped + range.lowerBound
                        // The three pointers are never null, and the call cannot fail.
                        _ = unsafe crypto_stream_xsalsa20_xor(
                            start,
                            start,
                            UInt64(range.count),
                            nonce.baseAddress.unsafelyUnwrapped,
                            key.baseAddress.unsafelyUnwrapped
                        )
                    }
                }
            }
        }
    }
}
