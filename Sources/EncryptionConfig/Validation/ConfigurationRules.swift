/// What decides over a resource name: its two parts as bytes, since the API server compares bytes.
struct GroupResource: Hashable {
    let resource: [UInt8]
    let group: [UInt8]

    static let everything = GroupResource(resource: [0x2A], group: [0x2A])

    init(resource: [UInt8], group: [UInt8]) {
        self.resource = resource
        self.group = group
    }

    /// Splits at the first dot.
    init(_ name: String) {
        let bytes = Array(name.utf8)
        let dot = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.count
        resource = Array(bytes[..<dot])
        group = Array(bytes[dot...].dropFirst())
    }

    var isWildcard: Bool { resource == [0x2A] }
    var wholeGroup: GroupResource { GroupResource(resource: [0x2A], group: group) }
}

/// The rules of the API server's validation, and of building chains after it.
///
/// As in Kubernetes: `validation_encryption.go` and `encryptionconfig/config.go`.
struct ConfigurationRules {
    var findings: FindingList
    let featureGates: FeatureGates
    var kmsNames: Set<[UInt8]> = []
    var seenResources: Set<GroupResource> = []

    init(_ findings: FindingList, _ featureGates: FeatureGates) {
        self.findings = findings
        self.featureGates = featureGates
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
                path: "\(entry.path).providers",
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
                names.contains("identity")
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

extension SourceRange {
    /// The place without its extent.
    var startOnly: SourceRange { SourceRange(start: start, end: start) }
}
