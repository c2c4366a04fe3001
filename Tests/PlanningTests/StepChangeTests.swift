import EncryptionConfig
import Planning
import Testing

/// Every change that a step can make to one resource: whether it is safe, and every finding.
struct StepChangeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let name: String
        let old: [Entry]
        let new: [Entry]
        let isSafe: Bool
        let rules: [Rule]
        var testDescription: String { name }

        init(
            _ name: String,
            _ old: [Entry],
            _ new: [Entry],
            isSafe: Bool,
            _ rules: Rule...
        ) {
            (self.name, self.old, self.new, self.isSafe, self.rules) =
                (name, old, new, isSafe, rules)
        }
    }

    struct Entry: Sendable {
        let names: String
        let providers: [SampleProvider]
        /// One entry, for secrets unless something else is named.
        static func of(_ providers: SampleProvider..., names: String = "[secrets]") -> Entry {
            Entry(names: names, providers: providers)
        }
    }

    private static let other = Entry.of(.secretbox("o"), .identity, names: "[configmaps]")
    private static let pluginA = SampleProvider.kms("v2", "a")
    private static let pluginB = SampleProvider.kms("v2", "b")

    static let rows: [Row] = [
        Row(
            "nothing changes",
            [.of(.aescbc("k1"), .identity)],
            [.of(.aescbc("k1"), .identity)],
            isSafe: true
        ),
        Row(
            "a reader comes in",
            [.of(.aescbc("k1"), .identity)],
            [.of(.aescbc("k1", "k2"), .identity)],
            isSafe: true
        ),
        Row(
            "a reader is promoted",
            [.of(.aescbc("k1", "k2"), .identity)],
            [.of(.aescbc("k2", "k1"), .identity)],
            isSafe: true
        ),
        Row(
            "a key comes in and writes at once",
            [.of(.aescbc("k1"), .identity)],
            [.of(.aescbc("k2", "k1"), .identity)],
            isSafe: false,
            .stepNewWriteKey
        ),
        Row(
            "a reader goes",
            [.of(.aescbc("k2", "k1"), .identity)],
            [.of(.aescbc("k2"), .identity)],
            isSafe: false,
            .stepReadKeyRemoved
        ),
        Row(
            "the writer goes while another is promoted",
            [.of(.aescbc("k1", "k2"), .identity)],
            [.of(.aescbc("k2"), .identity)],
            isSafe: false,
            .stepWriteKeyRemoved
        ),
        Row(
            "readers change places",
            [.of(.aescbc("k1", "k2", "k3"), .identity)],
            [.of(.aescbc("k1", "k3", "k2"), .identity)],
            isSafe: true
        ),
        Row(
            "a resource comes in that reads plaintext first",
            [Self.other],
            [Self.other, .of(.identity, .aescbc("k1"))],
            isSafe: true,
            .stepResourceAdded
        ),
        Row(
            "a resource comes in and encrypts at once",
            [Self.other],
            [Self.other, .of(.aescbc("k1"), .identity)],
            isSafe: false,
            .stepResourceAdded,
            .stepNewWriteKey
        ),
        Row(
            "a resource comes in without identity",
            [Self.other],
            [Self.other, .of(.aescbc("k1"))],
            isSafe: false,
            .stepResourceAdded,
            .stepNewWriteKey,
            .stepIdentityRemoved
        ),
        Row(
            "an entry is dropped",
            [Self.other, .of(.identity, .aescbc("k1"))],
            [Self.other],
            isSafe: false,
            .stepResourceDropped
        ),
        Row(
            "a key keeps its name",
            [.of(.aescbc("k1"), .identity)],
            [.of(.otherBytes("k1"), .aescbc("k0"), .identity)],
            isSafe: false,
            .stepNewWriteKey,
            .stepKeyBytesChanged
        ),
        Row(
            "another provider comes in behind",
            [.of(.aescbc("k1"), .identity)],
            [.of(.aescbc("k1"), .secretbox("s1"), .identity)],
            isSafe: true
        ),
        Row(
            "another provider under the same name",
            [.of(.aescbc("k1"), .identity)],
            [.of(.secretbox("k1"), .identity)],
            isSafe: false,
            .stepNewWriteKey,
            .stepWriteKeyRemoved
        ),
        Row(
            "identity comes in",
            [.of(.aescbc("k1"))],
            [.of(.aescbc("k1"), .identity)],
            isSafe: true
        ),
        Row(
            "identity goes",
            [.of(.aescbc("k1"), .identity)],
            [.of(.aescbc("k1"))],
            isSafe: false,
            .stepIdentityRemoved
        ),
        Row(
            "identity goes to the front",
            [.of(.aescbc("k1"), .identity)],
            [.of(.identity, .aescbc("k1"))],
            isSafe: true,
            .stepPlaintextAgain
        ),
        Row(
            "identity comes in at the front",
            [.of(.aescbc("k1"))],
            [.of(.identity, .aescbc("k1"))],
            isSafe: false,
            .stepPlaintextAgain,
            .stepNewWriteKey
        ),
        Row(
            "an exact entry lacks a reader of the wildcard",
            [.of(.aescbc("k1", "k2"), .identity, names: "['*.*']")],
            [.of(.aescbc("k1"), .identity), .of(.aescbc("k1", "k2"), .identity, names: "['*.*']")],
            isSafe: false,
            .stepReadKeyRemoved
        ),
        Row(
            "an exact entry goes back under a wildcard that lacks its key",
            [.of(.aescbc("k1"), .identity), .of(.aescbc("k2"), .identity, names: "['*.*']")],
            [.of(.aescbc("k2"), .identity, names: "['*.*']")],
            isSafe: false,
            .stepNewWriteKey,
            .stepWriteKeyRemoved
        ),
        Row(
            "an exact entry goes back under a wildcard that reads all of it",
            [
                .of(.aescbc("k1", "k2"), .identity),
                .of(.aescbc("k2", "k1"), .identity, names: "['*.*']"),
            ],
            [.of(.aescbc("k2", "k1"), .identity, names: "['*.*']")],
            isSafe: true
        ),
        Row(
            "a plugin comes in behind",
            [.of(.aescbc("k1"), .identity)],
            [.of(.aescbc("k1"), Self.pluginA, .identity)],
            isSafe: true,
            .stepKmsAdded
        ),
        Row(
            "a plugin writes no longer",
            [.of(Self.pluginA, .aescbc("k1"), .identity)],
            [.of(.aescbc("k1"), Self.pluginA, .identity)],
            isSafe: true,
            .stepKmsReads
        ),
        Row(
            "a plugin goes",
            [.of(.aescbc("k1"), Self.pluginA, .identity)],
            [.of(.aescbc("k1"), .identity)],
            isSafe: false,
            .stepReadKeyRemoved
        ),
        Row(
            "a plugin gets another name",
            [.of(Self.pluginA, .identity)],
            [.of(Self.pluginB, .identity)],
            isSafe: false,
            .stepNewWriteKey,
            .stepWriteKeyRemoved,
            .stepKmsAdded
        ),
        Row(
            "a plugin gets another version",
            [.of(.kms("v1", "a"), .identity)],
            [.of(.kms("v2", "a"), .identity)],
            isSafe: false,
            .stepNewWriteKey,
            .stepWriteKeyRemoved,
            .stepKmsAdded
        ),
    ]

    @Test(arguments: rows)
    func judges(_ row: Row) throws {
        func configuration(_ entries: [Entry]) throws -> ValidatedConfiguration {
            try SampleFile(entries.map { ($0.names, $0.providers) }).configuration()
        }
        let step = Step(from: try configuration(row.old), to: try configuration(row.new))
        #expect(step.isSafe == row.isSafe)
        #expect(step.findings.map(\.rule) == row.rules)
        for finding in step.findings {
            // A sentence that names the resource, and what to do.
            #expect(finding.message.contains("secrets") || finding.message.contains("*.*"))
            let hasWay = finding.hint != nil || finding.remedy != nil
            #expect(hasWay || finding.rule == .stepResourceAdded, "\(finding.rule)")
        }
    }

    /// The socket is all that changes.
    @Test func anotherEndpointIsNoLossButWorthAWord() throws {
        let text = SampleFile([("[secrets]", [Self.pluginA, .identity])]).text
        func judged(_ text: String) throws -> ValidatedConfiguration {
            try #require(try ConfigurationValidator().validate(Array(text.utf8)).configuration)
        }
        let moved = text.replacing("unix:///a.sock", with: "unix:///elsewhere.sock")
        let step = Step(from: try judged(text), to: try judged(moved))
        #expect(step.isSafe)
        #expect(step.findings.map(\.rule) == [.stepKmsChanged])
    }
}
