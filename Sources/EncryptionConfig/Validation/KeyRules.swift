internal import KeyMaterial

/// Keys and their secrets.
extension ConfigurationRules {
    mutating func checkKeys(_ keys: Field<[KeyEntry]>, of provider: ProviderField) {
        if keys.isUnusable { return }
        guard let keys = keys.value, !keys.isEmpty else {
            findings.add(
                .keysRequired,
                "at least one key is required",
                path: provider.path.field("keys"),
                at: keys.range ?? provider.range,
                hint: "a key has a name and a secret: 'keys: [{name: key1, secret: …}]'"
            )
            return
        }
        for key in keys { checkKey(key, of: provider.kind) }
    }

    private mutating func checkKey(_ key: KeyEntry, of kind: ProviderKind) {
        if !key.name.isUnusable, key.name.value?.isEmpty ?? true {
            findings.add(
                .keyNameRequired,
                "the key has no name",
                path: key.path.field("name"),
                at: key.name.range ?? key.range.startOnly,
                hint: "the name is stored with every value, so choose one that was never used"
            )
        }
        if key.secret.isUnusable { return }
        let path = key.path.field("secret")
        guard case .present(let secret, let range) = key.secret, !secret.isEmpty else {
            findings.add(
                .secretRequired,
                "the key has no secret",
                path: path,
                at: key.secret.range ?? key.range.startOnly,
                hint: SecretHints.howToMake
            )
            return
        }
        guard let decoded = secret.key else {
            findings.add(
                .secretBase64,
                "the secret is not base64",
                path: path,
                at: range,
                hint: secret.text.withBytes(secret.range) { SecretHints.hint(forBroken: $0) }
            )
            return
        }
        guard kind.keyLengths.contains(decoded.count) else {
            let expected = kind.keyLengths.map(String.init)
            let list =
                expected.count == 1
                ? expected[0]
                : expected.dropLast().joined(separator: ", ") + " or "
                    + expected[expected.count - 1]
            findings.add(
                .secretLength,
                "the secret has \(decoded.count) bytes, \(kind.rawValue) needs \(list)",
                path: path,
                at: range,
                hint: secret.text.withBytes(secret.range) { text in
                    decoded.withBytes { SecretHints.hint(forLengthOf: $0, text: text, kind) }
                }
            )
            return
        }
    }
}
