import Foundation
import TestSupport
import Testing

/// What a re-keyed copy makes of values that open to something doubtful, and of alarms.
@Suite struct RekeyDoubtTests {
    private struct Report: Decodable {
        struct Trap: Decodable {
            let code: String
            let message: String
        }

        let proven: Bool
        let rekeyed: Int
        let kept: Int
        let unreadableValues: [RekeyTests.Report.Value]
        let restore: [Trap]
    }

    private let folder: TemporaryFolder

    private static func configuration(_ provider: String, _ name: String, _ letter: String)
        -> [UInt8]
    {
        let key = Data(repeating: letter.utf8.first ?? 0, count: 32).base64EncodedString()
        let text = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - \(provider): {keys: [{name: \(name), secret: \(key)}]}

            """
        return Array(text.utf8)
    }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(Self.configuration("aescbc", "k", "a"), to: "old.yaml")
        try folder.write(Self.configuration("secretbox", "k", "b"), to: "box.yaml")
        try folder.write(Self.configuration("aesgcm", "fresh", "c"), to: "new.yaml")
    }

    private func sealed(_ plaintext: [UInt8], _ config: String, _ key: String) throws -> [UInt8] {
        let result = try KencProcess.run(
            [
                "encrypt", "--config", folder.file(config), "--etcd-key", key, "-o", "base64",
                "--force",
            ],
            input: plaintext
        )
        let text = result.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
        return Array(try #require(Data(base64Encoded: text)))
    }

    private func rekey(
        _ rows: [MadeSnapshot.Row],
        alarms: [[UInt8]] = [],
        _ config: String,
        _ more: [String] = [],
    ) throws -> KencProcess.Result {
        let space = MadeSnapshot.Row(
            key: "/registry/namespaces/a",
            value: MadeSnapshot.object("Namespace", "a")
        )
        try MadeSnapshot(rows: rows + [space], alarms: alarms).write(to: folder.file("in.db"))
        return try KencProcess.run(
            [
                "snapshot", "rekey", "in.db", "--config", config, "--to", "new.yaml", "--output",
                "out.db", "--force", "-o", "json",
            ] + more,
            directory: folder.path
        )
    }

    private func row(_ name: String, holding other: String, _ config: String) throws
        -> MadeSnapshot.Row
    {
        let key = "/registry/secrets/a/\(name)"
        let plaintext = MadeSnapshot.object("Secret", other, in: "a")
        return MadeSnapshot.Row(key: key, value: try sealed(plaintext, config, key))
    }

    @Test(
        "a value that holds another object is not sealed anew",
        arguments: ["old.yaml", "box.yaml"]
    )
    func swapped(config: String) throws {
        let rows = try [
            row("one", holding: "one", config), row("two", holding: "another", config),
        ]
        let refused = try rekey(rows, config)
        #expect(refused.status == 2)
        let report = try refused.decoded(Report.self)
        #expect(report.unreadableValues.map(\.key) == ["/registry/secrets/a/two"])
        #expect(report.unreadableValues.first?.code == "identityMismatch")
        #expect(try !folder.names().contains("out.db"))

        let kept = try rekey(rows, config, ["--unreadable", "keep"])
        let keptReport = try kept.decoded(Report.self)
        #expect(kept.status == 2 && keptReport.rekeyed == 1 && !keptReport.proven)
        // The bytes are what they were, for a person to find out what happened.
        #expect(Data(try folder.read("out.db")).firstRange(of: Data(rows[1].value)) != nil)

        let dropped = try rekey(rows, config, ["--unreadable", "drop"])
        #expect(try dropped.decoded(Report.self).proven)
        #expect(Data(try folder.read("out.db")).firstRange(of: Data(rows[1].value)) == nil)
    }

    @Test("a plaintext that is no object is doubted where no tag vouches for it")
    func noObject() throws {
        let key = "/registry/secrets/a/odd"
        let plaintext = Array("neither protobuf nor JSON".utf8)
        for (config, isTaken) in [("old.yaml", false), ("box.yaml", true)] {
            let row = MadeSnapshot.Row(key: key, value: try sealed(plaintext, config, key))
            let result = try rekey([row], config)
            #expect(result.status == (isTaken ? 0 : 2), "\(config): \(result.errorText)")
            let report = try result.decoded(Report.self)
            #expect(report.proven == isTaken && report.rekeyed == (isTaken ? 1 : 0))
        }
    }

    @Test("a wrong key that happens to pass the padding is told by what comes out")
    func wrongKey() throws {
        let key = "/registry/secrets/a/s"
        let other = Self.configuration("aescbc", "k", "z")
        try folder.write(other, to: "wrong.yaml")
        // About one value in 256 passes; none of them may be sealed anew.
        for number in 0..<4 {
            let rows = try (0..<8).map {
                try row("s-\(number)-\($0)", holding: "s-\(number)-\($0)", "old.yaml")
            }
            let result = try rekey(rows, "wrong.yaml")
            #expect(result.status == 2)
            #expect(try result.decoded(Report.self).unreadableValues.count == 8, "\(key)")
        }
    }

    @Test(
        "alarms are kept, and said, since they come back with a restore",
        arguments: [(1, "NOSPACE"), (2, "CORRUPT")] as [(UInt8, String)]
    )
    func alarms(number: UInt8, name: String) throws {
        let alarm: [UInt8] = [0x08, 0x07, 0x10, number]
        let result = try rekey(
            [row("one", holding: "one", "old.yaml")],
            alarms: [alarm],
            "old.yaml"
        )
        #expect(result.status == 0, "\(result.errorText)")
        let trap = try result.decoded(Report.self).restore.first { $0.code == "alarms" }
        #expect(trap?.message.contains(name) == true)
        let status = try KencProcess.run(
            ["snapshot", "status", "out.db", "-o", "json"],
            directory: folder.path
        )
        #expect(status.outputText.contains(name))
    }
}
