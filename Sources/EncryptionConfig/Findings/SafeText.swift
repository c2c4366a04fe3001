/// Makes text of a configuration fit to be shown: nothing that could be a key gets through.
///
/// A key may have landed anywhere: as a name, as a field, in a comment. So nothing is shown but words
/// that kenc knows, and names of a form that no key has.
package enum SafeText {
    private static let longestName = 40
    private static let longestText = 80
    /// Fewer characters in a row are no key.
    private static let shortestRun = 16

    /// What stands for a masked character.
    static let mark: Unicode.Scalar = "*"

    /// A name or a field as it may be quoted in a message: as it is, or masked.
    package static func name(_ text: String) -> String {
        guard !isShowable(text) else { return text }
        let count = text.unicodeScalars.count
        return String(repeating: "*", count: min(count, longestText))
            + (count > longestText ? "…" : "")
    }

    /// An apiVersion as it may be quoted: group and version are each a name.
    static func apiVersion(_ text: String) -> String {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return name(text) }
        return name(String(text[..<slash])) + "/"
            + name(String(text[text.utf8.index(after: slash)...]))
    }

    /// A name that tells things apart in data, such as a key's in stored values: as it is, unless it
    /// could be a key.
    package static func data(_ text: String) -> String {
        looksLikeKey(text) ? String(repeating: "*", count: text.unicodeScalars.count) : text
    }

    /// Whether a name may be shown: a word of the form, or of the usual letters, not too long, and
    /// no spelling of a key; or a wildcard, of all resources or of a group that may be shown.
    static func isShowable(_ text: String) -> Bool {
        if KnownWords.contains(text) || text == "*.*" { return true }
        let isWildcard = text.utf8.starts(with: "*.".utf8)
        let bytes = text.utf8.dropFirst(isWildcard ? 2 : 0)
        guard let first = bytes.first, bytes.count <= longestName, isLowerOrDigit(first),
            bytes.allSatisfy({ isLowerOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D })
        else { return false }
        return !looksLikeKey(text)
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }

    /// Whether the text has the form of a key of 12 bytes or more: hex, however separated, base64 or
    /// base32, a UUID, numbers.
    package static func looksLikeKey(_ text: String) -> Bool {
        guard !KnownWords.contains(text) else { return false }
        return hasDigits(text) || hasRun(text)
    }

    /// Hex or decimal digits with whatever between them, as in `a0:b1:…`, `a0-b1-…`, `12, 34, …`.
    private static func hasDigits(_ text: String) -> Bool {
        var digits = 0
        var decimals = 0
        var letters = 0
        for scalar in text.unicodeScalars {
            if YAMLCharacter.hexValue(scalar.value) != nil {
                digits += 1
                if YAMLCharacter.isDigit(scalar.value) { decimals += 1 }
            } else if scalar.properties.isAlphabetic, scalar != "x", scalar != "u" {
                letters += 1
            }
        }
        return letters == 0 && digits >= shortestRun && decimals > 0
    }

    /// A run of base64 or base32 that can be no word.
    private static func hasRun(_ text: String) -> Bool {
        var run = Run()
        for byte in text.utf8 {
            if run.add(byte) { continue }
            if run.isSuspicious { return true }
            run = Run()
        }
        return run.isSuspicious
    }

    /// Characters of base64 in a row.
    ///
    /// What parts words, and also stands in base64, ends a run of
    /// lower-case letters and digits only if they are words and numbers.
    private struct Run {
        private var count = 0
        private var capitals = 0
        private var lowers = 0
        private var digits = 0
        private var signs = 0
        private var changes = 0
        private var last: UInt8 = 0

        mutating func add(_ byte: UInt8) -> Bool {
            let kind: UInt8
            switch byte {
            case 0x41...0x5A: kind = 1
            case 0x61...0x7A: kind = 2
            case 0x30...0x39: kind = 3
            case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                kind = 4
            default: return false
            }
            count += 1
            switch kind {
            case 1: capitals += 1
            case 2: lowers += 1
            case 3: digits += 1
            default: signs += 1
            }
            if last == 2 && kind == 3 || last == 3 && kind == 2 || kind == 1 && last > 1 {
                changes += 1
            }
            last = kind
            return true
        }

        /// Names change seldom between letters and digits, as in `key-2024-a`; keys all the time.
        var isSuspicious: Bool {
            guard count >= SafeText.shortestRun else { return false }
            if capitals == 0, digits == 0 { return count > 63 }
            if lowers == 0, capitals == 0 { return digits >= SafeText.shortestRun }
            return changes >= 4
        }
    }
}

/// Words that say nothing of a secret: those of the file's form, and names that Kubernetes has.
enum KnownWords {
    static func contains(_ word: String) -> Bool {
        words.contains(word) || words.contains(word.lowercased())
    }

    private static let words: Set<String> = Set(
        [
            "apiversion", "kind", "resources", "resource", "providers", "provider", "keys", "key",
            "name", "secret", "endpoint", "timeout", "cachesize", "aescbc", "aesgcm", "secretbox",
            "identity", "kms", "metadata", "spec", "data", "encryptionconfiguration",
            "encryptionconfig", "list", "configmap", "pod", "apiserver.config.k8s.io",
            "apiserver.config.k8s.io/v1", "v1", "v2", "v1alpha1", "v1beta1", "true", "false",
            "null",
            "yes", "no", "on", "off", "group", "the", "and", "kenc:ignore",
        ]
    ).union(resources)

    /// The resources and groups of Kubernetes itself.
    private static let resources: Set<String> = [
        "secrets", "configmaps", "events", "pods", "nodes", "services", "endpoints", "namespaces",
        "serviceaccounts", "persistentvolumes", "persistentvolumeclaims", "replicationcontrollers",
        "resourcequotas", "limitranges", "podtemplates", "deployments", "daemonsets",
        "statefulsets", "replicasets", "controllerrevisions", "jobs", "cronjobs", "ingresses",
        "networkpolicies", "roles", "rolebindings", "clusterroles", "clusterrolebindings",
        "leases", "customresourcedefinitions", "apiservices", "validatingwebhookconfigurations",
        "mutatingwebhookconfigurations", "serviceipallocations", "servicenodeportallocations",
        "apiserveripinfo", "oauthaccesstokens", "oauthauthorizetokens", "routes", "apps", "batch",
        "extensions", "networking.k8s.io", "rbac.authorization.k8s.io", "apiextensions.k8s.io",
        "events.k8s.io", "coordination.k8s.io", "customresourcedefinitions.apiextensions.k8s.io",
    ]
}
