internal import KeyMaterial

/// NaCl secretbox under one key, as in Kubernetes: `secretbox/secretbox.go`.
///
/// Payload: *nonce (24 bytes), Poly1305 tag (16 bytes), XSalsa20 ciphertext (as long as the
/// plaintext)*. The stream's first 32 bytes are the tag's key and the text begins behind them, so
/// one pass of the stream over *32 zero bytes, text* gives both. Composed here of libsodium's
/// stream and OpenSSL's Poly1305, which together take two thirds of the time of
/// `crypto_secretbox_easy`; the bytes are the same.
final class SecretboxTransformer {
    static let overhead = XSalsa20.nonceCount + Poly1305.tagCount

    private static let macKeyCount = Poly1305.keyCount
    private let stream: XSalsa20
    private let mac: Poly1305

    init(key: SecretKey) throws(CryptoLibraryError) {
        guard let stream = XSalsa20(key: key) else {
            throw CryptoLibraryError(function: "sodium_init", code: 0)
        }
        self.stream = stream
        mac = try Poly1305()
    }

    /// Opens a payload into `buffer` and returns where the plaintext stands.
    ///
    /// The text is decrypted in the same pass that yields the tag's key, and wiped if the tag does
    /// not fit.
    func open(_ payload: Span<UInt8>, into buffer: Uncounted<SecretBuffer>) throws(OpenFailure)
        -> Range<Int>
    {
        guard payload.count >= Self.overhead else { throw .truncated }
        let ciphertext = payload.extracting(Self.overhead...)
        let end = Self.macKeyCount + ciphertext.count
        return try buffer.write(end) { output throws(OpenFailure) in
            output.zero(0..<Self.macKeyCount)
            output.copy(ciphertext, at: Self.macKeyCount)
            stream.apply(
                nonce: payload.extracting(..<XSalsa20.nonceCount),
                in: &output,
                range: 0..<end
            )
            let tag = mac.tag(
                of: ciphertext,
                key: output.span.extracting(..<Self.macKeyCount)
            )
            guard let tag else { throw .library }
            let expected = payload.load16(at: XSalsa20.nonceCount)
            // Both words are looked at before anything is decided.
            let wrong = tag ^ expected
            guard wrong[0] | wrong[1] == 0 else {
                output.zero(0..<end)
                throw .authenticationFailed
            }
            return Self.macKeyCount..<end
        }
    }

    /// Writes the payload into `output` from `offset` on, up to its end.
    func seal(
        _ plaintext: Span<UInt8>,
        nonces: any NonceSource,
        into output: inout MutableSpan<UInt8>,
        at offset: Int,
    ) throws(SealFailure) {
        let text = offset + Self.overhead
        let tagStart = text - Poly1305.tagCount
        let end = text + plaintext.count
        // The nonce stays outside until the stream has run: the tag's key needs its place.
        var nonce = InlineArray<24, UInt8>(repeating: 0)
        do throws(NonceError) {
            var span = nonce.mutableSpan
            try nonces.fill(&span)
        } catch {
            throw .randomness
        }
        output.zero((text - Self.macKeyCount)..<text)
        output.copy(plaintext, at: text)
        stream.apply(nonce: nonce.span, in: &output, range: (text - Self.macKeyCount)..<end)
        let tag = mac.tag(
            of: output.span.extracting(text..<end),
            key: output.span.extracting((text - Self.macKeyCount)..<text)
        )
        guard let tag else { throw .library }
        output.copy(nonce.span, at: offset)
        output.store(tag, at: tagStart)
    }
}
