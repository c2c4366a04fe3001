import EncryptionConfig
import Planning
import Testing

/// Every rule about a step speaks, of the resource and of no place in a file.
struct StepRuleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: Rule
        let severity: Finding.Severity
        let old: [SampleProvider]
        let new: [SampleProvider]

        var testDescription: String { rule.rawValue }

        init(
            _ rule: Rule,
            _ severity: Finding.Severity,
            _ old: [SampleProvider],
            _ new: [SampleProvider],
        ) {
            (self.rule, self.severity, self.old, self.new) = (rule, severity, old, new)
        }
    }

    /// No providers stand for no entry.
    static let rows = [
        Row(.stepNewWriteKey, .warning, [.secretbox("a")], [.secretbox("b", "a")]),
        Row(.stepWriteKeyRemoved, .warning, [.secretbox("a", "b")], [.secretbox("b")]),
        Row(.stepReadKeyRemoved, .warning, [.secretbox("a", "b")], [.secretbox("a")]),
        Row(.stepKeyBytesChanged, .warning, [.aescbc("a")], [.otherBytes("a")]),
        Row(.stepIdentityRemoved, .warning, [.secretbox("a"), .identity], [.secretbox("a")]),
        Row(.stepResourceDropped, .warning, [.secretbox("a")], []),
        Row(.stepResourceAdded, .info, [], [.secretbox("a"), .identity]),
        Row(
            .stepPlaintextAgain,
            .warning,
            [.secretbox("a"), .identity],
            [.identity, .secretbox("a")]
        ),
        Row(.stepKmsChanged, .warning, [.kms("v2", "p")], [.kms("v2", "p", socket: "q")]),
        Row(.stepKmsAdded, .info, [.secretbox("a")], [.secretbox("a"), .kms("v2", "p")]),
        Row(.stepKmsReads, .info, [.kms("v2", "p")], [.secretbox("a"), .kms("v2", "p")]),
    ]

    @Test func everyRuleHasARow() {
        // Found where there is no step to judge: the program's own.
        let others: Set<Rule> = [.stepOldInvalid]
        for rule in Rule.allCases where rule.rawValue.hasPrefix("step-") {
            #expect(Self.rows.contains { $0.rule == rule } != others.contains(rule), "\(rule)")
        }
    }

    @Test(arguments: rows)
    func speaks(_ row: Row) throws {
        func configuration(_ providers: [SampleProvider]) throws -> ValidatedConfiguration {
            let rest = ("[configmaps]", [SampleProvider.secretbox("rest")])
            let entries = providers.isEmpty ? [rest] : [("[secrets]", providers), rest]
            return try SampleFile(entries).configuration()
        }
        let step = Step(from: try configuration(row.old), to: try configuration(row.new))
        let found = step.findings.filter { $0.rule == row.rule }
        #expect(found.count == 1, "\(step.findings.map(\.rule))")
        let finding = try #require(found.first)
        #expect(finding.severity == row.severity)
        #expect(finding.message.hasPrefix("secrets: "))
        #expect(finding.path == nil && finding.line == nil && finding.column == nil)
        #expect(finding.hint != nil || finding.remedy != nil || row.severity == .info)
    }
}
