import Foundation
import TestSupport
import Testing

/// Dumps and single values sealed and opened again.
@Suite struct RoundTripTests {
    private func run(_ arguments: [String], input: [UInt8] = []) throws -> KencProcess.Result {
        try KencProcess.run(arguments, input: input)
    }

    /// The dump with the text of every value taken out.
    private func shape(_ dump: [UInt8]) throws -> [String] {
        String(decoding: dump, as: UTF8.self).components(separatedBy: "\"value\":\"")
            .enumerated().map { offset, part in
                offset == 0 ? part : String(part.drop { $0 != "\"" })
            }
    }

    @Test(arguments: ["3-aesgcm", "4-wild"])
    func dumpIsSealedAndOpened(_ configuration: String) throws {
        let folder = try TemporaryFolder()
        let plain = folder.file("plain.json")
        let sealed = folder.file("sealed.json")
        let new = ["--config", "cluster/\(configuration).yaml"]
        let opening = try run(
            ["decrypt", "-o", "json", "--output", plain] + Cluster.configuration + Cluster.dump
        )
        #expect(opening.status == 0)
        #expect(opening.output.isEmpty)
        let sealing = try run(["encrypt", "--dump", plain, "--output", sealed] + new)
        #expect(sealing.status == 0, "\(sealing.errorText)")
        let again = try run(["decrypt", "-o", "json", "--dump", sealed] + new)
        #expect(again.status == 0)
        // A bare truth value: a failed comparison of megabytes takes minutes to explain.
        let isSame = try again.output == folder.read("plain.json")
        #expect(isSame)

        let original = try shape(TestData.bytes("cluster/stage-4-wild.json"))
        #expect(original.count == 213)
        let shapes = try [shape(folder.read("plain.json")), shape(folder.read("sealed.json"))]
        let areSame = shapes.allSatisfy { $0 == original }
        #expect(areSame)
        // Everything that is covered was sealed, with the first key, and nothing is stale.
        let check = try run(["scan", "--dump", sealed, "--check", "-o", "json"] + new)
        #expect(check.status == 0)
        let counts = try check.decoded(RecordedClusterTests.Counts.self)
        #expect(counts.stale == 0)
        #expect(counts.system == 3)
    }

    @Test func sealedValuesAreRefused() throws {
        let result = try run(["encrypt"] + Cluster.configuration + Cluster.dump)
        #expect(result.status == 2)
        #expect(result.errorText.contains("92 values were refused"))
        // What was sealed already stays as it is.
        let before = try lines(TestData.bytes("cluster/stage-4-wild.json"))
        let after = try lines(result.output)
        #expect(before.count == after.count)
        for (before, after) in zip(before, after) {
            let value = before["value"] ?? ""
            let isSealed = Data(base64Encoded: value)?.starts(with: "k8s:enc:".utf8) == true
            if isSealed { #expect(after["value"] == value) }
        }
    }

    private func lines(_ dump: [UInt8]) throws -> [[String: String]] {
        let tree = try JSONSerialization.jsonObject(with: Data(dump)) as? [String: Any]
        let entries = try #require(tree?["kvs"] as? [[String: Any]])
        return entries.map { $0.compactMapValues { $0 as? String } }
    }

    /// A dump of keys with these values.
    static func dump(_ entries: [(key: String, value: String)]) -> [UInt8] {
        let list = entries.map { key, value in
            let key = Data(key.utf8).base64EncodedString()
            let value = Data(value.utf8).base64EncodedString()
            return "{\"key\":\"\(key)\",\"create_revision\":2,\"mod_revision\":3,\"version\":1,"
                + "\"value\":\"\(value)\"}"
        }
        return Array("{\"header\":{},\"kvs\":[\(list.joined(separator: ","))],\"count\":9}".utf8)
    }

    /// Keys that the API server never transforms, and keys that nobody knows.
    @Test func systemAndUnknownKeysStay() throws {
        let entries = [
            ("/registry/masterleases/10.0.0.1", "k8s\0lease"),
            ("/registry/peerserverleases/a", "x"),
            ("/registry/ranges/serviceips", "k8s\0range"),
            ("/registry/nobody-knows/a", "text"),
            ("/elsewhere/secrets/a/b", "text"),
            ("/registry/secrets/default/a", "k8s\0secret"),
        ]
        let result = try run(
            ["encrypt", "--dump", "-"] + Cluster.configuration,
            input: Self.dump(entries)
        )
        #expect(result.status == 0, "\(result.errorText)")
        let values = try lines(result.output).map {
            String(decoding: Data(base64Encoded: $0["value"] ?? "") ?? Data(), as: UTF8.self)
        }
        #expect(Array(values.prefix(5)) == entries.prefix(5).map(\.1))
        #expect(values[5].hasPrefix("k8s:enc:secretbox:v1:sb-2025-06:"))
    }

    @Test(arguments: [
        ("secrets", "k8s:enc:secretbox:v1:sb-2025-06:"),
        ("deployments.apps", "k8s:enc:aesgcm:v1:apps-2025:"),
        ("pods", "k8s:enc:aescbc:v1:all-2025:"), ("events", "text"),
    ])
    func oneValue(_ resource: String, _ prefix: String) throws {
        let place =
            Cluster.configuration + [
                "--resource", resource, "--etcd-key", "/registry/\(resource)/default/a",
            ]
        let plaintext = Array("text \u{0} and more".utf8)
        let sealed = try run(["encrypt"] + place, input: plaintext)
        #expect(sealed.status == 0)
        #expect(sealed.output.starts(with: prefix.utf8))
        let opened = try run(["decrypt"] + place, input: sealed.output)
        #expect(opened.output == plaintext)
        #expect(opened.status == 0)
        // The same as base64, which decrypt recognises where a header stands in it.
        let base64 = try run(["encrypt", "-o", "base64"] + place, input: plaintext)
        #expect(base64.outputText.last == "\n")
        let form = ["--input", "base64"]
        #expect(try run(["decrypt"] + form + place, input: base64.output).output == plaintext)
    }

    @Test func twoSealsDiffer() throws {
        let arguments = ["encrypt", "--resource", "secrets"] + Cluster.configuration
        let one = try run(arguments, input: [1, 2, 3])
        let two = try run(arguments, input: [1, 2, 3])
        #expect(one.output != two.output)
        #expect(one.output.count == two.output.count)
    }
}
