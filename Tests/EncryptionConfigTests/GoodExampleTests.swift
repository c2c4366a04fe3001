import EncryptionConfig
import Foundation
import TestSupport
import Testing

/// Files as documentation and installers write them.
struct GoodExampleTests {
    static let files =
        (try? FileManager.default.contentsOfDirectory(atPath: TestData.path("configs/good")))?
        .sorted() ?? []

    @Test func examplesAreThere() { #expect(Self.files.count == 17) }

    @Test(arguments: files)
    func hasNoWarning(_ file: String) throws {
        let bytes = try TestData.bytes("configs/good/\(file)")
        let report = try ConfigurationValidator().validate(bytes)
        #expect(report.isValid)
        let warnings = report.findings.filter { $0.severity != .info }
        // The documentation says of its first entry that it stores plain text.
        let expected = file == "kubernetes-docs.yaml" ? [18] : []
        #expect(warnings.map(\.line) == expected, "\(warnings.map(\.message))")
    }

    private func identityFirst(_ entries: String) throws -> [Int?] {
        let text = DerivedVerdictTests.header + "resources:\n" + entries
        let report = try ConfigurationValidator().validate(Array(text.utf8))
        #expect(report.isValid, "\(report.findings.map(\.message))")
        return report.findings.filter { $0.rule == .identityFirst }.map(\.line)
    }

    private static let plain = "- {resources: [events], providers: [{identity: {}}]}\n"
    private static let everything =
        "- {resources: ['*.*'], providers: [{secretbox: {keys: [{name: a, secret: "
        + "CnwYNw1Be5Ml0nHnZFT6X0j8pzXr3vC9bQ2mW4sE6to=}]}}]}\n"

    @Test func anExemptionIsNoWarning() throws {
        #expect(try identityFirst(Self.plain + Self.everything) == [])
        #expect(
            try identityFirst(Self.plain + Self.everything.replacing("'*.*'", with: "'*.'")) == []
        )
    }

    @Test func identityWithoutAWildcardBelowIsAWarning() throws {
        #expect(try identityFirst(Self.plain) == [4])
        let other = Self.everything.replacing("'*.*'", with: "'*.apps'")
        #expect(try identityFirst(Self.plain + other) == [4])
        // It covers itself and is no exemption from anything.
        let wildcard = Self.plain.replacing("events", with: "'*.'")
        #expect(try identityFirst(wildcard + Self.everything) == [4])
        // Other providers behind identity: encryption is being taken back.
        let back = Self.everything.replacing("'*.*'", with: "events")
            .replacing("providers: [", with: "providers: [{identity: {}}, ")
        #expect(try identityFirst(back + Self.everything) == [4])
    }

    @Test func adviceIsWeighed() throws {
        var report = try ConfigurationValidator().validate(
            TestData.bytes("configs/good/01-hard-way.yaml")
        )
        #expect(report.findings.map(\.rule).contains(.aescbcUnauthenticated))
        report.weigh(ignoring: [], raising: [.aescbcUnauthenticated])
        #expect(report.findings.contains { $0.severity == .warning })
        report.weigh(ignoring: [.aescbcUnauthenticated], raising: [])
        #expect(!report.findings.map(\.rule).contains(.aescbcUnauthenticated))
    }

    @Test(arguments: [
        ("- identity: {} # kenc:ignore identity-first", true),
        ("- identity: {} # kenc:ignore short-key, identity-first", true),
        ("# kenc:ignore identity-first\n  - identity: {}", true),
        ("- identity: {} # ignore identity-first", false),
        ("- identity: {} # kenc:ignore short-key", false),
        ("# kenc:ignore identity-first\n\n  - identity: {}", false),
    ])
    func commentsLeaveAdviceOut(_ provider: String, _ isIgnored: Bool) throws {
        let text =
            DerivedVerdictTests.header + "resources:\n- resources: [secrets]\n  providers:\n  "
            + provider + "\n"
        let report = try ConfigurationValidator().validate(Array(text.utf8))
        #expect(report.isValid)
        #expect(report.findings.isEmpty == isIgnored, "\(report.findings.map(\.rule))")
    }
}
