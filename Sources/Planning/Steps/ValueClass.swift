public import EncryptionConfig

/// What decides whether a chain opens a value: who wrote it, and with which key.
public enum ValueClass: Sendable {
    /// Does not start with `k8s:enc:`.
    case plaintext
    /// Sealed with a key of the file; another secret under the same name is another class.
    case sealed(ProviderKind, NamedKey)
    /// Sealed by a plugin, whose API version and name stand in the value.
    case plugin(KMSDefinition.Version, KeyName)

    /// The kind of the provider.
    public var kind: ProviderKind {
        switch self {
        case .plaintext: .identity
        case .sealed(let kind, _): kind
        case .plugin: .kms
        }
    }

    /// The key's or the plugin's name; nil for plaintext.
    public var keyName: KeyName? {
        switch self {
        case .plaintext: nil
        case .sealed(_, let key): key.name
        case .plugin(_, let name): name
        }
    }

    /// Whether values are stored as they are.
    public var isPlaintext: Bool {
        if case .plaintext = self { true } else { false }
    }

    /// Whether stored headers say the same of both, although the secrets may differ.
    public func hasHeader(of other: ValueClass) -> Bool {
        switch (self, other) {
        case (.plaintext, .plaintext): true
        case (.sealed(let kind, let key), .sealed(let otherKind, let otherKey)):
            kind == otherKind && key.name == otherKey.name
        case (.plugin(let version, let name), .plugin(let otherVersion, let otherName)):
            version == otherVersion && name == otherName
        default: false
        }
    }
}

extension ValueClass: Equatable {
    /// Names compare as UTF-8 bytes, secrets in constant time.
    public static func == (left: ValueClass, right: ValueClass) -> Bool {
        guard left.hasHeader(of: right) else { return false }
        guard case .sealed(_, let key) = left, case .sealed(_, let other) = right else {
            return true
        }
        return key.key == other.key
    }
}

extension ValueClass: CustomStringConvertible {
    /// For people, as `aescbc key 'key1'`; a name that could be a secret is masked.
    public var description: String {
        switch self {
        case .plaintext: "identity"
        case .sealed(let kind, let key): "\(kind) key '\(SafeText.name(key.name.text))'"
        case .plugin(let version, let name): "kms \(version.rawValue) '\(SafeText.name(name.text))'"
        }
    }
}
