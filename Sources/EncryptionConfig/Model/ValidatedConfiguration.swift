public import KeyMaterial

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
    public let chains: [ChainDefinition]

    package init(hash: String, chains: [ChainDefinition]) {
        self.hash = hash
        self.chains = chains
    }
}

/// The ordered providers for one resource or wildcard.
///
/// The first writes, all read.
public struct ChainDefinition: Sendable {
    /// What the chain is for.
    public let selector: ResourceSelector
    /// At least one provider, in walking order.
    public internal(set) var providers: [ProviderDefinition]

    package init(selector: ResourceSelector, providers: [ProviderDefinition]) {
        self.selector = selector
        self.providers = providers
    }
}

/// What an entry of a `resources` list names.
public struct ResourceSelector: Sendable, Hashable {
    /// The plural resource in lower case, or `*`.
    public let resource: String
    /// The API group; empty for the core group; `*` only in `*.*`.
    public let group: String

    /// Makes a selector from its two parts.
    public init(resource: String, group: String) {
        self.resource = resource
        self.group = group
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

/// A key of an aescbc, aesgcm or secretbox provider.
public struct NamedKey: Sendable {
    /// The name as written in the file; compared as UTF-8 bytes.
    public let name: String
    /// The key bytes.
    public let key: SecretKey

    /// Makes a named key.
    public init(name: String, key: SecretKey) {
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
    public let name: String
    /// A URL of scheme `unix`.
    public let endpoint: String
    /// The time limit of one call in nanoseconds, more than 0.
    public let timeoutNanoseconds: Int64
    /// How many decrypted DEKs version 1 keeps; negative for none.
    public let cacheSize: Int32

    package init(
        version: Version,
        name: String,
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
