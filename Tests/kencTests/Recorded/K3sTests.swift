import Foundation
import TestSupport
import Testing

/// Stores of k3s and RKE2, whose configuration lies in the store itself.
@Suite struct K3sTests {
    private struct Vector: Decodable {
        let etcdKey: String
        let value: String
        let configuration: String
    }

    /// What the bootstrap value holds, and a store under it: made once, since each value is sealed by
    /// a call of its own.
    private struct Made {
        let vector: Vector
        let rows: [MadeSnapshot.Row]
    }

    private static let made = Result {
        let folder = try TemporaryFolder()
        let vector = try JSONDecoder().decode(
            Vector.self,
            from: Data(TestData.bytes("k3s/bootstrap.json"))
        )
        let config = try folder.write(Array(vector.configuration.utf8), to: "inside.json")
        var rows = [MadeSnapshot.Row(key: vector.etcdKey, value: Array(vector.value.utf8))]
        rows.append(
            MadeSnapshot.Row(
                key: "/registry/namespaces/default",
                value: MadeSnapshot.object("Namespace", "default")
            )
        )
        for number in 0..<40 {
            let key = "/registry/secrets/default/s-\(number)"
            let sealed = try KencProcess.run(
                ["encrypt", "--config", config, "--etcd-key", key, "-o", "base64"],
                input: MadeSnapshot.object("Secret", "s-\(number)", in: "default")
            )
            let text = sealed.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
            rows.append(
                MadeSnapshot.Row(key: key, value: Array(try #require(Data(base64Encoded: text))))
            )
        }
        return Made(vector: vector, rows: rows)
    }

    private let folder: TemporaryFolder
    private let vector: Vector
    private let rows: [MadeSnapshot.Row]

    init() throws {
        folder = try TemporaryFolder()
        let made = try Self.made.get()
        (vector, rows) = (made.vector, made.rows)
        try folder.write(Array(vector.configuration.utf8), to: "inside.json")
    }

    private func dump() throws -> String {
        let entries = rows.enumerated().map { index, row in
            """
            {"key":"\(Data(row.key.utf8).base64EncodedString())","create_revision":\(index + 2),\
            "mod_revision":\(index + 2),"version":1,"value":"\(Data(row.value).base64EncodedString())"}
            """
        }
        let text = """
            {"header":{"revision":\(rows.count + 1)},"kvs":[\(entries.joined(separator: ","))],\
            "count":\(rows.count)}
            """
        return try folder.write(Array(text.utf8), to: "all.json")
    }

    /// The bootstrap value is written twice, so that it has a history.
    private func snapshot(_ rows: [MadeSnapshot.Row]) throws -> String {
        let path = folder.file("k3s.db")
        try MadeSnapshot(rows: [rows[0]] + rows).write(to: path)
        return path
    }

    private func kenc(_ arguments: [String]) throws -> KencProcess.Result {
        try KencProcess.run(arguments)
    }

    @Test("the token opens a dump and a snapshot with every command that reads stores")
    func opened() throws {
        let token = ["--k3s-token-file", "k3s/token"]
        for store in [["--dump", try dump()], ["--snapshot", try snapshot(rows)]] {
            let lines = try kenc(["decrypt"] + store + token)
            #expect(lines.status == 0, "\(lines.errorText)")
            #expect(try lines.decodedLines(OpenedLine.self).count == rows.count)
            let scan = try kenc(["scan", "--check"] + store + token)
            #expect(
                scan.status == 0 && scan.outputText.contains(" 0 stale, 0 unreadable"),
                "\(scan.outputText)"
            )
            let list = try kenc(["list", "--resource", "secrets", "-o", "jsonl"] + store + token)
            #expect(list.status == 0 && list.outputText.contains("aescbckey"))
            let get = try kenc(["get", "secret", "s-7", "-n", "default"] + store + token)
            #expect(get.status == 0 && get.outputText.contains("name: s-7"))
            let rotate = try kenc(["rotate", "--dry-run"] + store + token)
            #expect(rotate.status == 0, "\(rotate.errorText)")
            let rescue = try kenc(["rescue"] + store + token)
            #expect(rescue.status == 0, "\(rescue.errorText)")
        }
    }

    @Test("what cannot be opened with a token is said, and the token is not")
    func refused() throws {
        let store = ["--dump", try dump()]
        let wrong = try folder.write(Array("wrong-horse-battery\n".utf8), to: "wrong")
        let empty = try folder.write([0x0a], to: "empty")
        for (arguments, word, status) in [
            (store + ["--k3s-token-file", wrong], "another token", 1),
            (store + ["--k3s-token-file", empty], "no token", 1),
            (
                store + ["--k3s-token-file", "k3s/token", "--config", "cluster/4-wild.yaml"],
                "exclude", 64
            ),
            (
                ["--resource", "secrets", "--k3s-token-file", "k3s/token", "k3s/token"], "no store",
                64
            ),
            (["--dump", "-", "--k3s-token-file", "k3s/token"], "standard input", 64),
            (
                ["--dump", "cluster/stage-4-wild.json", "--k3s-token-file", "k3s/token"],
                "/bootstrap/", 1
            ),
        ] as [([String], String, Int32)] {
            let result = try kenc(["decrypt"] + arguments)
            #expect(
                result.status == status && result.errorText.contains(word),
                "\(result.errorText)"
            )
            #expect(!result.errorText.contains("horse") && result.output.isEmpty)
        }
    }

    private static let new = #"""
        {"kind":"EncryptionConfiguration","apiVersion":"apiserver.config.k8s.io/v1","resources":[
        {"resources":["secrets"],"providers":[{"secretbox":{"keys":[{"name":"fresh",
        "secret":"S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s="}]}},{"identity":{}}]}]}

        """#

    @Test("a re-keyed copy has the new configuration inside", arguments: [false, true])
    func rekeyed(keepsHistory: Bool) throws {
        let new = try folder.write(Array(Self.new.utf8), to: "new.json")
        let output = folder.file("out.db")
        let made = try kenc(
            [
                "snapshot", "rekey", try snapshot(rows), "--k3s-token-file", "k3s/token", "--to",
                new,
                "--output", output,
            ] + (keepsHistory ? ["--keep-history"] : [])
        )
        #expect(made.status == 0, "\(made.errorText)")
        let scan = try kenc([
            "scan", "--snapshot", output, "--k3s-token-file", "k3s/token", "-o", "json",
        ])
        #expect(scan.status == 0 && scan.outputText.contains("\"keyName\" : \"fresh\""))
        let bytes = try folder.read("out.db")
        let old = Array(vector.value.utf8.dropFirst(20).prefix(40))
        #expect(Data(bytes).firstRange(of: Data(old)) == nil)
        #expect(Data(bytes).firstRange(of: Data("k8s:enc:aescbc".utf8)) == nil)
    }

    @Test("no copy is made that would bring the old configuration back")
    func notRekeyed() throws {
        let new = try folder.write(Array(Self.new.utf8), to: "new.json")
        let yaml = try folder.write(Array(RescueTests.foreign.utf8), to: "new.yaml")
        let inside = folder.file("inside.json")
        let other = MadeSnapshot.Row(key: "/bootstrap/0123456789ab", value: rows[0].value)
        let token = ["--k3s-token-file", "k3s/token"]
        for (rows, arguments, word) in [
            (rows, ["--config", inside, "--to", new], "--k3s-token-file"),
            (rows, token + ["--to", yaml], "JSON"),
            ([rows[0], other] + rows.dropFirst(), token + ["--to", new], "another token"),
        ] as [([MadeSnapshot.Row], [String], String)] {
            let result = try kenc(
                ["snapshot", "rekey", try snapshot(rows), "--output", folder.file("no.db")]
                    + arguments
            )
            #expect(result.status == 1 && result.errorText.contains(word), "\(result.errorText)")
            #expect(try !folder.names().contains("no.db"))
        }
    }
}
