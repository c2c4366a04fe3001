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

    private mutating func checkKey(_ key: KeyEntry, of kind: ProviderField.Kind) {
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
        guard let bytes = GoBase64.decode(secret.utf8) else {
            findings.add(
                .secretBase64,
                "the secret is not base64",
                path: path,
                at: range,
                hint: SecretHints.hint(forBroken: secret)
            )
            return
        }
        guard kind.keyLengths.contains(bytes.count) else {
            let expected = kind.keyLengths.map(String.init)
            let list =
                expected.count == 1
                ? expected[0]
                : expected.dropLast().joined(separator: ", ") + " or "
                    + expected[expected.count - 1]
            findings.add(
                .secretLength,
                "the secret has \(bytes.count) bytes, \(kind.rawValue) needs \(list)",
                path: path,
                at: range,
                hint: SecretHints.hint(forLengthOf: bytes, text: secret, kind)
            )
            return
        }
    }
}

extension ProviderField.Kind {
    /// The lengths of a key in bytes.
    var keyLengths: [Int] {
        switch self {
        case .aescbc, .aesgcm: [16, 24, 32]
        case .secretbox: [32]
        case .identity, .kms: []
        }
    }
}

/// What usually lies behind a secret that is none.
enum SecretHints {
    static let howToMake = "make one: head -c 32 /dev/urandom | base64"

    static func hint(forBroken text: String) -> String {
        if text.contains("${") || text.contains("$(") || text.hasPrefix("$") {
            return "this is a variable that was not expanded: fill it in before writing the file, "
                + "for example with envsubst"
        }
        if text.contains("{{") || text.contains("<") {
            return "this is a placeholder that was not filled in"
        }
        let characters = Array(text.utf8)
        let dense = characters.filter { !YAMLCharacter.isBlankBreakOrEnd(UInt32($0)) }
        if dense.count < characters.count, decodes(dense) {
            return "remove the spaces: only line breaks are ignored inside base64"
        }
        if isHex(dense) {
            return "this looks like hex: turn it into base64 with 'xxd -r -p | base64'"
        }
        let standard = dense.map { byte in
            byte == UInt8(ascii: "-")
                ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        if standard != dense, decodes(padded(standard)) {
            return "this is the URL-safe alphabet: replace '-' by '+' and '_' by '/'"
                + (decodes(standard) ? "" : ", and pad with '=' to a multiple of 4 characters")
        }
        if let bytes = GoBase64.decode(padded(dense)) {
            return "the padding is missing: with '=' up to a multiple of 4 characters it would be "
                + "\(bytes.count) bytes"
        }
        return "use the standard alphabet (A-Z a-z 0-9 + /) with padding; " + howToMake
    }

    static func hint(
        forLengthOf bytes: [UInt8],
        text: String,
        _ kind: ProviderField.Kind,
    ) -> String {
        let characters = Array(text.utf8)
        if isHex(characters) {
            return "this looks like hex, which is \(characters.count / 2) bytes: turn it into "
                + "base64 with 'xxd -r -p | base64'"
        }
        if bytes.last == 0x0A, kind.keyLengths.contains(bytes.count - 1) {
            return "the last byte is a line feed: echo added it, use 'printf %s' or 'echo -n'"
        }
        if let inner = GoBase64.decode(bytes), kind.keyLengths.contains(inner.count) {
            return "it was encoded twice: decode it once"
        }
        if isHex(bytes), kind.keyLengths.contains(bytes.count / 2) {
            return "these are the hex digits of a key, encoded: decode them with "
                + "'base64 -d | xxd -r -p | base64'"
        }
        if kind == .secretbox, [16, 24].contains(bytes.count) {
            return "secretbox takes 32 bytes only; " + howToMake
        }
        return howToMake
    }

    private static func isHex(_ text: [UInt8]) -> Bool {
        text.count >= 32 && text.count.isMultiple(of: 2)
            && text.allSatisfy { YAMLCharacter.hexValue(UInt32($0)) != nil }
    }

    private static func decodes(_ text: [UInt8]) -> Bool { GoBase64.decode(text) != nil }

    private static func padded(_ text: [UInt8]) -> [UInt8] {
        let bare = text.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
        let missing = (4 - bare.count % 4) % 4
        return missing == 3 ? text : bare + [UInt8](repeating: UInt8(ascii: "="), count: missing)
    }
}
