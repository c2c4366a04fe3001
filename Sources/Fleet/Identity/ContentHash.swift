public import KeyMaterial
internal import WireFormats

/// The SHA-256 of some bytes as API servers write it: `sha256:` and 64 digits of lower-case hex.
///
/// Configuration files, server identities and the key ids of KMS plugins are named like this.
public struct ContentHash: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// `sha256:…`.
    public let text: String

    /// Hashes bytes as they are: nothing added, nothing normalised.
    ///
    /// - Throws: `CryptoLibraryError` when the library that hashes fails.
    public init(of bytes: Span<UInt8>) throws(CryptoLibraryError) {
        text = "sha256:" + HexText.encode(try Digest.sha256(bytes))
    }

    /// Takes the name of a hash; nil for any other text.
    public init?(_ text: String) {
        let prefix = "sha256:".utf8
        guard text.utf8.count == prefix.count + 64, text.utf8.starts(with: prefix) else {
            return nil
        }
        for byte in text.utf8.dropFirst(prefix.count) {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): break
            default: return nil
            }
        }
        self.text = text
    }

    /// The name with twelve digits, for people.
    public var short: String { String(text.prefix(19)) + "…" }

    /// The name.
    public var description: String { text }

    /// By text.
    public static func < (left: ContentHash, right: ContentHash) -> Bool { left.text < right.text }
}
