import EncryptionConfig
import Testing

/// Verdicts derived from the source of kube-apiserver v1.36 and its libraries.
struct DerivedVerdictTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let isValid: Bool

        init(_ name: String, _ text: String, _ isValid: Bool) {
            testDescription = name
            self.text = text
            self.isValid = isValid
        }
    }

    static let header = "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n"
    static let secret = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="

    static func named(_ name: String) -> String {
        header + "resources: [{resources: [secrets], providers: [{aescbc: {keys: [{name: \(name), "
            + "secret: \(secret)}]}}]}]\n"
    }

    static func kms(_ fields: String) -> String {
        header + "resources: [{resources: [secrets], providers: [{kms: {name: a, \(fields)}}]}]\n"
    }

    static func resources(_ list: String) -> String {
        header + "resources: [{resources: \(list), providers: [{identity: {}}]}]\n"
    }

    static let cases: [Case] = [
        Case("a date is a string", named("2024-01-01"), true),
        Case("minutes are a string", named("1:30"), true),
        Case("a number beyond the range is a string", named("1e999"), true),
        Case("underscores in digits are a number", named("1_000"), false),
        Case("grouped digits after a point are a number", named(".5_0"), false),
        Case("a binary number with a sign inside", named("0b-101"), false),
        Case("yes is a boolean", named("yes"), false),
        Case("yEs is a string", named("yEs"), true),
        Case("a local tag leaves a string", named("!foo 5"), true),
        Case("the bare tag leaves a string", named("! 5"), true),
        Case("an integer tag on text", named("!!int x"), false),
        Case("a timestamp tag on a date that is none", named("!!timestamp 2023-02-29"), false),
        Case("a binary tag is decoded", named("!!binary azE="), true),
        Case("a question mark ends a flow scalar", named("k?"), false),
        Case("a colon before a bracket is text", resources("[secrets:]"), true),
        Case("a slash is not escaped in YAML", named("\"a\\/b\""), false),
        Case("cachesize of a whole float", kms("endpoint: 'unix:///a', cachesize: 1.0"), false),
        Case(
            "v2 with a whole duration",
            kms("endpoint: 'unix:///a', apiVersion: v2, timeout: 1m1s"),
            true
        ),
        Case("days are no unit", kms("endpoint: 'unix:///a', apiVersion: v2, timeout: 1d"), false),
        Case("the scheme in capitals", kms("endpoint: 'UNIX:///a', apiVersion: v2"), true),
        Case("a broken escape", kms("endpoint: 'unix:///%zz', apiVersion: v2"), false),
        Case("a twice broken escape", kms("endpoint: 'unix:///%25zz', apiVersion: v2"), false),
        Case("a port that is none", kms("endpoint: 'unix://a:b/c', apiVersion: v2"), false),
        Case(
            "an address with a zone",
            kms("endpoint: 'unix://[fe80::1%25en0]/x', apiVersion: v2"),
            true
        ),
        Case("an empty zone", kms("endpoint: 'unix://[fe80::1%25]/x', apiVersion: v2"), false),
        Case(
            "a zone without an address",
            kms("endpoint: 'unix://[%25a]/x', apiVersion: v2"),
            false
        ),
        Case(
            "a zone of two words",
            kms("endpoint: 'unix://[::1%25a%20b]/x', apiVersion: v2"),
            true
        ),
        Case(
            "a control in a zone",
            kms("endpoint: 'unix://[::1%25a%01]/x', apiVersion: v2"),
            false
        ),
        Case("two colons and a port", kms("endpoint: 'unix://a:b:1/x', apiVersion: v2"), true),
        Case("two colons and no port", kms("endpoint: 'unix://a:1:b/x', apiVersion: v2"), false),
        Case(
            "a control character behind the #",
            kms("endpoint: \"unix:///a#\\x01\", apiVersion: v2"),
            true
        ),
        Case(
            "a control character before the #",
            kms("endpoint: \"unix:///a\\x01#\", apiVersion: v2"),
            false
        ),
        Case("a capital beyond ASCII", resources("[É]"), false),
        Case("small letters beyond ASCII", resources("[é]"), true),
        Case("the same name with and without its dot", resources("[secrets, secrets.]"), false),
        Case("a wildcard and its group", resources("['*.apps', deployments.apps]"), false),
        Case("a second document that is broken", resources("[a]") + "---\n: [\n", true),
        Case("YAML 1.2", "%YAML 1.2\n---\n" + resources("[a]"), false),
        Case("YAML 1.1", "%YAML 1.1\n---\n" + resources("[a]"), true),
        Case("a byte order mark", "\u{FEFF}" + resources("[a]"), true),
        Case("two byte order marks", "\u{FEFF}\u{FEFF}" + resources("[a]"), false),
        Case(
            "a merge that brings a field twice",
            header
                + "resources: [{<<: &a {resources: [a]}, resources: [a], "
                + "providers: [{identity: {}}]}]\n",
            false
        ),
        Case(
            "a merge that completes a mapping",
            header + "resources: [{<<: {resources: [a]}, providers: [{identity: {}}]}]\n",
            true
        ),
        Case("text after the JSON object", "{\"kind\": 1} x", false),
        Case("the old version with a slash before it", legacy("/v1"), true),
        Case("the old version", legacy("v1"), true),
        Case("nothing", "", false),
    ]

    static func legacy(_ version: String) -> String {
        resources("[a]").replacing(header, with: "apiVersion: \(version)\nkind: EncryptionConfig\n")
    }

    @Test(arguments: cases)
    func agrees(_ example: Case) throws {
        let report = try ConfigurationValidator().validate(Array(example.text.utf8))
        #expect(report.isValid == example.isValid, "\(report.findings.map(\.message))")
    }

    @Test func neverReadsTooMuch() {
        let bytes = [UInt8](repeating: 0x20, count: ConfigurationValidator.maximumBytes + 1)
        #expect(throws: ConfigurationValidator.FileTooLarge.self) {
            try ConfigurationValidator().validate(bytes)
        }
    }

    @Test(arguments: ["[", "{", "- ", "? ", "a: ", "&a ", "!", "'", "{\"a\":", "x: *"])
    func survivesRepetition(_ part: String) throws {
        let text = String(repeating: part, count: 20_000 / part.utf8.count)
        let started = ContinuousClock.now
        let report = try ConfigurationValidator().validate(Array(text.utf8))
        #expect(!report.isValid)
        #expect(ContinuousClock.now - started < .seconds(10))
    }

    @Test func refusesAnAliasBomb() throws {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (name, before) in zip("bcdefghijklmn", "abcdefghijklm") {
            text += "\(name): &\(name) [" + String(repeating: "*\(before), ", count: 9) + "]\n"
        }
        let report = try ConfigurationValidator().validate(Array(text.utf8))
        #expect(report.findings.contains { $0.rule == .aliasLimit })
    }
}
