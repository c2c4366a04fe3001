import EncryptionConfig
import Testing

/// Every rule speaks, and says where.
struct RuleTests {
    /// Found where a file is read from disk, where files are compared, or between two files: the
    /// tests of those rooms have them.
    static let ofOtherRooms: Set<Rule> = [
        .fileMode, .filesDiffer, .stepOldInvalid, .stepNewWriteKey, .stepWriteKeyRemoved,
        .stepReadKeyRemoved, .stepKeyBytesChanged, .stepIdentityRemoved, .stepResourceDropped,
        .stepResourceAdded, .stepPlaintextAgain, .stepKmsChanged, .stepKmsAdded, .stepKmsReads,
    ]

    @Test func everyRuleHasARow() {
        let rows = Set(RuleCase.all.map(\.rule))
        for rule in Rule.allCases {
            #expect(
                rows.contains(rule) != Self.ofOtherRooms.contains(rule),
                "\(rule.rawValue) has no row"
            )
        }
        #expect(Set(Rule.allCases.map(\.rawValue)).count == Rule.allCases.count)
    }

    @Test(arguments: RuleCase.all)
    func speaks(_ row: RuleCase) throws {
        let validator = ConfigurationValidator(featureGates: row.gates)
        let report = try validator.validate(try row.bytes())
        let found = report.findings.filter { $0.rule == row.rule }
        let said = report.findings.map {
            "\($0.rule.rawValue) at \($0.line ?? 0):\($0.column ?? 0)"
        }
        #expect(found.count == 1, "\(said)")
        let finding = try #require(found.first)
        #expect(finding.severity == row.severity)
        #expect(finding.path == row.path)
        #expect(finding.line == row.place?.line)
        #expect(finding.column == row.place?.column)
        #expect(report.isValid == (row.severity != .error), "\(said)")
        if case .recorded = row.source { #expect(row.recordedVerdict == report.isValid) }
    }
}
