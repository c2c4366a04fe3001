internal import KeyMaterial

/// What the API server lets through and someone will be sorry for.
struct ConfigurationAdvice {
    /// A key with the place it has in the file.
    struct PlacedKey {
        let place: KeyPlace
        let range: SourceRange
        let name: KeyName
        let key: SecretKey
        /// The number of its entry.
        let entry: Int

        var kind: ProviderKind { place.kind }
        var path: FieldPath { place.path }
    }

    var findings: FindingList

    static func advise(
        on configuration: EncryptionConfiguration,
        into findings: inout FindingList,
    ) {
        var advice = ConfigurationAdvice(findings: findings)
        let entries = configuration.resources.value ?? []
        if configuration.isLegacy {
            advice.findings.add(
                .legacyHeader,
                "this is the header of Kubernetes 1.7",
                path: "apiVersion",
                at: configuration.headerRange,
                hint: "use 'apiVersion: apiserver.config.k8s.io/v1' and "
                    + "'kind: EncryptionConfiguration'"
            )
        }
        advice.adviseOnResources(entries, configuration.names)
        for entry in entries { advice.adviseOnProviders(entry) }
        advice.adviseOnKeys(keys(of: entries), entries)
        findings = advice.findings
    }

    private static func keys(of entries: [ResourceEntry]) -> [PlacedKey] {
        entries.enumerated().flatMap { number, entry in
            (entry.providers.value ?? []).lazy.flatMap(\.providers).flatMap { provider in
                guard case .keys(let keys) = provider.content else { return [PlacedKey]() }
                return (keys.value ?? []).compactMap { key in
                    guard case .present(let name, let range) = key.name,
                        let bytes = key.secret.value?.key,
                        provider.kind.keyLengths.contains(bytes.count)
                    else { return nil }
                    return PlacedKey(
                        place: key.place,
                        range: range,
                        name: KeyName(name),
                        key: bytes,
                        entry: number
                    )
                }
            }
        }
    }

    private mutating func adviseOnResources(_ entries: [ResourceEntry], _ names: ResourceNames) {
        // The line of each name's first mention.
        var owners = [Int32](repeating: 0, count: names.count)
        let wildcards = Self.encryptedWildcards(entries, names)
        for (number, entry) in entries.enumerated() {
            var isWriter = false
            for (index, name) in (entry.names.value ?? []).enumerated() where !name.isUnusable {
                let range = name.range ?? entry.names.range ?? entry.range
                func path() -> FieldPath { entry.path.field("resources").element(index) }
                if names.hasNoResource(name.number) {
                    findings.add(
                        .resourceNameEmpty,
                        "the resource has no name, so nothing is encrypted",
                        path: path(),
                        at: range,
                        hint: "name a resource, such as 'secrets'"
                    )
                }
                let line = Int(owners[name.number])
                let lineHere = findings.line(of: range)
                guard line > 0 else {
                    owners[name.number] = Int32(lineHere)
                    isWriter = true
                    continue
                }
                if line != lineHere || lineHere == 1 {
                    findings.add(
                        .resourceRepeated,
                        "'\(SafeText.name(name.text(names)))' is in an earlier entry too, from "
                            + "line \(line): "
                            + "the provider lists are joined",
                        path: path(),
                        at: range,
                        hint: "only the first entry's first provider writes: join the entries"
                    )
                }
            }
            if isWriter, !Self.isExemption(entry, at: number, from: wildcards, names) {
                adviseOnWriter(entry)
            }
        }
    }

    /// Whether an entry only takes resources out of a later wildcard, as Kubernetes' documentation
    /// does with events: named one by one, identity alone.
    private static func isExemption(
        _ entry: ResourceEntry,
        at number: Int,
        from wildcards: [Int: Int],
        _ names: ResourceNames,
    ) -> Bool {
        let providers = (entry.providers.value ?? []).lazy.flatMap(\.providers).prefix(2)
        guard providers.map(\.kind) == [.identity] else { return false }
        func isEncrypted(_ wildcard: Int?) -> Bool {
            wildcard.flatMap { wildcards[$0] } ?? -1 > number
        }
        return (entry.names.value ?? []).allSatisfy { name in
            guard !name.isUnusable else { return isEncrypted(names.wholeCoreGroup) }
            guard !names.isWildcard(name.number) else { return false }
            return isEncrypted(names.wholeGroup(of: name.number)) || isEncrypted(names.everything)
        }
    }

    /// The last entry that encrypts each wildcard.
    private static func encryptedWildcards(
        _ entries: [ResourceEntry],
        _ names: ResourceNames,
    ) -> [Int: Int] {
        var wildcards: [Int: Int] = [:]
        for (number, entry) in entries.enumerated() {
            guard let first = entry.providers.value?.first?.providers.first,
                first.kind != .identity
            else { continue }
            for name in entry.names.value ?? []
            where !name.isUnusable && names.isWildcard(name.number) {
                wildcards[name.number] = number
            }
        }
        return wildcards
    }

    /// The first provider of an entry that decides what is written.
    private mutating func adviseOnWriter(_ entry: ResourceEntry) {
        guard let element = entry.providers.value?.first, element.providers.count == 1,
            let provider = element.providers.first
        else { return }
        switch provider.kind {
        case .identity:
            findings.add(
                .identityFirst,
                "identity comes first: everything new is stored as plaintext",
                path: provider.path,
                at: provider.range,
                hint: "put the provider that shall encrypt above it; identity first is right only "
                    + "while encryption is being taken back"
            )
        case .aesgcm:
            guard !Self.isMarkerOnly(provider) else { return }
            findings.add(
                .aesgcmRotation,
                "aesgcm writes with random nonces, so a key wears out",
                path: provider.path,
                at: provider.range,
                hint: "rotate the key on a schedule, well before 2^32 writes, or use secretbox or "
                    + "kms v2"
            )
        case .aescbc, .secretbox, .kms: break
        }
    }

    private static func isMarkerOnly(_ provider: ProviderField) -> Bool {
        guard case .keys(let keys) = provider.content, let keys = keys.value else { return false }
        return keys.allSatisfy { key in
            key.secret.value?.key?.isOpenShiftMarker ?? false
        }
    }

    private mutating func adviseOnProviders(_ entry: ResourceEntry) {
        for provider in (entry.providers.value ?? []).lazy.flatMap(\.providers) {
            switch provider.content {
            case .keys where provider.kind == .aescbc:
                findings.add(
                    .aescbcUnauthenticated,
                    "aescbc does not authenticate what it stores: changed or swapped values go "
                        + "unnoticed",
                    path: provider.path,
                    at: provider.range,
                    hint: "move to secretbox, aesgcm with key rotation, or kms v2"
                )
            case .kms(let kms) where kms.effectiveVersion == "v1":
                findings.add(
                    .kmsV1,
                    "kms v1 is deprecated and slow",
                    path: kms.path.field("apiVersion"),
                    at: kms.apiVersion.range ?? kms.range.startOnly,
                    hint: "move to 'apiVersion: v2'"
                )
            case .keys, .kms, .identity: break
            }
        }
    }
}

extension SecretKey {
    /// 16 zero bytes, with which OpenShift marks identity mode.
    var isOpenShiftMarker: Bool {
        withBytes { bytes in bytes.count == 16 && bytes.indices.allSatisfy { bytes[$0] == 0 } }
    }
}

/// A key as a dictionary's key.
struct KeyBytes: Hashable {
    let key: SecretKey

    static func == (left: KeyBytes, right: KeyBytes) -> Bool { left.key == right.key }

    func hash(into hasher: inout Hasher) {
        key.withBytes { bytes in
            for index in bytes.indices { hasher.combine(bytes[index]) }
        }
    }
}
