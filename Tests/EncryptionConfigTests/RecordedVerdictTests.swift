import EncryptionConfig
import Foundation
import TestSupport
import Testing

/// What kube-apiserver said about a file of `testdata/configs/cases`.
struct RecordedVerdict: Decodable, Sendable, CustomTestStringConvertible {
    let file: String
    let ok: Bool
    let resources: [String]?
    let error: String?

    var testDescription: String { file }

    static let all: [RecordedVerdict] = {
        guard let text = try? TestData.bytes("configs/verdicts.jsonl") else { return [] }
        return text.split(separator: 0x0A).compactMap {
            try? JSONDecoder().decode(RecordedVerdict.self, from: Data($0))
        }
    }()
}

struct RecordedVerdictTests {
    @Test func everyVerdictIsThere() {
        #expect(RecordedVerdict.all.count == 409)
    }

    @Test(arguments: RecordedVerdict.all)
    func agrees(with recorded: RecordedVerdict) throws {
        let bytes = try TestData.bytes("configs/cases/\(recorded.file)")
        let report = try ConfigurationValidator().validate(bytes)
        let rules = report.findings.map { "\($0.rule.rawValue): \($0.message)" }
        #expect(report.isValid == recorded.ok, "\(recorded.error ?? "ok"); \(rules)")
        #expect(report.isValid == !report.findings.contains { $0.severity == .error })
        if recorded.ok {
            let names = report.resources.map { $0 == "*." ? "*" : $0 }
            #expect(Set(names) == Set(recorded.resources ?? []))
        }
    }

    @Test(arguments: RecordedVerdict.all.filter { $0.file.hasPrefix("kms-v1") })
    func acceptsKMSv1BehindItsGate(_ recorded: RecordedVerdict) throws {
        let bytes = try TestData.bytes("configs/cases/\(recorded.file)")
        let closed = try ConfigurationValidator().validate(bytes)
        #expect(closed.findings.filter { $0.severity == .error }.map(\.rule) == [.kmsV1Disabled])
        let gates = FeatureGates(kmsV1: true)
        let open = try ConfigurationValidator(featureGates: gates).validate(bytes)
        #expect(open.isValid)
        #expect(open.findings.contains { $0.rule == .kmsV1 })
    }
}
