public import KeyMaterial
internal import WireFormats

/// The token that the servers of a k3s or RKE2 cluster share, which seals what they keep for each
/// other in the store.
///
/// As in k3s: `pkg/cluster/storage.go`, `pkg/clientaccess/token.go`.
public struct ServerToken: Sendable {
    /// What it may stand for, likeliest first.
    let passphrases: [SecretKey]

    /// Reads a token as its file holds it; nil for a file without any.
    ///
    /// Of `K10<hash>::server:PASSWORD` the password counts, else the whole text; white space around it
    /// does not count.
    public init?(file text: Span<UInt8>) {
        var bounds = 0..<text.count
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
        while let first = bounds.first, isSpace(text[first]) { bounds.removeFirst() }
        while let last = bounds.last, isSpace(text[last]) { bounds.removeLast() }
        guard !bounds.isEmpty else { return nil }
        let token = text.extracting(bounds)
        var passphrases: [SecretKey] = []
        if let start = Self.passwordStart(in: token) {
            passphrases.append(SecretKey(copying: token.extracting(start...)))
        }
        passphrases.append(SecretKey(copying: token))
        self.passphrases = passphrases
    }

    /// The etcd keys under which the value may lie, likeliest first.
    ///
    /// - Throws: `CryptoLibraryError` when OpenSSL has no memory for it.
    public func etcdKeys() throws(CryptoLibraryError) -> [[UInt8]] {
        var keys: [[UInt8]] = []
        for passphrase in passphrases { keys.append(try Self.etcdKey(passphrase)) }
        return keys
    }

    /// The passphrase whose value lies under an etcd key.
    func passphrase(of etcdKey: [UInt8]) throws(CryptoLibraryError) -> SecretKey? {
        for passphrase in passphrases where try Self.etcdKey(passphrase) == etcdKey {
            return passphrase
        }
        return nil
    }

    private static func etcdKey(_ passphrase: SecretKey) throws(CryptoLibraryError) -> [UInt8] {
        let digest = try passphrase.withBytes { bytes throws(CryptoLibraryError) in
            try Digest.sha256(bytes)
        }
        return BootstrapFiles.directory + Array(HexText.encode(digest).utf8.prefix(12))
    }

    /// Where the password begins in `K10<hash>::user:password`; the hash may be missing.
    private static func passwordStart(in token: Span<UInt8>) -> Int? {
        guard token.starts(with: "K10", at: 0) else { return nil }
        var index = 3
        while index < token.count, token[index] != UInt8(ascii: ":") { index += 1 }
        guard index == 3 || index == 3 + 64, token.starts(with: "::", at: index) else { return nil }
        index += 2
        while index < token.count, token[index] != UInt8(ascii: ":") { index += 1 }
        return index + 1 < token.count ? index + 1 : nil
    }
}
