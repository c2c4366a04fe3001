public import KeyMaterial

/// The name that an API server gives itself, from its host name alone.
///
/// As in Kubernetes: `server/config.go`, `NewConfig`. The name is `apiserver-` and base32 of the
/// first 16 bytes of SHA-256 over host name and `kube-apiserver`, each behind its length in two
/// bytes, big-endian. Metrics carry the SHA-256 of that name. Two servers that see one host name
/// have one identity.
public struct ServerIdentity: Sendable, Hashable, CustomStringConvertible {
    /// `apiserver-` and 26 characters: the name of the server's lease.
    public let id: String

    /// Takes the name as a lease has it.
    public init(id: String) {
        self.id = id
    }

    /// Computes the name of the API server that sees this host name.
    ///
    /// - Throws: `CryptoLibraryError` when the library that hashes fails.
    public init(hostname: String) throws(CryptoLibraryError) {
        var bytes: [UInt8] = []
        for part in [hostname, "kube-apiserver"] {
            let count = UInt16(truncatingIfNeeded: part.utf8.count)
            bytes += [UInt8(count >> 8), UInt8(count & 0xff)]
            bytes += part.utf8
        }
        id = "apiserver-" + Self.base32(try Digest.sha256(bytes.span).prefix(16))
    }

    /// What metrics call `apiserver_id_hash`.
    ///
    /// - Throws: `CryptoLibraryError` when the library that hashes fails.
    public func hash() throws(CryptoLibraryError) -> ContentHash {
        try ContentHash(of: Array(id.utf8).span)
    }

    /// The name.
    public var description: String { id }

    /// Lower-case base32 (RFC 4648) without padding.
    private static func base32(_ bytes: some Sequence<UInt8>) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
        var text: [UInt8] = []
        var (bits, count) = (0, 0)
        for byte in bytes {
            bits = bits << 8 | Int(byte)
            count += 8
            while count >= 5 {
                count -= 5
                text.append(alphabet[bits >> count & 31])
            }
            bits &= (1 << count) - 1
        }
        if count > 0 { text.append(alphabet[bits << (5 - count) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
