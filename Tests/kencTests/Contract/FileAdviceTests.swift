import Foundation
import TestSupport
import Testing

/// What is said of a file as it lies on disk, and of files beside each other.
@Suite struct FileAdviceTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            let rule: String
            let severity: String
            let path: String?
            let line: Int?
        }

        let findings: [Finding]
    }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func write(_ text: String, _ name: String, mode: Int = 0o600) throws -> String {
        let path = try folder.write(Array(text.utf8), to: name)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    private func rules(_ arguments: [String], status: Int32 = 0) throws -> [[String]] {
        let result = try KencProcess.run(["validate", "-o", "json"] + arguments)
        #expect(result.status == status, "\(result.errorText)")
        return try result.decoded([Report].self).map { report in
            report.findings.map { finding in
                // They are about the file as a whole.
                #expect(finding.path == nil && finding.line == nil)
                return "\(finding.severity) \(finding.rule)"
            }
        }
    }

    private static let header =
        "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n"
    private static let valid =
        header + "resources: [{resources: [secrets], providers: [{secretbox: {keys: [{name: a, "
        + "secret: hFQX/S0wOjQ9sEFZjxCU3kQcaX3gIeEDjhrTFhx6Bts=}]}}]}]\n"

    @Test(arguments: [(0o600, []), (0o400, []), (0o640, ["warning file-mode"])])
    func warnsOfAWideMode(_ mode: Int, _ expected: [String]) throws {
        #expect(try rules([write(Self.valid, "a.yaml", mode: mode)]) == [expected])
    }

    @Test func tellsFilesApart() throws {
        let first = try write(Self.valid, "a.yaml")
        let same = try write(Self.valid, "b.yaml")
        let other = try write(Self.valid + "# another byte\n", "c.yaml")
        #expect(try rules([first, same, other]) == [[], [], ["info files-differ"]])
    }

    @Test func judgesNoStepFromAnInvalidFile() throws {
        let old = try write("", "old.yaml")
        let new = try write(Self.valid, "new.yaml")
        #expect(try rules(["--previous", old, new]) == [["warning step-old-invalid"]])
    }
}
