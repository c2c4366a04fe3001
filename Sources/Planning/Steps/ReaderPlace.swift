internal import EncryptionConfig

/// One key of a chain, plugins and identity included, and what it takes to seal with it alone.
struct ReaderPlace {
    /// The provider's position in the chain.
    let provider: Int
    /// The key's position in the provider; 0 where a provider has none.
    let key: Int
    let valueClass: ValueClass
    /// The provider with this key alone, as the writer of a chain.
    let definition: ProviderDefinition

    /// Every key of a chain in walking order; plaintext alone where there is no chain.
    static func all(of chain: ChainDefinition?) -> [ReaderPlace] {
        guard let chain else { return [identity(0)] }
        return chain.providers.enumerated().flatMap { index, provider in
            if provider.kind == .identity { return [identity(index)] }
            if let plugin = provider.plugin {
                return [
                    ReaderPlace(
                        provider: index,
                        key: 0,
                        valueClass: .plugin(plugin.version, plugin.name),
                        definition: provider
                    )
                ]
            }
            return provider.keys.enumerated().compactMap { position, key in
                ProviderDefinition(provider.kind, keys: [key]).map { alone in
                    ReaderPlace(
                        provider: index,
                        key: position,
                        valueClass: .sealed(provider.kind, key),
                        definition: alone
                    )
                }
            }
        }
    }

    private static func identity(_ index: Int) -> ReaderPlace {
        ReaderPlace(provider: index, key: 0, valueClass: .plaintext, definition: .identity)
    }
}
