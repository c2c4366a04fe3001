import EncryptionConfig
import TestSupport
import Testing

/// What is said, where, and what is never said.
struct FindingTests {
    private func judge(_ text: String) throws -> ConfigurationReport {
        try ConfigurationValidator().validate(Array(text.utf8))
    }

    private func withSecret(_ secret: String, kind: String = "aescbc") -> String {
        DerivedVerdictTests.header + """
            resources:
            - resources: [secrets]
              providers:
              - \(kind):
                  keys:
                  - name: key1
                    secret: \(secret)
            """
    }

    @Test(arguments: [
        ("${ENCRYPTION_KEY}", "variable"),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8", "padding"),
        ("-_ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "URL-safe"),
        ("a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3e4f5a0b1", "hex"),
        ("c2VjcmV0IGlzIHNlY3VyZQo=", "line feed"),
    ])
    func recognisesAccidents(_ secret: String, _ word: String) throws {
        let report = try judge(withSecret(secret))
        let finding = try #require(report.findings.first { $0.severity == .error })
        #expect(finding.path == "resources[0].providers[0].aescbc.keys[0].secret")
        #expect(finding.line == 9)
        #expect(finding.column == 17)
        #expect(finding.hint?.contains(word) == true, "\(finding.hint ?? "")")
    }

    @Test(arguments: [
        ("c2VjcmV0IGlzIHNlY3VyZQ==", Rule.sampleKey),
        ("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .lowEntropyKey),
        ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", .lowEntropyKey),
        ("bXkgb3duIHBhc3NwaHJhc2UgZm9yIGV0Y2QgZGF0YTE=", .asciiKey),
    ])
    func warnsOfWeakKeys(_ secret: String, _ rule: Rule) throws {
        let report = try judge(withSecret(secret))
        #expect(report.isValid)
        #expect(report.findings.contains { $0.rule == rule }, "\(report.findings.map(\.rule))")
    }

    @Test func recognisesOpenShiftsMark() throws {
        let report = try judge(withSecret("AAAAAAAAAAAAAAAAAAAAAA==", kind: "aesgcm"))
        #expect(report.findings.map(\.rule) == [.openshiftMarker])
    }

    /// Damages recorded files at random and looks for any key in all that is said about them.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func neverShowsASecret(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for recorded in RecordedVerdict.all where Int.random(in: 0..<4, using: &random) == 0 {
            var bytes = try TestData.bytes("configs/cases/\(recorded.file)")
            let keys = longRuns(bytes)
            for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8.random(in: 0x20..<0x7F, using: &random)
                default:
                    bytes.insert(UInt8(ascii: "\n"), at: place)
                }
            }
            let report = try ConfigurationValidator().validate(bytes)
            for finding in report.findings {
                let said = [
                    finding.message, finding.hint, finding.path, finding.excerpt?.text,
                ].compactMap(\.self).joined(separator: "\n")
                for key in keys {
                    #expect(!said.contains(key), "seed \(seed), \(recorded.file)")
                }
            }
        }
    }

    /// Pieces of 12 characters of everything in the file that could be a key.
    private func longRuns(_ bytes: [UInt8]) -> Set<String> {
        var runs: Set<String> = []
        let text = String(decoding: bytes, as: UTF8.self)
        for run in text.split(whereSeparator: { !($0.isASCII && ($0.isLetter || $0.isNumber)) })
        where run.count >= 20 && run.contains(where: \.isNumber) {
            runs.insert(String(run.prefix(12)))
            runs.insert(String(run.suffix(12)))
        }
        return runs
    }
}
