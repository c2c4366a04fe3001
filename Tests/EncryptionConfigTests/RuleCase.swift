import EncryptionConfig
import TestSupport
import Testing

/// A small file that one rule speaks about, and where it does.
struct RuleCase: Sendable, CustomTestStringConvertible {
    enum Source: Sendable {
        /// A file of `testdata/configs/cases`, on which there is a recorded verdict.
        case recorded(String)
        case text(String)
    }

    let rule: Rule
    let severity: Finding.Severity
    let source: Source
    var path: String?
    /// Line and column.
    var place: (line: Int, column: Int)?
    var gates = FeatureGates()

    var testDescription: String {
        guard case .recorded(let file) = source else { return rule.rawValue }
        return "\(rule.rawValue) in \(file)"
    }

    func bytes() throws -> [UInt8] {
        switch source {
        case .recorded(let file): try TestData.bytes("configs/cases/\(file)")
        case .text(let text): Array(text.utf8)
        }
    }

    /// What kube-apiserver said about the file, if that is recorded.
    var recordedVerdict: Bool? {
        guard case .recorded(let file) = source else { return nil }
        return RecordedVerdict.all.first { $0.file == file }?.ok
    }
}

extension RuleCase {
    static let all = unreadable + form + resources + keys + kms + advice

    private static func error(
        _ rule: Rule,
        _ source: Source,
        _ path: String? = nil,
        _ place: (Int, Int)? = nil,
    ) -> RuleCase {
        RuleCase(rule: rule, severity: .error, source: source, path: path, place: place)
    }

    private static func warning(
        _ rule: Rule,
        _ source: Source,
        _ path: String? = nil,
        _ place: (Int, Int)? = nil,
        kmsV1: Bool = false,
    ) -> RuleCase {
        RuleCase(
            rule: rule,
            severity: .warning,
            source: source,
            path: path,
            place: place,
            gates: FeatureGates(kmsV1: kmsV1)
        )
    }

    private static func info(
        _ rule: Rule,
        _ source: Source,
        _ path: String,
        _ place: (Int, Int),
    ) -> RuleCase {
        RuleCase(rule: rule, severity: .info, source: source, path: path, place: place)
    }

    private static let header = DerivedVerdictTests.header

    /// Resources from line 4 on, with what a provider list holds from line 6 on.
    private static func providers(_ lines: String, of resources: String = "[secrets]") -> Source {
        .text(header + "resources:\n- resources: \(resources)\n  providers:\n" + lines + "\n")
    }

    private static func key(
        _ kind: String,
        _ name: String,
        _ secret: String = DerivedVerdictTests.secret,
    ) -> String {
        "  - \(kind): {keys: [{name: \(name), secret: \(secret)}]}"
    }

    private static let unreadable: [RuleCase] = [
        error(.fileEmpty, .recorded("syntax-empty.yaml")),
        error(.notAConfiguration, .text("{\"header\": {\"cluster_id\": 1}, \"kvs\": []}")),
        error(.encoding, .text("a: b\u{7}\n"), nil, (1, 5)),
        error(.yamlSyntax, .recorded("syntax-anchor-undefined.yaml"), nil, (3, 12)),
        error(.yamlTag, providers("  - identity: {}", of: "[!!int x]"), nil, (4, 15)),
        error(.yamlMerge, .text(header + "resources:\n- <<: 5\n"), nil, (4, 7)),
        error(.yamlKey, .recorded("m0305.yaml"), nil, (7, 5)),
        error(.jsonSyntax, .recorded("syntax-flow.yaml"), nil, (1, 2)),
        error(
            .nestedTooDeeply,
            .text("a: " + String(repeating: "[", count: 10_001)),
            nil,
            (1, 10_004)
        ),
        error(.aliasLimit, .text(aliasBomb), nil, (4, 20)),
        error(.duplicateField, .recorded("syntax-dup-inner.yaml"), nil, (5, 3)),
    ]

    /// Each line is nine times the one before.
    private static let aliasBomb =
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + zip("bcdef", "abcde").map { name, before in
            "\(name): &\(name) [" + String(repeating: "*\(before), ", count: 9) + "]\n"
        }.joined()

    private static let form: [RuleCase] = [
        error(.headerApiVersion, .recorded("header-no-api.yaml"), "apiVersion", (1, 1)),
        error(.headerKind, .recorded("header-no-kind.yaml"), "kind", (1, 1)),
        error(.headerUnknown, .recorded("header-group-only.yaml"), "apiVersion", (2, 13)),
        error(
            .unknownField,
            .recorded("wrongcase-aesgcm.yaml"),
            "resources[0].providers[0].AESGCM",
            (7, 5)
        ),
        error(
            .wrongType,
            .recorded("inner-resources-string.yaml"),
            "resources[0].resources",
            (4, 14)
        ),
    ]

    private static let resources: [RuleCase] = [
        error(.resourcesRequired, .recorded("resources-missing.yaml"), "resources", (1, 1)),
        error(
            .resourceNamesRequired,
            .recorded("inner-resources-empty.yaml"),
            "resources[0].resources",
            (4, 14)
        ),
        named(.resourceCapital, "resource-capital.yaml"),
        named(.resourceStar, "resource-star.yaml"),
        named(.resourceNotStored, "resource-apiserveripinfo.yaml"),
        named(.resourceEventsGroup, "resource-events-group.yaml"),
        named(.resourceExtensionsGroup, "resource-extensions.yaml"),
        error(
            .resourceAcrossGroups,
            providers("  - identity: {}", of: "[a, 'b.*']"),
            "resources[0].resources[1]",
            (4, 18)
        ),
        error(
            .resourceDuplicate,
            .recorded("resource-dup.yaml"),
            "resources[0].resources",
            (6, 5)
        ),
        error(
            .resourceOverlap,
            .recorded("resource-overlap-core.yaml"),
            "resources[0].resources",
            (6, 5)
        ),
        error(
            .resourceMasked,
            .recorded("two-all-then-group.yaml"),
            "resources[1].resources[0]",
            (12, 5)
        ),
    ]

    private static func named(_ rule: Rule, _ file: String) -> RuleCase {
        error(rule, .recorded(file), "resources[0].resources[0]", (5, 5))
    }

    private static let keys: [RuleCase] = [
        error(
            .providersRequired,
            .recorded("providers-empty.yaml"),
            "resources[0].providers",
            (5, 14)
        ),
        error(
            .providerMissing,
            .recorded("nullprovider-secretbox.yaml"),
            "resources[0].providers[0]",
            (7, 5)
        ),
        error(
            .providerMultiple,
            providers("  - identity: {}\n    secretbox: {keys: []}"),
            "resources[0].providers[0]",
            (7, 5)
        ),
        error(
            .keysRequired,
            .recorded("nokeys-secretbox.yaml"),
            "resources[0].providers[0].secretbox.keys",
            (8, 13)
        ),
        error(
            .keyNameRequired,
            .recorded("noname-secretbox.yaml"),
            "resources[0].providers[0].secretbox.keys[0].name",
            (9, 9)
        ),
        error(
            .secretRequired,
            .recorded("keysize-aescbc-0.yaml"),
            "resources[0].providers[0].aescbc.keys[0].secret",
            (10, 17)
        ),
        error(
            .secretBase64,
            .recorded("base64-garbage.yaml"),
            "resources[0].providers[0].aescbc.keys[0].secret",
            (10, 17)
        ),
        error(
            .secretLength,
            .recorded("keysize-secretbox-15.yaml"),
            "resources[0].providers[0].secretbox.keys[0].secret",
            (10, 17)
        ),
    ]

    private static func plugin(_ name: String, _ fields: String = "apiVersion: v2") -> String {
        "  - kms: {endpoint: 'unix:///a', name: \(name), \(fields)}"
    }

    private static let kms: [RuleCase] = [
        error(
            .kmsNameRequired,
            providers(plugin("''")),
            "resources[0].providers[0].kms.name",
            (6, 40)
        ),
        error(
            .kmsNameColon,
            providers(plugin("'a:b'")),
            "resources[0].providers[0].kms.name",
            (6, 40)
        ),
        error(
            .kmsNameDuplicate,
            .recorded("kms-dup-v2-cross.yaml"),
            "resources[1].providers[0].kms.name",
            (13, 13)
        ),
        error(
            .kmsEndpoint,
            .recorded("kms-badurl.yaml"),
            "resources[0].providers[0].kms.endpoint",
            (9, 17)
        ),
        error(
            .kmsTimeout,
            .recorded("kms-timeout0.yaml"),
            "resources[0].providers[0].kms.timeout",
            (11, 16)
        ),
        error(
            .kmsCacheSize,
            providers(plugin("a", "apiVersion: v2, cachesize: 5")),
            "resources[0].providers[0].kms.cachesize",
            (6, 70)
        ),
        error(
            .kmsApiVersion,
            providers(plugin("a", "apiVersion: v3")),
            "resources[0].providers[0].kms.apiVersion",
            (6, 55)
        ),
        error(
            .kmsV1Disabled,
            .recorded("kms-v1.yaml"),
            "resources[0].providers[0].kms.apiVersion",
            (10, 19)
        ),
        warning(
            .kmsV1,
            .text(v1Plugins(1)),
            "resources[0].providers[0].kms.apiVersion",
            (6, 55),
            kmsV1: true
        ),
        warning(
            .kmsNameReload,
            .text(v1Plugins(2)),
            "resources[0].providers[1].kms.name",
            (7, 40),
            kmsV1: true
        ),
    ]

    private static func v1Plugins(_ count: Int) -> String {
        let plugins = Array(repeating: plugin("a", "apiVersion: v1"), count: count)
        return header + "resources:\n- resources: [secrets]\n  providers:\n"
            + plugins.joined(separator: "\n") + "\n"
    }

    private static let advice: [RuleCase] = [
        warning(
            .identityFirst,
            .recorded("identity-twice.yaml"),
            "resources[0].providers[0].identity",
            (7, 5)
        ),
        warning(
            .duplicateKeyName,
            .recorded("dupkeyname-secretbox.yaml"),
            "resources[0].providers[0].secretbox.keys[1].name",
            (11, 15)
        ),
        warning(
            .duplicateKeyBytes,
            .recorded("dupkeysecret-aescbc.yaml"),
            "resources[0].providers[0].aescbc.keys[1].secret",
            (11, 15)
        ),
        warning(
            .keyNameColon,
            .recorded("colonname-aescbc.yaml"),
            "resources[0].providers[0].aescbc.keys[0].name",
            (9, 15)
        ),
        warning(
            .keyNameOverlap,
            providers(
                "  - aescbc: {keys: [{name: a, secret: \(DerivedVerdictTests.secret)},\n"
                    + "      {name: 'a:b', secret: hFQX/S0wOjQ9sEFZjxCU3kQcaX3gIeEDjhrTFhx6Bts=}]}"
            ),
            "resources[0].providers[0].aescbc.keys[1].name",
            (7, 14)
        ),
        warning(
            .resourceRepeated,
            .recorded("two-same.yaml"),
            "resources[1].resources[0]",
            (12, 5)
        ),
        warning(
            .resourceNameEmpty,
            .recorded("inner-resources-empty-item.yaml"),
            "resources[0].resources[0]",
            (4, 15)
        ),
        weak(.sampleKey, "c2VjcmV0IGlzIHNlY3VyZQ=="),
        weak(.lowEntropyKey, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        weak(.asciiKey, "bXkgb3duIHBhc3NwaHJhc2UgZm9yIGV0Y2QgZGF0YTE="),
        info(
            .shortKey,
            .recorded("keysize-aescbc-16.yaml"),
            "resources[0].providers[0].aescbc.keys[0].secret",
            (9, 15)
        ),
        warning(
            .secretInName,
            providers(key("aescbc", "9f86d081884c7d659a2feaa0c55ad015")),
            "resources[0].providers[0].aescbc.keys[0].name",
            (6, 28)
        ),
        info(
            .aescbcUnauthenticated,
            .recorded("base64-inner-crlf.yaml"),
            "resources[0].providers[0].aescbc",
            (7, 5)
        ),
        info(
            .aesgcmRotation,
            .recorded("keysize-aesgcm-32.yaml"),
            "resources[0].providers[0].aesgcm",
            (7, 5)
        ),
        info(.legacyHeader, .recorded("header-legacy.yaml"), "apiVersion", (2, 1)),
        info(
            .openshiftMarker,
            providers(key("aesgcm", "key1", "AAAAAAAAAAAAAAAAAAAAAA==")),
            "resources[0].providers[0].aesgcm.keys[0].secret",
            (6, 28)
        ),
        warning(.laterDocuments, .recorded("syntax-two-docs-second-bad.yaml"), nil, (12, 1)),
    ]

    private static func weak(_ rule: Rule, _ secret: String) -> RuleCase {
        warning(
            rule,
            providers(key("aescbc", "key1", secret)),
            "resources[0].providers[0].aescbc.keys[0].secret",
            (6, 28)
        )
    }
}
