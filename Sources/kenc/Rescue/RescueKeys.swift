import EncryptionConfig
import KeyMaterial
import KubernetesModel
import Providers

/// Every key of the configurations given, to be tried where no chain opens a value: a key may have
/// been renamed, or may stand in the entry of another resource.
struct RescueKeys: Sendable {
    /// A key as a configuration has it.
    struct Key: Sendable {
        /// The configuration's position.
        let config: Int
        /// The entry it was found in first.
        let selector: ResourceSelector
        let kind: ProviderKind
        let name: KeyName
        let secret: SecretKey
    }

    /// Each once, in the order of the configurations.
    let keys: [Key]

    init(_ configurations: [ResourceChains]) {
        var keys: [Key] = []
        for (config, chains) in configurations.enumerated() {
            for chain in chains.chains {
                for provider in chain.providers {
                    for key in provider.keys {
                        let isKnown = keys.contains {
                            $0.kind == provider.kind && $0.name == key.name && $0.secret == key.key
                        }
                        guard !isKnown else { continue }
                        keys.append(
                            Key(
                                config: config,
                                selector: chain.selector,
                                kind: provider.kind,
                                name: key.name,
                                secret: key.key
                            )
                        )
                    }
                }
            }
        }
        self.keys = keys
    }

    /// For each key of the kind that a value names a chain of that key alone, under the value's name.
    func chains(for header: ProviderKey) -> [(key: Key, chain: ProviderChain)] {
        guard let name = header.name else { return [] }
        return keys.compactMap { key in
            guard header.kind == .known(key.kind),
                let provider = ProviderDefinition(
                    key.kind,
                    keys: [NamedKey(name: name, key: key.secret)]
                )
            else { return nil }
            return (
                key,
                ProviderChain(ChainDefinition(selector: key.selector, providers: [provider]))
            )
        }
    }
}

/// What opens a value.
enum RescueOpening: Hashable, Sendable {
    /// The chain that a configuration has for its resource.
    case chain(config: Int, by: ProviderKey)
    /// A key that a configuration has under another name or in another entry; the value asks for it
    /// as `asked`.
    case key(config: Int, entry: ResourceSelector, by: ProviderKey, asked: ProviderKey)
    /// Nothing has to: it is plaintext, which the chain does not read.
    case plaintext

    var config: Int? {
        switch self {
        case .chain(let config, _), .key(let config, _, _, _): config
        case .plaintext: nil
        }
    }

    var by: ProviderKey {
        switch self {
        case .chain(_, let by), .key(_, _, let by, _): by
        case .plaintext: .identity
        }
    }
}
