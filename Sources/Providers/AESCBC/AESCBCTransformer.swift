internal import KeyMaterial

/// AES-CBC (NIST SP 800-38A) with PKCS#7 padding under one key, as in Kubernetes: `aes/aes.go`.
///
/// Payload: *IV (16 bytes), ciphertext (a multiple of 16 bytes, at least 16)*. Nothing is
/// authenticated: one wrong key in 256 yields garbage instead of an error.
final class AESCBCTransformer {
    static let blockCount = 16

    private let opening: CipherContext
    private let sealing: CipherContext

    init(key: SecretKey) throws(CryptoLibraryError) {
        let cipher = Cipher.aescbc(keyCount: key.count)
        opening = try CipherContext(cipher, key: key, .open)
        sealing = try CipherContext(cipher, key: key, .seal)
        // Kubernetes accepts padding longer than a block and OpenSSL does not.
        guard opening.disablePadding(), sealing.disablePadding() else {
            throw CryptoLibraryError.current(in: "EVP_CIPHER_CTX_set_params")
        }
        // Any IV will do for opening, but a message has to be started once.
        let iv = InlineArray<16, UInt8>(repeating: 0)
        guard opening.start(iv: iv.span) else {
            throw CryptoLibraryError.current(in: "EVP_CipherInit_ex2")
        }
    }

    /// Opens a payload into `buffer` and returns where the plaintext stands.
    func open(_ payload: Span<UInt8>, into buffer: Uncounted<SecretBuffer>) throws(OpenFailure)
        -> Range<Int>
    {
        guard payload.count >= Self.blockCount else { throw .truncated }
        let count = payload.count - Self.blockCount
        guard count % Self.blockCount == 0 else { throw .blockSize }
        // The API server panics on an IV with nothing behind it.
        guard count > 0 else { throw .truncated }
        // A block's plaintext depends on that block and the one before, so with the IV decrypted
        // like the blocks behind it only its own place holds garbage. Setting it as the IV would
        // take as long as 30 blocks.
        return try buffer.write(payload.count) { output throws(OpenFailure) in
            guard opening.transform(payload, into: &output, at: 0) else { throw .library }
            guard let padding = PKCS7.paddingCount(of: output.span.extracting(Self.blockCount...))
            else { throw .padding }
            return Self.blockCount..<(payload.count - padding)
        }
    }

    /// How long the ciphertext of a plaintext is: padded by 1 to 16 bytes.
    static func sealedCount(_ count: Int) -> Int {
        (count / blockCount + 1) * blockCount
    }

    /// Writes the payload into `output` from `offset` on, up to its end.
    func seal(
        _ plaintext: Span<UInt8>,
        nonces: any NonceSource,
        into output: inout MutableSpan<UInt8>,
        at offset: Int,
    ) throws(SealFailure) {
        let text = offset + Self.blockCount
        let whole = plaintext.count & ~(Self.blockCount - 1)
        try output.draw(offset..<text, from: nonces)
        let lastBlock = PKCS7.lastBlock(of: plaintext.extracting(whole...))
        guard sealing.start(iv: output.span.extracting(offset..<text)),
            sealing.transform(plaintext.extracting(..<whole), into: &output, at: text),
            sealing.transform(lastBlock.span, into: &output, at: text + whole)
        else { throw .library }
    }
}
