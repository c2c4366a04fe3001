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
            switch provider {
            case .aescbc(let keys): places(index, keys, .aescbc) { .aescbc([$0]) }
            case .aesgcm(let keys): places(index, keys, .aesgcm) { .aesgcm([$0]) }
            case .secretbox(let keys): places(index, keys, .secretbox) { .secretbox([$0]) }
            case .kms(let plugin):
                [
                    ReaderPlace(
                        provider: index,
                        key: 0,
                        valueClass: .plugin(plugin.version, plugin.name),
                        definition: provider
                    )
                ]
            case .identity: [identity(index)]
            }
        }
    }

    private static func identity(_ index: Int) -> ReaderPlace {
        ReaderPlace(provider: index, key: 0, valueClass: .plaintext, definition: .identity)
    }

    private static func places(
        _ index: Int,
        _ keys: [NamedKey],
        _ kind: ValueClass.Cipher,
        _ alone: (NamedKey) -> ProviderDefinition,
    ) -> [ReaderPlace] {
        keys.enumerated().map { position, key in
            ReaderPlace(
                provider: index,
                key: position,
                valueClass: .sealed(kind, key),
                definition: alone(key)
            )
        }
    }
}
