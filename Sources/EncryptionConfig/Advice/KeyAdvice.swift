package import KeyMaterial

/// Keys that are weak, or get in each other's way.
extension ConfigurationAdvice {
    mutating func adviseOnKeys(_ keys: [PlacedKey], _ entries: [ResourceEntry]) {
        for key in keys { adviseOnKey(key) }
        // Only entries with keys are ever compared.
        let names = Self.names(of: entries, Set(keys.map(\.entry)))
        var firstWithBytes: [KeyBytes: Int] = [:]
        var byHead: [KeyHead: [Int]] = [:]
        for (index, key) in keys.enumerated() {
            if let first = firstWithBytes[KeyBytes(key: key.key)] {
                adviseOnReuse(key, keys[first])
            } else {
                firstWithBytes[KeyBytes(key: key.key)] = index
            }
            let head = KeyHead(key)
            // Only keys that meet in one chain get in each other's way, and only names of one head.
            for number in Self.recent(byHead[head] ?? [], before: index) {
                guard let conflict = KeyConflict(keys[number], key),
                    keys[number].entry == key.entry
                        || !names[keys[number].entry].isDisjoint(with: names[key.entry])
                else { continue }
                advise(on: conflict, keys[number], key)
            }
            byHead[head, default: []].append(index)
        }
    }

    /// Those of the last fifty keys: more would take the square of a hostile file's length.
    private static func recent(_ numbers: [Int], before index: Int) -> ArraySlice<Int> {
        let first = numbers.suffix(50).firstIndex { $0 >= index - 50 }
        return numbers[(first ?? numbers.endIndex)...]
    }

    /// What the names of two keys have in common that get in each other's way.
    private struct KeyHead: Hashable {
        let kind: ProviderKind
        /// The name up to its first colon.
        let head: KeyName

        init(_ key: PlacedKey) {
            kind = key.kind
            let name = key.name.text
            let colon = name.utf8.firstIndex(of: UInt8(ascii: ":"))
            head = colon.map { KeyName(String(name[..<$0])) } ?? key.name
        }
    }

    /// The names of each entry that holds one of the keys.
    private static func names(
        of entries: [ResourceEntry],
        _ numbers: Set<Int>,
    ) -> [Set<Int>] {
        // With one entry there is nothing to compare.
        guard numbers.count > 1 else { return entries.map { _ in [] } }
        return entries.enumerated().map { number, entry in
            guard numbers.contains(number) else { return [] }
            return Set((entry.names.value ?? []).map(\.number))
        }
    }

    private mutating func adviseOnReuse(_ key: PlacedKey, _ first: PlacedKey) {
        guard key.name != first.name else { return }
        let line = findings.line(of: first.range)
        findings.add(
            .duplicateKeyBytes,
            "the key '\(SafeText.name(key.name.text))' has the same secret as "
                + "'\(SafeText.name(first.name.text))' on line \(line)",
            path: key.path.field("secret"),
            at: key.range,
            hint: "a new name alone rotates nothing: " + SecretHints.howToMake
        )
    }

    private mutating func advise(
        on conflict: KeyConflict,
        _ earlier: PlacedKey,
        _ key: PlacedKey,
    ) {
        switch conflict {
        case .sameName:
            let line = findings.line(of: earlier.range)
            let garbage =
                key.kind == .aescbc
                ? "; under aescbc about one value in 250 opens with the wrong one and yields garbage"
                : ""
            findings.add(
                .duplicateKeyName,
                "the name '\(SafeText.name(key.name.text))' is used on line \(line) "
                    + "with another secret\(garbage)",
                path: key.path.field("name"),
                at: key.range,
                hint: "give every key its own name"
            )
        case .sameUpToColon:
            findings.add(
                .keyNameOverlap,
                "the names '\(SafeText.name(earlier.name.text))' and '\(SafeText.name(key.name.text))' are "
                    + "the same up to a ':', so each is tried on the other's values",
                path: key.path.field("name"),
                at: key.range,
                hint: "choose names without ':'"
            )
        }
    }

    private mutating func adviseOnKey(_ key: PlacedKey) {
        if key.name.text.utf8.contains(UInt8(ascii: ":")) {
            findings.add(
                .keyNameColon,
                "the key's name holds a ':', which ends the name in stored values",
                path: key.path.field("name"),
                at: key.range,
                hint: "choose a name without ':'"
            )
        }
        if SafeText.looksLikeKey(key.name.text) {
            findings.add(
                .secretInName,
                "the key's name looks like a secret, and every value shows it",
                path: key.path.field("name"),
                at: key.range,
                hint: "if it is one, make a new key: names are stored in the clear"
            )
        }
        if key.kind == .aesgcm, key.key.isOpenShiftMarker {
            findings.add(
                .openshiftMarker,
                "16 zero bytes: OpenShift's mark for identity mode, not a key",
                path: key.path.field("secret"),
                at: key.range
            )
            return
        }
        adviseOnStrength(key)
    }

    private mutating func adviseOnStrength(_ key: PlacedKey) {
        let path = key.path.field("secret")
        let weakness: (rule: Rule, message: String)? =
            switch KeyStrength(key.key) {
            case .sample: (.sampleKey, "this secret is printed in documentation, everyone knows it")
            case .lowEntropy: (.lowEntropyKey, "the secret repeats itself too much to be random")
            case .text:
                (.asciiKey, "the secret is plain text, which is easier to guess than random bytes")
            case .strong: nil
            }
        if let weakness {
            findings.add(
                weakness.rule,
                weakness.message,
                path: path,
                at: key.range,
                hint: SecretHints.howToMake
            )
        }
        if key.kind != .secretbox, key.key.count < 32 {
            findings.add(
                .shortKey,
                "the secret has \(key.key.count) bytes; 32 are advised",
                path: path,
                at: key.range
            )
        }
    }
}

/// Why two keys of one chain get in each other's way.
private enum KeyConflict {
    case sameName
    case sameUpToColon

    init?(_ earlier: ConfigurationAdvice.PlacedKey, _ key: ConfigurationAdvice.PlacedKey) {
        let (first, second) = (earlier.name.text.utf8, key.name.text.utf8)
        if earlier.name == key.name {
            // Aliases repeat one key, which needs no comparison.
            guard earlier.key !== key.key, earlier.key != key.key else { return nil }
            self = .sameName
        } else if Self.extends(second, first) || Self.extends(first, second) {
            self = .sameUpToColon
        } else {
            return nil
        }
    }

    /// Whether `long` is `short`, a colon, and maybe more.
    private static func extends(_ long: String.UTF8View, _ short: String.UTF8View) -> Bool {
        guard long.starts(with: short) else { return false }
        return long.dropFirst(short.count).first == UInt8(ascii: ":")
    }
}

/// How much there is to say against a key.
package enum KeyStrength: Sendable {
    case sample, lowEntropy, text, strong

    /// Secrets that documentation and tutorials print.
    private static let samples = [
        "secret is secure", "this is password", "abcdefghijklmnopqrstuvwxyz123456",
        "passwordpassword", "0123456789abcdef", "0123456789abcdef0123456789abcdef",
        "this-is-very-sec", "aaaaaaaaaaaaaaaa",
    ]

    package init(_ key: SecretKey) {
        self = key.withBytes { bytes in
            if Self.samples.contains(where: { Self.equals(bytes, $0.utf8) }) {
                .sample
            } else if Self.repeatsItself(bytes) {
                .lowEntropy
            } else if bytes.indices.allSatisfy({ Self.isText(bytes[$0]) }) {
                .text
            } else {
                .strong
            }
        }
    }

    private static func equals(_ bytes: Span<UInt8>, _ text: String.UTF8View) -> Bool {
        bytes.count == text.count && zip(bytes.indices, text).allSatisfy { bytes[$0] == $1 }
    }

    private static func isText(_ byte: UInt8) -> Bool {
        (0x20...0x7E).contains(byte) || byte == 0x0A
    }

    /// Random bytes have nearly as many different values and differences as there are bytes.
    private static func repeatsItself(_ bytes: Span<UInt8>) -> Bool {
        guard count(bytes.count, { bytes[$0] }) > bytes.count / 2 else { return true }
        return count(bytes.count - 1, { bytes[$0 + 1] &- bytes[$0] }) <= bytes.count / 3
    }

    /// How many different bytes there are.
    private static func count(_ number: Int, _ byte: (Int) -> UInt8) -> Int {
        var seen = [Bool](repeating: false, count: 256)
        for index in 0..<number { seen[Int(byte(index))] = true }
        return seen.count { $0 }
    }
}
