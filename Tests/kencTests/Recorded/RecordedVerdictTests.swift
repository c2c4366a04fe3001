import Foundation
import TestSupport
import Testing

/// Every recorded verdict, through `validate -o json` with many files in a call.
@Suite struct RecordedVerdictTests {
    struct Verdict: Decodable {
        let file: String
        let ok: Bool
        let resources: [String]?
    }

    struct Judged: Decodable {
        struct Finding: Decodable {
            let severity: String
            let rule: String
            let message: String
        }

        let file: String
        let valid: Bool
        let resources: [String]
        let findings: [Finding]
    }

    static func verdicts() throws -> [Verdict] {
        try TestData.bytes("configs/verdicts.jsonl").split(separator: UInt8(ascii: "\n"))
            .map { try JSONDecoder().decode(Verdict.self, from: Data($0)) }
    }

    @Test func agreesWithTheServer() throws {
        let verdicts = try Self.verdicts()
        #expect(verdicts.count == 409)
        let result = try KencProcess.run(
            ["validate", "-o", "json"] + verdicts.map(\.file),
            directory: TestData.path("configs/cases"),
        )
        #expect(result.status == 2)
        let judged = try result.decoded([Judged].self)
        #expect(judged.map(\.file) == verdicts.map(\.file))
        for (file, verdict) in zip(judged, verdicts) {
            #expect(file.valid == verdict.ok, "\(verdict.file)")
            let hasError = file.findings.contains { $0.severity == "error" }
            #expect(hasError == !verdict.ok, "\(verdict.file)")
            let resources = (verdict.resources ?? []).map { $0 == "*" ? "*." : $0 }
            #expect(Set(file.resources) == Set(resources), "\(verdict.file)")
            #expect(Set(file.resources).count == file.resources.count, "\(verdict.file)")
        }
    }

    /// The status of one file alone is its verdict.
    @Test(arguments: [("base64-bool.yaml", 2), ("../../cluster/4-wild.yaml", 0)])
    func statusOfOneFile(_ file: String, _ status: Int32) throws {
        let result = try KencProcess.run(
            ["validate", file],
            directory: TestData.path("configs/cases")
        )
        #expect(result.status == status)
    }
}
