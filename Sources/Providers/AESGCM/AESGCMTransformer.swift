internal import KeyMaterial

/// AES-GCM (NIST SP 800-38D) under one key, as in Kubernetes: `aes/aes.go`.
///
/// Payload: *nonce (12 bytes), ciphertext (as long as the plaintext), tag (16 bytes)*. The etcd key
/// is authenticated data.
final class AESGCMTransformer {
    static let nonceCount = 12
    static let tagCount = 16

    private let opening: CipherContext
    private let sealing: CipherContext

    init(key: SecretKey) throws(CryptoLibraryError) {
        let cipher = Cipher.aesgcm(keyCount: key.count)
        opening = try CipherContext(cipher, key: key, .open)
        sealing = try CipherContext(cipher, key: key, .seal)
    }

    /// Opens a payload into `buffer` and returns where the plaintext stands; under another key of the
    /// same length, if one is given.
    func open(
        _ payload: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        key: Span<UInt8>? = nil,
        into buffer: Uncounted<SecretBuffer>,
    ) throws(OpenFailure) -> Range<Int> {
        guard payload.count >= Self.nonceCount else { throw .truncated }
        guard let etcdKey else { throw .needsEtcdKey }
        let count = payload.count - Self.nonceCount - Self.tagCount
        guard count >= 0 else { throw .authenticationFailed }
        let textEnd = Self.nonceCount + count
        // One byte more than needed: an empty plaintext wants a buffer, too.
        return try buffer.write(count + 1) { output throws(OpenFailure) in
            guard
                opening.start(
                    nonce: payload.extracting(..<Self.nonceCount),
                    tag: payload.extracting(textEnd...),
                    key: key
                ),
                opening.authenticate(etcdKey),
                opening.transform(
                    payload.extracting(Self.nonceCount..<textEnd),
                    into: &output,
                    at: 0
                )
            else { throw .library }
            guard opening.finish() else {
                output.zero(0..<count)
                throw .authenticationFailed
            }
            return 0..<count
        }
    }

    /// Writes the payload into `output` from `offset` on; under another key of the same length, if
    /// one is given.
    func seal(
        _ plaintext: Span<UInt8>,
        etcdKey: Span<UInt8>?,
        key: Span<UInt8>? = nil,
        nonces: any NonceSource,
        into output: inout MutableSpan<UInt8>,
        at offset: Int,
    ) throws(SealFailure) {
        guard let etcdKey else { throw .needsEtcdKey }
        let text = offset + Self.nonceCount
        try output.draw(offset..<text, from: nonces)
        guard sealing.start(nonce: output.span.extracting(offset..<text), key: key),
            sealing.authenticate(etcdKey),
            sealing.transform(plaintext, into: &output, at: text),
            sealing.finish(),
            sealing.copyTag(into: &output, at: text + plaintext.count)
        else { throw .library }
    }
}
