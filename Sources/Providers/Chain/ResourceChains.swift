public import EncryptionConfig
public import KubernetesModel

/// Every chain of a configuration, found by resource.
public struct ResourceChains: Sendable {
    /// The chains in the order in which the configuration first mentions their resources.
    public let chains: [ProviderChain]
    /// The keys of the configuration's plugins, where they can be asked.
    public let keyring: PluginKeyring?
    private let bySelector: [ResourceSelector: ProviderChain]

    /// Prepares the chains of a validated configuration.
    ///
    /// - Parameters:
    ///   - configuration: What the API server would load.
    ///   - keyring: The keys of its plugins; without it their values stay closed.
    public init(_ configuration: ValidatedConfiguration, keyring: PluginKeyring? = nil) {
        self.init(
            chains: configuration.chains.map { ProviderChain($0, keyring: keyring) },
            keyring: keyring
        )
    }

    package init(chains: [ProviderChain], keyring: PluginKeyring? = nil) {
        self.chains = chains
        self.keyring = keyring
        bySelector = Dictionary(chains.map { ($0.selector, $0) }) { first, _ in first }
    }

    /// The chain of a resource: by its exact name, else `*.<group>`, else `*.*`, else none.
    ///
    /// Levels are never merged. Without a chain the API server stores plaintext and reads only
    /// plaintext, as in Kubernetes: `encryptionconfig/config.go`, `transformerFromOverrides`.
    public func chain(of resource: GroupResource) -> ProviderChain? {
        chain(deciding: ResourceSelector(resource))
    }

    /// The chain of a resource as the command line writes it, `secrets` or `deployments.apps`.
    ///
    /// Split at the first dot.
    public func chain(forResource name: String) -> ProviderChain? {
        chain(deciding: ResourceSelector(parsing: name))
    }

    private func chain(deciding selector: ResourceSelector) -> ProviderChain? {
        bySelector[selector] ?? bySelector[selector.wholeGroup] ?? bySelector[.everything]
    }
}
