internal import KubernetesModel

/// Makes chains of a configuration that passed every rule.
enum ChainBuilder {
    static func chains(of configuration: EncryptionConfiguration) -> ChainList {
        let entries = configuration.resources.value ?? []
        var chains = ChainList(
            names: configuration.names,
            entries: entries.map { entry in
                var definitions: [ProviderDefinition] = []
                definitions.reserveCapacity(entry.providers.value?.count ?? 0)
                for element in entry.providers.value ?? [] {
                    definitions += element.providers.compactMap(definition)
                }
                return definitions
            }
        )
        for (number, entry) in entries.enumerated() {
            for name in entry.names.value ?? [] { chains.add(number, to: name.number) }
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
