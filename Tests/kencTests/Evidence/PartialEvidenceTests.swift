import Foundation
import TestSupport
import Testing

/// Stores of which kenc is given a part, something else, or something doubtful: what it then
/// concludes, through the command line.
@Suite struct PartialEvidenceTests {
    struct Situation: Sendable, CustomTestStringConvertible {
        let name: String
        var config = "4-wild"
        var options: [String] = []
        /// Of standard input; nil where the options name a store.
        var input: String?
        var status: Int32 = 0
        var isWhole = false
        /// Keys that may be called droppable, by provider and name.
        var droppable: [String] = []
        /// A part of what is said to be why not.
        var why: String?
        var missing: [String] = []

        var testDescription: String { name }
    }

    private static let whole = RecordedDump.whole
    private static let unused = ["aescbc key-2024-01", "aescbc key-2024-06", "aesgcm gcm-2025-01"]
    private static let named = ["configmaps", "pandas.awesome.bears.example", "secrets"]
    private static let sealed = "k8s:enc:aescbc:v1:key-2024-01:" + String(repeating: "x", count: 48)

    /// The first 100 keys and the others, as pages or ranges of one store.
    private static let halves = (
        whole.changed { $0.entries = Array($0.entries[..<100]) },
        whole.changed { $0.entries = Array($0.entries[100...]) }
    )

    static let cuts: [Situation] = [
        Situation(
            name: "--from-key: the end of a store",
            input: whole.only { $0 > "/registry/pods" }.text,
            why: "no namespaces",
            missing: ["*.apps", "configmaps", "pandas.awesome.bears.example"]
        ),
        Situation(
            name: "two answers with one of them cut",
            input: halves.0.text
                + halves.1.changed { ($0.more, $0.count) = (true, 300) }.text,
            why: "etcd left 188 keys out"
        ),
        Situation(
            name: "two answers of two moments",
            input: halves.0.text + halves.1.changed { $0.revision = 330 }.text,
            why: "of revisions 325 to 330"
        ),
        Situation(
            name: "one of two answers with --keys-only",
            input: halves.0.text
                + halves.1.changed { dump in
                    for index in dump.entries.indices { dump.entries[index].value = nil }
                }.text,
            why: "its keys have no values"
        ),
        Situation(
            name: "--count-only",
            input: whole.changed { ($0.entries, $0.count) = ([], 212) }.text,
            why: "etcd left 212 keys out",
            missing: ["*.*", "*.apps"] + named
        ),
        Situation(
            name: "--min-mod-rev: what was written lately",
            input: whole.changed { dump in
                dump.count = dump.entries.count
                dump.entries.removeAll { $0.revision < 200 }
            }.text,
            why: "etcd left"
        ),
        Situation(
            name: "a cut answer that counts no more than it holds",
            input: whole.changed { $0.more = true }.text,
            why: "etcd left 1 key out"
        ),
        Situation(
            name: "a count that is smaller than the number of keys",
            input: whole.changed { $0.count = 5 }.text,
            why: "does not say how many keys"
        ),
        Situation(
            name: "no count",
            input: whole.changed { $0.saysCount = false }.text,
            why: "does not say how many keys"
        ),
        Situation(
            name: "no header",
            input: whole.changed { $0.revision = nil }.text,
            why: "nothing says as of when it is"
        ),
        Situation(
            name: "keys that are newer than the answer that holds them",
            input: whole.changed { $0.revision = 100 }.text,
            why: "of revisions 100 to 325"
        ),
        Situation(
            name: "everything but the namespaces",
            input: whole.only { !$0.hasPrefix("/registry/namespaces/") }.text,
            why: "no namespaces"
        ),
        Situation(
            name: "only namespaces",
            input: whole.only("namespaces").text,
            why: "nothing of *.*, *.apps, configmaps",
            missing: ["*.*", "*.apps"] + named
        ),
        Situation(
            name: "only keys that are never transformed",
            input: whole.only("masterleases", "peerserverleases", "ranges").text,
            why: "no namespaces",
            missing: ["*.*", "*.apps"] + named
        ),
        Situation(
            name: "a resource that has an entry of its own, and no object",
            input: whole.only { !$0.hasPrefix("/registry/secrets/") }.text,
            why: "nothing of secrets was seen",
            missing: ["secrets"]
        ),
        Situation(
            name: "the resources that the file names, one answer each, and the wildcards' not",
            input: ["namespaces", "secrets", "configmaps", "awesome.bears.example"]
                .map { whole.only($0).text }.joined(),
            why: "nothing of *.*, *.apps was seen",
            missing: ["*.*", "*.apps"]
        ),
        Situation(
            name: "the text breaks off",
            input: String(whole.text.dropLast(500)),
            status: 1
        ),
        Situation(
            name: "something was pasted behind it",
            input: whole.text + "garbage",
            status: 1
        ),
    ]

    static let wholes: [Situation] = [
        Situation(
            name: "two answers that hold all",
            input: halves.0.text + halves.1.text,
            isWhole: true,
            droppable: unused
        ),
        Situation(
            name: "the same answer twice",
            input: whole.text + whole.text,
            isWhole: true,
            droppable: unused
        ),
        Situation(
            name: "--order=DESCEND",
            input: whole.changed { $0.entries.reverse() }.text,
            isWhole: true,
            droppable: unused
        ),
        Situation(
            name: "--sort-by=MODIFY",
            input: whole.changed { $0.entries.sort { $0.revision < $1.revision } }.text,
            isWhole: true,
            droppable: unused
        ),
        Situation(
            name: "OpenShift's prefix",
            config: "2-aescbc-promoted",
            options: ["--prefix", "/kubernetes.io"],
            input: RecordedDump.early.under("/kubernetes.io").text,
            isWhole: true,
            droppable: ["aescbc key-2024-01"]
        ),
        Situation(
            name: "OpenShift's prefix, and nobody named it",
            input: whole.under("/kubernetes.io").text,
            status: 1
        ),
        Situation(
            name: "another program's keys beside the API server's",
            input: whole.adding("/calico/resources/v3/node", "{}").text,
            isWhole: true,
            droppable: unused
        ),
    ]

    static let doubts: [Situation] = [
        Situation(
            name: "encrypted values under another prefix",
            input: whole.adding("/other/secrets/a/b", sealed).text,
            status: 2,
            isWhole: true,
            why: "under unknown etcd keys"
        ),
        Situation(
            name: "two clusters under two prefixes",
            config: "2-aescbc-promoted",
            input: RecordedDump.early.changed {
                $0.entries += RecordedDump.early.under("/kubernetes.io").entries
            }.text,
            status: 2,
            isWhole: true,
            why: "under unknown etcd keys"
        ),
        Situation(
            name: "an encrypted value in a directory of no resource",
            input: whole.adding("/registry/a/b/c/d/e", sealed).text,
            status: 2,
            isWhole: true,
            why: "under unknown etcd keys"
        ),
        Situation(
            name: "a value of a kms plugin that the file has not",
            input: whole.adding("/registry/secrets/a/b", "k8s:enc:kms:v2:plugin:xxxx").text,
            status: 2,
            isWhole: true,
            why: "1 value cannot be read"
        ),
        Situation(
            name: "a value on a key that is lost",
            input: whole.adding(
                "/registry/secrets/a/b",
                sealed.replacing("key-2024-01", with: "key-2023-01")
            ).text,
            status: 2,
            isWhole: true,
            why: "1 value cannot be read"
        ),
        Situation(
            name: "a damaged value on the key in force, and nothing stale",
            config: "1-aescbc",
            options: ["--resource", "secrets"],
            input: RecordedDump.early.only("namespaces").adding("/registry/secrets/a/b", sealed)
                .text,
            status: 2,
            why: "only --resource secrets"
        ),
        Situation(
            name: "no entry for a resource that is stored encrypted",
            config: "2-aescbc-promoted",
            input: whole.text,
            status: 2,
            isWhole: true,
            why: "58 values cannot be read"
        ),
        Situation(
            name: "a filter by resource",
            options: ["--resource", "secret"],
            input: whole.text,
            why: "only --resource secrets was looked at"
        ),
        Situation(
            name: "a filter by namespace",
            options: ["-n", "default"],
            input: whole.text,
            why: "only -n default was looked at"
        ),
        Situation(
            name: "a filter by both, and something stale, with --check",
            options: ["--resource", "secrets", "-n", "default", "--check"],
            input: whole.text,
            status: 2,
            why: "only --resource secrets -n default was looked at"
        ),
        Situation(
            name: "a filter that nothing fits",
            options: ["--resource", "po"],
            input: whole.text,
            status: 2,
            why: "only --resource pods was looked at",
            missing: ["pods"]
        ),
        Situation(
            name: "one of two namespaces is not there",
            options: ["-n", "default", "-n", "nope"],
            input: whole.text,
            status: 2,
            why: "only -n default -n nope was looked at",
            missing: ["nope"]
        ),
        Situation(
            name: "a part, with --check",
            options: ["--check"],
            input: whole.only("secrets", "namespaces").text,
            status: 2,
            why: "nothing of",
            missing: ["*.*", "*.apps", "configmaps", "pandas.awesome.bears.example"]
        ),
        Situation(
            name: "a snapshot whose hash nobody compared",
            options: ["--skip-hash-check", "--snapshot", "cluster/stage-4-wild.db"],
            isWhole: true,
            why: "hash was not compared"
        ),
        Situation(
            name: "a snapshot at a revision of the past",
            options: ["--revision", "300", "--snapshot", "cluster/stage-4-wild.db"],
            why: "shows revision 300, and was written since"
        ),
    ]

    @Test("what may be concluded", arguments: cuts + wholes + doubts)
    func concludes(_ situation: Situation) throws {
        var command = ["rotate", "--dry-run", "--config", "cluster/\(situation.config).yaml"]
        command += ["-o", "json"] + situation.options
        if situation.input != nil { command += ["--dump", "-"] }
        let result = try KencProcess.run(command, input: Array((situation.input ?? "").utf8))
        #expect(result.status == situation.status, "\(result.errorText)")
        guard situation.status != 1 else {
            #expect(result.output.isEmpty)
            return
        }
        let json = try #require(try result.json() as? [String: Any])
        let evidence = try #require(json["evidence"] as? [String: Any])
        #expect(evidence["whole"] as? Bool == situation.isWhole)
        #expect(evidence["missing"] as? [String] == situation.missing)
        let droppable = (json["droppable"] as? [[String: String]] ?? [])
            .map { "\($0["provider"] ?? "") \($0["keyName"] ?? "")" }
        #expect(droppable == situation.droppable)
        let kept = (json["kept"] as? [[String: String]] ?? []).compactMap { $0["why"] }
        let reasons = kept + [evidence["why"] as? String ?? ""]
        if let why = situation.why {
            #expect(reasons.contains { $0.contains(why) }, "\(reasons)")
        }
        // The same for people: no word of dropping where nothing may go.
        let text = try KencProcess.run(
            command.filter { $0 != "-o" && $0 != "json" },
            input: Array((situation.input ?? "").utf8)
        )
        #expect(text.status == situation.status)
        #expect(text.outputText.hasPrefix("dry run: nothing was written\n"))
        #expect(text.outputText.contains("could be dropped") != situation.droppable.isEmpty)
    }

    @Test("the database of a member has no hash, and is whole all the same")
    func withoutTrailer() throws {
        let folder = try TemporaryFolder()
        let snapshot = try TestData.bytes("cluster/stage-4-wild.db")
        let path = try folder.write(Array(snapshot.dropLast(32)), to: "db")
        let result = try KencProcess.run([
            "rotate", "--dry-run", "--config", "cluster/4-wild.yaml", "-o", "json",
            "--snapshot", path,
        ])
        let json = try #require(try result.json() as? [String: Any])
        let evidence = try #require(json["evidence"] as? [String: Any])
        #expect(evidence["integrity"] as? String == "absent")
        #expect(evidence["whole"] as? Bool == true)
        #expect((json["droppable"] as? [Any])?.count == 3)
    }

    @Test("a snapshot whose hash does not fit is not read")
    func wrongHash() throws {
        let folder = try TemporaryFolder()
        var snapshot = Array(try TestData.bytes("cluster/stage-4-wild.db"))
        snapshot[snapshot.count - 40] ^= 1
        let path = try folder.write(snapshot, to: "db")
        for command in [["scan"], ["rotate", "--dry-run", "--config", "cluster/4-wild.yaml"]] {
            let result = try KencProcess.run(command + ["--snapshot", path])
            #expect(result.status == 1, "\(result.errorText)")
            #expect(result.output.isEmpty)
        }
    }
}
