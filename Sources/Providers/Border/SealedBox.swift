internal import CLibSodium
internal import KeyMaterial

/// Boxes of libsodium: for a key that both sides know (`crypto_secretbox_easy`), and for the holder of
/// a secret key alone (`crypto_box_seal`).
enum SealedBox {
    static let keyCount = 32
    private static let nonceCount = 24
    private static let secretOverhead = 16 + nonceCount
    private static let publicOverhead = 48

    /// Nonce, tag and ciphertext under a key of 32 bytes; nil if the library fails.
    static func seal(_ text: Span<UInt8>, under key: SecretKey) -> [UInt8]? {
        guard key.count == keyCount, sodium_init() >= 0 else { return nil }
        var box = [UInt8](repeating: 0, count: text.count + secretOverhead)
        let done = unsafe box.withUnsafeMutableBufferPointer { box in
            unsafe randombytes_buf(box.baseAddress.unsafelyUnwrapped, nonceCount)
            return key.withBytes { key in
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe text.withUnsafeBufferPointer { text in
                        unsafe crypto_secretbox_easy(
                            box.baseAddress.unsafelyUnwrapped + nonceCount,
                            text.baseAddress,
                            UInt64(text.count),
                            box.baseAddress.unsafelyUnwrapped,
                            key.baseAddress.unsafelyUnwrapped
                        )
                    }
                }
            }
        }
        return done == 0 ? box : nil
    }

    /// What ``seal(_:under:)`` sealed; nil where the key is another one, or a byte was changed.
    static func open(_ box: Span<UInt8>, under key: SecretKey) -> SecretKey? {
        let count = box.count - secretOverhead
        guard key.count == keyCount, count >= 0, sodium_init() >= 0 else { return nil }
        return unsafe secret(of: count) { text in
            key.withBytes { key in
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe box.withUnsafeBufferPointer { box in
                        unsafe crypto_secretbox_open_easy(
                            text,
                            box.baseAddress.unsafelyUnwrapped + nonceCount,
                            UInt64(box.count - nonceCount),
                            box.baseAddress.unsafelyUnwrapped,
                            key.baseAddress.unsafelyUnwrapped
                        )
                    }
                }
            }
        }
    }

    /// What only the holder of the secret key to a public key of 32 bytes can open.
    static func seal(_ text: Span<UInt8>, to publicKey: [UInt8]) -> [UInt8]? {
        guard publicKey.count == keyCount, sodium_init() >= 0 else { return nil }
        var box = [UInt8](repeating: 0, count: text.count + publicOverhead)
        let done = unsafe text.withUnsafeBufferPointer { text in
            unsafe crypto_box_seal(&box, text.baseAddress, UInt64(text.count), publicKey)
        }
        return done == 0 ? box : nil
    }

    /// What ``seal(_:to:)`` sealed to the public key of `key`.
    static func open(_ box: Span<UInt8>, with key: SecretKey) -> SecretKey? {
        let count = box.count - publicOverhead
        guard count >= 0, let publicKey = publicKey(of: key) else { return nil }
        return unsafe secret(of: count) { text in
            key.withBytes { key in
                unsafe key.withUnsafeBufferPointer { key in
                    unsafe box.withUnsafeBufferPointer { box in
                        unsafe crypto_box_seal_open(
                            text,
                            box.baseAddress.unsafelyUnwrapped,
                            UInt64(box.count),
                            publicKey,
                            key.baseAddress.unsafelyUnwrapped
                        )
                    }
                }
            }
        }
    }

    /// The public key to a secret one of 32 bytes (X25519).
    static func publicKey(of key: SecretKey) -> [UInt8]? {
        guard key.count == keyCount, sodium_init() >= 0 else { return nil }
        var publicKey = [UInt8](repeating: 0, count: keyCount)
        let done = key.withBytes { key in
            unsafe key.withUnsafeBufferPointer { key in
                unsafe crypto_scalarmult_base(&publicKey, key.baseAddress.unsafelyUnwrapped)
            }
        }
        return done == 0 ? publicKey : nil
    }

    /// What `body` writes into memory that is wiped; nil where it does not return 0.
    private static func secret(
        of count: Int,
        _ body: (UnsafeMutablePointer<UInt8>) -> Int32,
    ) -> SecretKey? {
        var text = [UInt8](repeating: 0, count: max(1, count))
        defer { wipe(&text) }
        let done = unsafe text.withUnsafeMutableBufferPointer { text in
            unsafe body(text.baseAddress.unsafelyUnwrapped)
        }
        return done == 0 ? SecretKey(copying: text.span.extracting(..<count)) : nil
    }
}
