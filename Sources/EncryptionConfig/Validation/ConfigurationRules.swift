internal import KubernetesModel

/// The rules of the API server's validation, and of building chains after it.
///
/// As in Kubernetes: `validation_encryption.go` and `encryptionconfig/config.go`.
struct ConfigurationRules {
    var findings: FindingList
    let featureGates: FeatureGates
    var kmsNames: Set<[UInt8]> = []
    let names: ResourceNames
    /// Those of earlier entries, by number.
    var seenWildcards: Set<Int> = []
    /// The entry in which each name was seen last, and its position there.
    var seenIn: [Int32]
    var seenAt: [Int32]

    init(_ findings: FindingList, _ featureGates: FeatureGates, names: ResourceNames) {
        self.findings = findings
        self.featureGates = featureGates
        self.names = names
        seenIn = Array(repeating: -1, count: names.count)
        seenAt = seenIn
    }

    mutating func check(_ configuration: EncryptionConfiguration) {
        if configuration.resources.isUnusable { return }
        guard let entries = configuration.resources.value, !entries.isEmpty else {
            findings.add(
                .resourcesRequired,
                "at least one entry is required",
                path: "resources",
                at: configuration.resources.range ?? configuration.range.startOnly,
                hint: "an entry names resources and the providers that keep them"
            )
            return
        }
        for entry in entries {
            checkResources(entry)
            checkProviders(entry)
        }
    }

    private mutating func checkProviders(_ entry: ResourceEntry) {
        if entry.providers.isUnusable { return }
        guard let elements = entry.providers.value, !elements.isEmpty else {
            findings.add(
                .providersRequired,
                "at least one provider is required",
                path: entry.path.field("providers"),
                at: entry.providers.range ?? entry.range.startOnly,
                hint: "list aescbc, aesgcm, secretbox, kms or identity; the first one writes"
            )
            return
        }
        for element in elements {
            checkElement(element)
            for provider in element.providers {
                switch provider.content {
                case .keys(let keys): checkKeys(keys, of: provider)
                case .kms(let kms): checkKMS(kms)
                case .identity: break
                }
            }
        }
    }

    private mutating func checkElement(_ element: ProviderElement) {
        let names = element.providers.map(\.kind.rawValue)
        if names.isEmpty, !element.isUnusable {
            findings.add(
                .providerMissing,
                "the element holds no provider",
                path: element.path,
                at: element.range.startOnly,
                hint: "write one of aescbc, aesgcm, secretbox, kms, or 'identity: {}'; a name with "
                    + "nothing after its ':' is no provider, and lost indentation looks the same"
            )
        } else if names.count > 1 {
            let hint =
                element.providers.contains { $0.kind == .identity }
                ? "identity is an element of its own: put '- ' before 'identity: {}'"
                : "put '- ' before each provider: the list is ordered, and the first one writes"
            findings.add(
                .providerMultiple,
                "the element holds \(names.count) providers: \(names.joined(separator: ", "))",
                path: element.path,
                at: element.providers[1].range,
                hint: hint
            )
        }
    }
}
