import Foundation
import TestSupport
import Testing

/// What becomes of values that a configuration does not open.
@Suite struct RescueTests {
    struct Report: Decodable {
        struct Opening: Decodable {
            let from: String
            let file: String
            let revision: Int
            let earlierObject: Bool
            let config: String?
            let provider: String
            let keyName: String?
            let entry: String?
            let askedKeyName: String?
        }

        struct Call: Decodable {
            let request: String
            let command: String
        }

        struct Value: Decodable {
            let key: String
            let resource: String?
            let revision: Int
            let code: String
            let opens: Opening?
            let removal: Call?
        }

        struct Evidence: Decodable {
            let whole: Bool
        }

        let values: Int
        let unreadable: Int
        let openedOtherwise: Int
        let otherVersions: Int
        let lost: Int
        let evidence: Evidence
        let unreadableValues: [Value]
    }

    /// Knows none of the recorded keys.
    static let foreign = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - aesgcm:
              keys:
              - name: new
                secret: S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s=
          - identity: {}

        """

    private func rescue(_ arguments: [String], expecting status: Int32) throws -> Report {
        let result = try KencProcess.run(["rescue", "-o", "json"] + arguments)
        #expect(result.status == status, "\(result.errorText)")
        return try result.decoded(Report.self)
    }

    private func plaintexts(_ arguments: [String]) throws -> [String: Data] {
        let result = try KencProcess.run(["decrypt", "-o", "jsonl"] + arguments)
        var values: [String: Data] = [:]
        for line in try result.decodedLines(OpenedLine.self) {
            values[try #require(line.key)] = line.value
        }
        return values
    }

    @Test("a configuration that opens everything leaves nothing to rescue")
    func nothing() throws {
        let report = try rescue(
            ["--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/4-wild.yaml"],
            expecting: 0
        )
        #expect(report.values == 209 && report.unreadable == 0 && report.evidence.whole)
    }

    @Test(
        "another configuration opens what is stored",
        arguments: [
            ["--snapshot", "cluster/stage-4-wild.db"], ["--dump", "cluster/stage-4-wild.json"],
        ]
    )
    func otherConfiguration(store: [String]) throws {
        let folder = try TemporaryFolder()
        let old = try folder.write(Array(Self.foreign.utf8), to: "old.yaml")
        let dump = folder.file("rescued.json")
        let report = try rescue(
            store + ["--config", old, "--config", "cluster/4-wild.yaml", "--output", dump],
            expecting: 2
        )
        #expect(report.unreadable > 0 && report.openedOtherwise == report.unreadable)
        #expect(report.unreadableValues.allSatisfy { $0.opens?.config == "cluster/4-wild.yaml" })
        let keys = report.unreadableValues.map(\.key)
        let all = try plaintexts(store + ["--config", "cluster/4-wild.yaml"])
        let rescued = try plaintexts(["--dump", dump, "--config", "cluster/4-wild.yaml"])
        #expect(Set(rescued.keys) == Set(keys))
        #expect(rescued == all.filter { keys.contains($0.key) })
        // Nobody takes a choice of values for the whole store.
        let scan = try KencProcess.run([
            "rotate", "--dry-run", "--dump", dump, "--config", "cluster/4-wild.yaml", "-o", "json",
        ])
        #expect(scan.outputText.contains("\"droppable\" : [\n\n  ]"))
        #expect(!(try folder.read("rescued.json")).isEmpty)
        let mode = try FileManager.default.attributesOfItem(atPath: dump)[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("a key pasted as a key's name is masked in every format")
    func secretAsName() throws {
        let folder = try TemporaryFolder()
        let secret = "S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s="
        let named = Self.foreign.replacing("name: new", with: "name: \(secret)")
        let pasted = try folder.write(Array(named.utf8), to: "pasted.yaml")
        let (plain, sealed) = (folder.file("plain.json"), folder.file("sealed.json"))
        for command in [
            ["decrypt", "--config", "cluster/1-aescbc.yaml", "-o", "json", "--output", plain]
                + ["--dump", "cluster/stage-1-aescbc.json"],
            ["encrypt", "--config", pasted, "--dump", plain, "--output", sealed],
        ] {
            let result = try KencProcess.run(command)
            #expect(result.status == 0, "\(result.errorText)")
        }
        let renamed = try folder.write(Array(Self.foreign.utf8), to: "renamed.yaml")
        for format in [[], ["-o", "json"]] {
            let result = try KencProcess.run(
                ["rescue", "--dump", sealed, "--config", "cluster/1-aescbc.yaml"]
                    + ["--config", renamed, "--config", pasted] + format
            )
            #expect(result.status == 2, "\(result.errorText)")
            #expect(result.outputText.contains("****************"))
            let shown = result.outputText + result.errorText
            #expect(KeySpellings.pieces(secret).allSatisfy { !shown.contains($0) })
        }
    }

    @Test("a key under another name, or in another entry, is found")
    func otherName() throws {
        let folder = try TemporaryFolder()
        let key = "S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s="
        func file(_ resource: String, _ name: String) throws -> String {
            try folder.write(
                Array(
                    """
                    apiVersion: apiserver.config.k8s.io/v1
                    kind: EncryptionConfiguration
                    resources:
                    - resources: [\(resource)]
                      providers:
                      - secretbox: {keys: [{name: \(name), secret: \(key)}]}
                      - identity: {}

                    """.utf8
                ),
                to: "\(resource)-\(name).yaml"
            )
        }
        let written = try file("secrets", "first")
        let value = Array(
            #"{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a","namespace":"b"}}"#.utf8
        )
        let sealed = try KencProcess.run(
            [
                "encrypt", "--config", written, "--etcd-key", "/registry/secrets/b/a", "-o",
                "base64",
            ],
            input: value
        )
        #expect(sealed.status == 0, "\(sealed.errorText)")
        let etcdKey = Data("/registry/secrets/b/a".utf8).base64EncodedString()
        let text = sealed.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
        let dump = try folder.write(
            Array(
                """
                {"header":{"revision":9},"kvs":[{"key":"\(etcdKey)","create_revision":3,\
                "mod_revision":7,"version":2,"value":"\(text)"}],"count":1}
                """.utf8
            ),
            to: "all.json"
        )
        let renamed = try rescue(
            ["--dump", dump, "--config", file("secrets", "second")],
            expecting: 2
        )
        #expect(renamed.openedOtherwise == 1)
        #expect(renamed.unreadableValues.first?.opens?.keyName == "second")
        #expect(renamed.unreadableValues.first?.opens?.askedKeyName == "first")
        let moved = try rescue(
            ["--dump", dump, "--config", file("configmaps", "first")],
            expecting: 2
        )
        #expect(moved.unreadableValues.first?.opens?.entry == "configmaps")
        #expect(moved.unreadableValues.first?.opens?.askedKeyName == nil)
    }

    @Test("older revisions and other snapshots give what the stored bytes do not")
    func otherVersions() throws {
        let folder = try TemporaryFolder()
        let store = ["--snapshot", "cluster/stage-3-aesgcm.db"]
        let old = "cluster/1-aescbc.yaml"
        let alone = try rescue(store + ["--config", old], expecting: 2)
        #expect(alone.unreadable > 0)
        let dump = folder.file("rescued.json")
        let report = try rescue(
            store + [
                "--config", old, "--also", "cluster/stage-0-off.db", "--also",
                "cluster/stage-1-aescbc.db", "--output", dump,
            ],
            expecting: 2
        )
        #expect(report.unreadable == alone.unreadable && report.lost < alone.unreadable)
        #expect(report.otherVersions + report.lost == report.unreadable)
        let rescued = report.unreadableValues.filter { $0.opens != nil }
        #expect(!rescued.isEmpty && rescued.count == report.otherVersions)
        // Each is the newest that one of the files has under a key of the old configuration.
        var newest: [String: Data] = [:]
        for stage in ["0-off", "1-aescbc"] {
            newest.merge(
                try plaintexts(["--snapshot", "cluster/stage-\(stage).db", "--config", old])
            ) { $1 }
        }
        let values = try plaintexts(["--dump", dump, "--config", old])
        #expect(values.count == rescued.count)
        for value in rescued {
            let opening = try #require(value.opens)
            #expect(opening.from != "stored" && opening.revision < value.revision)
            #expect(values[value.key] != nil)
            if opening.from == "snapshot" { #expect(values[value.key] == newest[value.key]) }
        }
    }

    @Test("what nothing opens comes with the call that deletes it")
    func lost() throws {
        let folder = try TemporaryFolder()
        let foreign = try folder.write(Array(Self.foreign.utf8), to: "foreign.yaml")
        let report = try rescue(
            ["--snapshot", "cluster/stage-4-wild.db", "--config", foreign],
            expecting: 2
        )
        #expect(report.lost > 0)
        for value in report.unreadableValues where value.opens == nil {
            let request = try #require(value.removal?.request)
            let parts = value.key.split(separator: "/").map(String.init)
            #expect(request.contains("/\(parts[parts.count - 1])?"))
            #expect(
                request.hasSuffix("?ignoreStoreReadErrorWithClusterBreakingPotential=true")
            )
            #expect(!request.contains("VERSION"), "\(request)")
            if value.resource == "secrets" {
                #expect(
                    request.hasPrefix(
                        "/api/v1/namespaces/\(parts[2])/secrets/\(parts[3])?ignore"
                    )
                )
            }
        }
        let text = try KencProcess.run([
            "rescue", "--snapshot", "cluster/stage-4-wild.db", "--config", foreign,
        ])
        #expect(text.outputText.contains("unsafe-delete-ignore-read-errors"))
        #expect(text.outputText.contains("AllowUnsafeMalformedObjectDeletion"))
    }

    @Test("no secret gets into the report or the dump")
    func noSecrets() throws {
        let folder = try TemporaryFolder()
        let foreign = try folder.write(Array(Self.foreign.utf8), to: "foreign.yaml")
        let dump = folder.file("rescued.json")
        let result = try KencProcess.run([
            "rescue", "--snapshot", "cluster/stage-4-wild.db", "--config", foreign, "--config",
            "cluster/4-wild.yaml", "--output", dump, "-o", "json",
        ])
        let shown = result.outputText + result.errorText
        #expect(!shown.contains("S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s="))
        let scan = try KencProcess.run(["scan", "--dump", dump, "-o", "json"])
        #expect(scan.outputText.contains("\"plaintext\" : 0"))
    }
}
