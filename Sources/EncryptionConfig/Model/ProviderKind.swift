/// The five kinds of provider, in the order in which Kubernetes declares them.
public enum ProviderKind: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// AES-GCM with random nonces; authenticates the etcd key.
    case aesgcm
    /// AES-CBC with PKCS#7 padding; not authenticated.
    case aescbc
    /// NaCl secretbox: XSalsa20 and Poly1305.
    case secretbox
    /// Stores plaintext.
    case identity
    /// A plugin that keeps the key.
    case kms

    /// The word the configuration uses.
    public var description: String { rawValue }

    /// The lengths of a key in bytes; none where the configuration holds no keys.
    public var keyLengths: [Int] {
        switch self {
        case .aescbc, .aesgcm: [16, 24, 32]
        case .secretbox: [32]
        case .identity, .kms: []
        }
    }
}
