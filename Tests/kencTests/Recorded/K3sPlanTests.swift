import Foundation
import TestSupport
import Testing

/// Plans, fleets and manifests of stores of k3s and RKE2, whose configuration lies in the store.
@Suite struct K3sPlanTests {
    private struct Plan: Decodable {
        struct Start: Decodable {
            let file: String
            let hash: String
            let copy: String?
        }

        struct Stage: Decodable {
            let kind: String
            let file: String?
            let back: String
        }

        struct Evidence: Decodable {
            let whole: Bool
        }

        let from: Start
        let stages: [Stage]
        let evidence: Evidence
        let note: String?
    }

    private static let store = ["--dump", "k3s/store.json"]
    private static let token = ["--k3s-token-file", "k3s/token"]
    private static let metrics = ["--metrics", "k3s/server-1.txt", "k3s/server-2.txt"]

    private let folder: TemporaryFolder
    private let inside: String

    init() throws {
        folder = try TemporaryFolder()
        struct Vector: Decodable { let configuration: String }
        inside = try JSONDecoder().decode(
            Vector.self,
            from: Data(TestData.bytes("k3s/bootstrap.json"))
        ).configuration
    }

    @Test("a plan's files are edits of the stored configuration, and a copy is beside them")
    func planned() throws {
        let plan = folder.file("plan")
        let result = try KencProcess.run(
            ["plan", "--rotate", "--directory", plan, "-o", "json"] + Self.store + Self.token
        )
        #expect(result.status == 0, "\(result.errorText)")
        let made = try result.decoded(Plan.self)
        #expect(made.from.file == "/bootstrap/4104d36f8da2" && made.from.copy == "0-now.json")
        #expect(made.stages.map(\.kind) == ["rollout", "rollout", "rewrite", "rollout"])
        #expect(made.stages[0].back.contains("0-now.json"))
        #expect(made.note?.contains("kenc does not know") == true)
        #expect(!result.outputText.contains("AAECAw"))
        #expect(try folder.read("plan/0-now.json") == Array(inside.utf8))
        let files = ["0-now.json"] + made.stages.compactMap(\.file)
        #expect(files == ["0-now.json", "1-teach.json", "2-switch.json", "4-forget.json"])
        for name in files {
            let bytes = try folder.read("plan/\(name)")
            #expect(bytes.first == UInt8(ascii: "{") && !bytes.contains(0x0a))
        }
        for (old, new) in zip(files.dropLast(2), files.dropFirst()) {
            let step = try KencProcess.run([
                "validate", "--previous", "\(plan)/\(old)", "\(plan)/\(new)", "-o", "json",
            ])
            #expect(step.outputText.contains("\"safe\" : true"))
        }
        let status = try KencProcess.run(
            ["status", "--plan", plan, "-o", "json"] + Self.metrics + Self.store
        )
        #expect(status.status == 2 && status.errorText == "")
        #expect(status.outputText.contains("\"stage\" : 1,"))
        #expect(status.outputText.contains("2 API servers are on 0-now.json: master-1, master-2"))
        // A copy that was changed is no way back.
        _ = try folder.write(Array("\(inside)\n".utf8), to: "plan/0-now.json")
        let changed = try KencProcess.run(["status", "--plan", plan] + Self.metrics + Self.store)
        #expect(changed.outputText.contains("0-now.json has other bytes than were planned"))
    }

    @Test("the only server's first file cannot be taken back")
    func single() throws {
        let result = try KencProcess.run(
            ["plan", "--rotate", "--servers", "1", "-o", "json"] + Self.store + Self.token
        )
        let stages = try result.decoded(Plan.self).stages
        #expect(stages.first?.file == "1-switch.json")
        #expect(stages.first?.back.contains("not by the file before") == true)
    }

    @Test("what a plan cannot begin or end with is refused")
    func refused() throws {
        for (arguments, environment, word, status) in [
            (Self.store + ["--to", "cluster/1-aescbc.yaml"], [:], "JSON", 1),
            ([], ["ETCDCTL_ENDPOINTS": "127.0.0.1:1"], "no store is named", 64),
            (["--dump", "-"], [:], "standard input", 64),
            (Self.store + ["--config", "cluster/1-aescbc.yaml"], [:], "exclude", 64),
        ] as [([String], [String: String], String, Int32)] {
            let goal = arguments.contains("--to") ? [] : ["--rotate"]
            let result = try KencProcess.run(
                ["plan"] + Self.token + goal + arguments,
                environment: environment
            )
            #expect(
                result.status == status && result.errorText.contains(word),
                "\(result.errorText)"
            )
            #expect(result.output.isEmpty)
        }
    }

    @Test("the stored configuration is the wanted one, and other files are recognised")
    func fleet() throws {
        let arguments = ["fleet", "-o", "json"] + Self.token + Self.store + Self.metrics
        let proven = try KencProcess.run(arguments)
        #expect(proven.status == 0, "\(proven.errorText)")
        #expect(proven.outputText.contains(#""file" : "/bootstrap/4104d36f8da2""#))
        let other = "fleet/two-servers-different-files-server-B.txt"
        let apart = try KencProcess.run(
            arguments.dropLast() + [other, "--config", "fleet/other.yaml"]
        )
        #expect(apart.status == 2)
        #expect(apart.outputText.contains(#""file" : "fleet/other.yaml""#))
        let noStore = try KencProcess.run(["fleet"] + Self.token + Self.metrics)
        #expect(noStore.status == 64 && noStore.errorText.contains("no store is named"))
    }

    @Test("a manifest is written with the token, and judged with the file that was inside")
    func manifest() throws {
        struct Dump: Decodable {
            struct Entry: Decodable {
                let key: Data
                let value: Data
            }

            let kvs: [Entry]
        }
        let dump = try JSONDecoder().decode(Dump.self, from: Data(TestData.bytes("k3s/store.json")))
        let rows = dump.kvs.map {
            MadeSnapshot.Row(key: String(decoding: $0.key, as: UTF8.self), value: Array($0.value))
        }
        let (snapshot, path) = (folder.file("k3s.db"), folder.file("manifest.json"))
        try MadeSnapshot(rows: rows).write(to: snapshot)
        let config = try folder.write(Array(inside.utf8), to: "inside.json")
        let written = try KencProcess.run(
            ["scan", "--snapshot", snapshot, "--write-manifest", path] + Self.token
        )
        #expect(written.status == 0, "\(written.errorText)")
        let judged = try KencProcess.run(["scan", "--manifest", path, "--config", config])
        #expect(judged.status == 0, "\(judged.errorText)")
        let both = try KencProcess.run(
            ["scan", "--snapshot", snapshot, "--config", "cluster/4-wild.yaml", "-o", "json"]
                + Self.token
        )
        #expect(both.outputText.contains(#""file" : "/bootstrap/4104d36f8da2""#))
        #expect(both.outputText.contains(#""file" : "cluster/4-wild.yaml""#))
        let two = try KencProcess.run(
            ["scan", "--snapshot", snapshot, "--config", config, "--write-manifest", path]
                + Self.token
        )
        #expect(two.status == 64 && two.errorText.contains("one --config at the most"))
    }
}
