internal import KubernetesModel

/// Makes chains of a configuration that passed every rule.
enum ChainBuilder {
    static func chains(of configuration: EncryptionConfiguration) -> [ChainDefinition] {
        var chains: [ChainDefinition] = []
        var positions: [ResourceSelector: Int] = [:]
        for entry in configuration.resources.value ?? [] {
            let providers = (entry.providers.value ?? []).flatMap { element in
                element.providers.compactMap(definition)
            }
            for name in entry.names.value ?? [] {
                let selector = ResourceSelector(parsing: name.value ?? "")
                if let known = positions[selector] {
                    chains[known].providers += providers
                } else {
                    positions[selector] = chains.count
                    chains.append(ChainDefinition(selector: selector, providers: providers))
                }
            }
        }
        return chains
    }

    private static func definition(_ provider: ProviderField) -> ProviderDefinition? {
        switch provider.content {
        case .identity: return .identity
        case .kms(let kms):
            return .kms(
                KMSDefinition(
                    version: kms.effectiveVersion == "v1" ? .v1 : .v2,
                    name: KeyName(kms.name.value ?? ""),
                    endpoint: kms.endpoint.value ?? "",
                    timeoutNanoseconds: kms.timeout.value ?? 3_000_000_000,
                    cacheSize: kms.cacheSize.value ?? 1000,
                )
            )
        case .keys(let keys):
            return ProviderDefinition(
                provider.kind,
                keys: (keys.value ?? []).compactMap(namedKey)
            )
        }
    }

    private static func namedKey(_ entry: KeyEntry) -> NamedKey? {
        guard let name = entry.name.value, let key = entry.secret.value?.key else { return nil }
        return NamedKey(name: KeyName(name), key: key)
    }
}
