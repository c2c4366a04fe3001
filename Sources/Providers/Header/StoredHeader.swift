public import EncryptionConfig

/// What a stored value says of itself, from its first bytes, without any key.
///
/// Shape: `k8s:enc:<kind>:<version>:<key name>:<payload>`, as in Kubernetes:
/// `encryptionconfig/config.go`; for kms the plugin's name stands where a key name would. A value
/// that does not start with `k8s:enc:` is not encrypted. The ranges are offsets into the value that
/// was parsed; nothing is copied.
public struct StoredHeader: Sendable, Hashable {
    /// The kind, `identity` for plaintext.
    public let kind: StoredKind
    /// Where the version stands, for example `v1`; nil if the value ends before one is complete.
    public let version: Range<Int>?
    /// Where the text up to the first `:` after the version stands; nil if no `:` follows.
    ///
    /// A key's name may hold a `:` itself, so this can be the beginning of the name.
    public let keyName: Range<Int>?
    /// The offset behind `k8s:enc:<kind>:<version>:`; 0 for plaintext.
    public let prefixCount: Int

    /// Parses the header of a stored value.
    public init(_ stored: Span<UInt8>) {
        guard Self.isEncrypted(stored) else {
            self.init(kind: .known(.identity), version: nil, keyName: nil, prefixCount: 0)
            return
        }
        for index in KnownPrefix.all.indices {
            let known = KnownPrefix.all[index]
            guard stored.starts(with: known.bytes, at: 8) else { continue }
            let end = 8 + known.bytes.utf8CodeUnitCount
            self.init(
                kind: .known(known.kind),
                version: (end - 3)..<(end - 1),
                keyName: stored.field(from: end),
                prefixCount: end
            )
            return
        }
        guard let word = stored.field(from: 8),
            let version = stored.field(from: word.upperBound + 1)
        else {
            self.init(kind: .unknown, version: nil, keyName: nil, prefixCount: stored.count)
            return
        }
        let end = version.upperBound + 1
        self.init(
            kind: .unknown,
            version: version,
            keyName: stored.field(from: end),
            prefixCount: end
        )
    }

    private init(
        kind: StoredKind,
        version: Range<Int>?,
        keyName: Range<Int>?,
        prefixCount: Int,
    ) {
        self.kind = kind
        self.version = version
        self.keyName = keyName
        self.prefixCount = prefixCount
    }

    /// Whether the value starts with `k8s:enc:`, which the identity provider refuses to read.
    @inline(__always)
    public static func isEncrypted(_ stored: Span<UInt8>) -> Bool {
        stored.starts(with: "k8s:enc:", at: 0)
    }

    /// The version as text, invalid UTF-8 repaired.
    public func versionText(in stored: Span<UInt8>) -> String? {
        version.map { stored.text($0) }
    }

    /// The key name, invalid UTF-8 repaired.
    public func keyName(in stored: Span<UInt8>) -> KeyName? {
        keyName.map { KeyName(stored.text($0)) }
    }
}

/// What can follow `k8s:enc:`.
private struct KnownPrefix {
    let bytes: StaticString
    let kind: ProviderKind

    static let all: InlineArray<5, KnownPrefix> = [
        KnownPrefix(bytes: "aescbc:v1:", kind: .aescbc),
        KnownPrefix(bytes: "aesgcm:v1:", kind: .aesgcm),
        KnownPrefix(bytes: "secretbox:v1:", kind: .secretbox),
        KnownPrefix(bytes: "kms:v1:", kind: .kms),
        KnownPrefix(bytes: "kms:v2:", kind: .kms),
    ]
}
