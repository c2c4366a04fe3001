public import EncryptionConfig
public import KeyMaterial

/// The ordered providers of one resource: the first writes, all read.
///
/// Immutable and shared by all workers; what changes with every value is in a
/// ``TransformSession``.
public final class ProviderChain: Sendable {
    /// One provider as the walk needs it.
    public struct Provider: Sendable {
        /// The kind.
        public let kind: ProviderKind
        /// The bytes that every value of this provider starts with; empty for identity.
        public let prefix: [UInt8]
        /// The keys in walking order; empty for kms and identity.
        public let keys: [Key]
        /// The plugin's name and endpoint, for kms.
        public let kms: KMSDefinition?
    }

    /// One key of a provider.
    public struct Key: Sendable {
        /// The name as the configuration writes it.
        public let name: String
        /// The name's UTF-8 bytes and a `:`, as they stand behind the provider's prefix.
        public let prefix: [UInt8]
        /// The key.
        public let key: SecretKey
    }

    /// What the chain is for.
    public let selector: ResourceSelector
    /// At least one provider, in walking order.
    public let providers: [Provider]
    /// What ``TransformSession/seal(_:etcdKey:with:_:)`` puts in front of a payload: the first
    /// provider's prefix and its first key's name and `:`.
    let sealPrefix: [UInt8]

    /// Prepares a chain of a validated configuration.
    public init(_ definition: ChainDefinition) {
        selector = definition.selector
        providers = definition.providers.map(Provider.init)
        let writer = providers.first
        sealPrefix = (writer?.prefix ?? []) + (writer?.keys.first?.prefix ?? [])
    }

    /// The kind of the provider that writes.
    public var writerKind: ProviderKind { providers.first?.kind ?? .identity }

    /// The name of the key that writes, or of the kms plugin; nil for identity.
    public var writerKeyName: String? {
        providers.first.flatMap { $0.keys.first?.name ?? $0.kms?.name }
    }

    /// The name of the key (or kms plugin) that opened a value of this chain; nil for identity.
    public func keyName(of opened: OpenedBy) -> String? {
        guard providers.indices.contains(opened.provider) else { return nil }
        let provider = providers[opened.provider]
        guard provider.keys.indices.contains(opened.key) else { return provider.kms?.name }
        return provider.keys[opened.key].name
    }
}

extension ProviderChain.Provider {
    fileprivate init(_ definition: ProviderDefinition) {
        switch definition {
        case .aescbc(let keys): self.init(.aescbc, "k8s:enc:aescbc:v1:", keys)
        case .aesgcm(let keys): self.init(.aesgcm, "k8s:enc:aesgcm:v1:", keys)
        case .secretbox(let keys): self.init(.secretbox, "k8s:enc:secretbox:v1:", keys)
        case .kms(let plugin):
            self.init(
                .kms,
                "k8s:enc:kms:\(plugin.version.rawValue):\(plugin.name):",
                [],
                kms: plugin
            )
        case .identity: self.init(.identity, "", [])
        }
    }

    private init(
        _ kind: ProviderKind,
        _ prefix: String,
        _ keys: [NamedKey],
        kms: KMSDefinition? = nil,
    ) {
        self.kind = kind
        self.prefix = Array(prefix.utf8)
        self.keys = keys.map { key in
            ProviderChain.Key(
                name: key.name,
                prefix: Array(key.name.utf8) + [UInt8(ascii: ":")],
                key: key.key
            )
        }
        self.kms = kms
    }
}
