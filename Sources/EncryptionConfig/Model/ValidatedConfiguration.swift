public import KeyMaterial
public import KubernetesModel

/// A configuration that passed every rule of the API server.
///
/// Only validation makes one, and only this type builds provider chains.
public struct ValidatedConfiguration: Sendable {
    /// The API server's name for the file: `sha256:` and the lower-case hex of the SHA-256 of its
    /// raw bytes.
    public let hash: String

    /// One chain definition for each resource, in order of first mention.
    ///
    /// A resource that several entries of the file name has their provider lists joined in file
    /// order.
    public let chains: ChainList

    init(hash: String, chains: ChainList) {
        self.hash = hash
        self.chains = chains
    }

    package init(hash: String, chains: [ChainDefinition]) {
        self.init(hash: hash, chains: ChainList(chains))
    }

    /// Every KMS plugin once, in order of first mention.
    public var plugins: [KMSDefinition] {
        var seen: Set<KMSDefinition> = []
        return chains.flatMap { $0.providers.compactMap(\.plugin) }
            .filter { seen.insert($0).inserted }
    }
}

/// The ordered providers for one resource or wildcard.
///
/// The first writes, all read.
public struct ChainDefinition: Sendable {
    /// What the chain is for.
    public let selector: ResourceSelector
    /// At least one provider, in walking order.
    public let providers: [ProviderDefinition]

    package init(selector: ResourceSelector, providers: [ProviderDefinition]) {
        self.selector = selector
        self.providers = providers
    }
}

/// One element of a `providers` list.
public enum ProviderDefinition: Sendable {
    /// AES-CBC with PKCS#7 padding. Not authenticated.
    case aescbc([NamedKey])
    /// AES-GCM with random nonces; authenticates the etcd key.
    case aesgcm([NamedKey])
    /// NaCl secretbox: XSalsa20 and Poly1305.
    case secretbox([NamedKey])
    /// A KMS plugin.
    case kms(KMSDefinition)
    /// Stores plaintext.
    case identity
}

extension ProviderDefinition {
    /// A provider of a kind that has keys; nil for kms and identity.
    public init?(_ kind: ProviderKind, keys: [NamedKey]) {
        switch kind {
        case .aescbc: self = .aescbc(keys)
        case .aesgcm: self = .aesgcm(keys)
        case .secretbox: self = .secretbox(keys)
        case .kms, .identity: return nil
        }
    }

    /// The kind.
    public var kind: ProviderKind {
        switch self {
        case .aescbc: .aescbc
        case .aesgcm: .aesgcm
        case .secretbox: .secretbox
        case .kms: .kms
        case .identity: .identity
        }
    }

    /// The keys in the order of the file; none for kms and identity.
    public var keys: [NamedKey] {
        switch self {
        case .aescbc(let keys), .aesgcm(let keys), .secretbox(let keys): keys
        case .kms, .identity: []
        }
    }

    /// The plugin, for kms.
    public var plugin: KMSDefinition? {
        if case .kms(let plugin) = self { plugin } else { nil }
    }

    /// What stored values name this provider's keys by; a kms plugin's own name; none for identity.
    public var keyNames: [KeyName] { plugin.map { [$0.name] } ?? keys.map(\.name) }
}

/// A key of an aescbc, aesgcm or secretbox provider.
public struct NamedKey: Sendable {
    /// The name as written in the file.
    public let name: KeyName
    /// The key bytes.
    public let key: SecretKey

    /// Makes a named key.
    public init(name: KeyName, key: SecretKey) {
        self.name = name
        self.key = key
    }
}

/// A `kms` element.
public struct KMSDefinition: Sendable, Hashable {
    /// The protocol version.
    public enum Version: String, Sendable {
        case v1
        case v2
    }

    /// `v1` unless the file says otherwise.
    public let version: Version
    /// The plugin's name, which is part of the prefix of every value it wrote.
    public let name: KeyName
    /// A URL of scheme `unix`.
    public let endpoint: String
    /// The time limit of one call in nanoseconds, more than 0.
    public let timeoutNanoseconds: Int64
    /// How many decrypted DEKs version 1 keeps; negative for none.
    public let cacheSize: Int32

    package init(
        version: Version,
        name: KeyName,
        endpoint: String,
        timeoutNanoseconds: Int64,
        cacheSize: Int32,
    ) {
        self.version = version
        self.name = name
        self.endpoint = endpoint
        self.timeoutNanoseconds = timeoutNanoseconds
        self.cacheSize = cacheSize
    }
}
