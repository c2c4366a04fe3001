internal import KeyMaterial

/// Makes chains of a configuration that passed every rule.
enum ChainBuilder {
    static func chains(of configuration: EncryptionConfiguration) -> [ChainDefinition] {
        var order: [GroupResource] = []
        var lists: [GroupResource: [ProviderDefinition]] = [:]
        for entry in configuration.resources.value ?? [] {
            let providers = (entry.providers.value ?? []).flatMap { element in
                element.providers.compactMap(definition)
            }
            for name in entry.names.value ?? [] {
                let resource = GroupResource(name.value ?? "")
                if lists[resource] == nil { order.append(resource) }
                lists[resource, default: []] += providers
            }
        }
        return order.map { resource in
            let selector = ResourceSelector(
                resource: String(decoding: resource.resource, as: UTF8.self),
                group: String(decoding: resource.group, as: UTF8.self),
            )
            return ChainDefinition(selector: selector, providers: lists[resource] ?? [])
        }
    }

    private static func definition(_ provider: ProviderField) -> ProviderDefinition? {
        switch provider.content {
        case .identity: return .identity
        case .kms(let kms):
            return .kms(
                KMSDefinition(
                    version: kms.effectiveVersion == "v1" ? .v1 : .v2,
                    name: kms.name.value ?? "",
                    endpoint: kms.endpoint.value ?? "",
                    timeoutNanoseconds: kms.timeout.value ?? 3_000_000_000,
                    cacheSize: kms.cacheSize.value ?? 1000,
                )
            )
        case .keys(let keys):
            let named = (keys.value ?? []).compactMap(namedKey)
            switch provider.kind {
            case .aescbc: return .aescbc(named)
            case .aesgcm: return .aesgcm(named)
            case .secretbox: return .secretbox(named)
            case .kms, .identity: return nil
            }
        }
    }

    private static func namedKey(_ entry: KeyEntry) -> NamedKey? {
        guard let name = entry.name.value, let secret = entry.secret.value,
            let bytes = GoBase64.decode(secret.utf8)
        else { return nil }
        return NamedKey(name: name, key: SecretKey(copying: bytes.span))
    }
}
