public import KubernetesModel

/// The chain of each resource under one configuration, looked up once per resource.
///
/// One for each worker.
public final class ChainTable {
    private let chains: ResourceChains
    /// By the classifier's index; the outer optional says whether it was looked up.
    private var byIndex: [ProviderChain??] = []

    /// Looks chains up in `chains`.
    public init(_ chains: ResourceChains) {
        self.chains = chains
    }

    /// The chain of the resource; nil where the configuration has none.
    public func chain(of resource: StoredResource) -> ProviderChain? {
        while byIndex.count <= resource.index { byIndex.append(nil) }
        if let known = byIndex[resource.index] { return known }
        let chain = chains.chain(of: resource.groupResource)
        byIndex[resource.index] = .some(chain)
        return chain
    }
}
