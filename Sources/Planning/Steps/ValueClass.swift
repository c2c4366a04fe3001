public import EncryptionConfig

/// What decides whether a chain opens a value: who wrote it, and with which key.
public enum ValueClass: Sendable {
    /// A cipher that keys of the file itself drive.
    public enum Cipher: String, Sendable, CaseIterable {
        /// AES-CBC.
        case aescbc
        /// AES-GCM.
        case aesgcm
        /// NaCl secretbox.
        case secretbox
    }

    /// Does not start with `k8s:enc:`.
    case plaintext
    /// Sealed with a key of the file; another secret under the same name is another class.
    case sealed(Cipher, NamedKey)
    /// Sealed by a plugin, whose API version and name stand in the value.
    case plugin(KMSDefinition.Version, String)

    /// The provider as stored headers say it.
    public var provider: String {
        switch self {
        case .plaintext: "identity"
        case .sealed(let cipher, _): cipher.rawValue
        case .plugin: "kms"
        }
    }

    /// The key's or the plugin's name; nil for plaintext.
    public var keyName: String? {
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
        case (.sealed(let cipher, let key), .sealed(let otherCipher, let otherKey)):
            cipher == otherCipher && key.name.utf8.elementsEqual(otherKey.name.utf8)
        case (.plugin(let version, let name), .plugin(let otherVersion, let otherName)):
            version == otherVersion && name.utf8.elementsEqual(otherName.utf8)
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
        case .sealed(let cipher, let key): "\(cipher.rawValue) key '\(SafeText.name(key.name))'"
        case .plugin(let version, let name): "kms \(version.rawValue) '\(SafeText.name(name))'"
        }
    }
}
