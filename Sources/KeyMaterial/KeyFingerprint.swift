internal import CLibCrypto

/// A short name for a key that tells keys apart and gives nothing of them away.
///
/// The first 24 bits of scrypt (RFC 7914) over the key, as six hex digits. Scrypt makes a search
/// for a guessable key (a word, a documentation sample) by its fingerprint slow, and 24 bits leave
/// every candidate with millions of namesakes.
public struct KeyFingerprint: Sendable, Hashable, CustomStringConvertible {
    /// The 24 bits.
    public let bits: UInt32

    /// Six lower-case hex digits.
    public var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }

    /// Reads six hex digits as `description` writes them.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ $0.isLowerHexDigit }),
            let bits = UInt32(text, radix: 16)
        else { return nil }
        self.bits = bits
    }

    fileprivate init(bits: UInt32) {
        self.bits = bits
    }
}

extension UInt8 {
    fileprivate var isLowerHexDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}

extension SecretKey {
    /// Computes the fingerprint: scrypt with N = 2^15, r = 8, p = 1, salt
    /// `kenc key fingerprint v1`.
    ///
    /// Takes about a tenth of a second and 32 MiB: keep the answer.
    ///
    /// - Throws: ``CryptoLibraryError`` when OpenSSL has no memory for it.
    public func fingerprint() throws(CryptoLibraryError) -> KeyFingerprint {
        let salt = Array("kenc key fingerprint v1".utf8)
        var output = [UInt8](repeating: 0, count: 3)
        try scrypt(salt: salt, cost: 1 << 15, into: &output)
        return KeyFingerprint(bits: output.reduce(0) { $0 << 8 | UInt32($1) })
    }
}
