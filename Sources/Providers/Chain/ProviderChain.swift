public import EncryptionConfig
public import KeyMaterial
public import KubernetesModel

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
        /// What opens the plugin's values, for kms where a plugin can be asked.
        public let keyring: PluginKeyring?
    }

    /// One key of a provider.
    public struct Key: Sendable {
        /// The name as the configuration writes it.
        public let name: KeyName
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
    ///
    /// - Parameters:
    ///   - definition: The chain in the configuration.
    ///   - keyring: The keys of the configuration's plugins; without it their values stay closed.
    public init(_ definition: ChainDefinition, keyring: PluginKeyring? = nil) {
        selector = definition.selector
        providers = definition.providers.map { Provider($0, keyring) }
        let writer = providers.first
        sealPrefix = (writer?.prefix ?? []) + (writer?.keys.first?.prefix ?? [])
    }

    /// The kind of the provider that writes.
    public var writerKind: ProviderKind { providers.first?.kind ?? .identity }
}

extension ProviderChain.Provider {
    fileprivate init(_ definition: ProviderDefinition, _ keyring: PluginKeyring?) {
        kind = definition.kind
        kms = definition.plugin
        self.keyring = definition.plugin == nil ? nil : keyring
        prefix = definition.prefix
        keys = definition.keys.map { key in
            ProviderChain.Key(
                name: key.name,
                prefix: Array("\(key.name.text):".utf8),
                key: key.key
            )
        }
    }
}

extension ProviderDefinition {
    /// What every value of the provider starts with.
    fileprivate var prefix: [UInt8] {
        switch kind {
        case .identity: []
        case .kms: plugin?.storedPrefix ?? []
        case .aescbc, .aesgcm, .secretbox: Array("k8s:enc:\(kind):v1:".utf8)
        }
    }
}
