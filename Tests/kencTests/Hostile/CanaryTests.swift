import Foundation
import TestSupport
import Testing

/// No command shows a secret that it was not asked for, in any spelling.
@Suite struct CanaryTests {
    /// Every key of the configurations that values were recorded under.
    static let keys: SecretSpellings = {
        var spellings = SecretSpellings()
        let folders = ["cluster", "providers/configs"]
        for folder in folders {
            let path = TestData.path(folder)
            for file in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
            where file.hasSuffix(".yaml") {
                guard let bytes = try? TestData.bytes("\(folder)/\(file)") else { continue }
                for match in String(decoding: bytes, as: UTF8.self).matches(of: /secret: *(\S+)/) {
                    guard let key = Data(base64Encoded: String(match.output.1)) else { continue }
                    spellings.add([UInt8](key), "key of \(file)")
                }
            }
        }
        return spellings
    }()

    /// Every value in every Secret of the recorded cluster.
    static let plaintexts: SecretSpellings = {
        struct Object: Decodable { let data: [String: String]? }
        var spellings = SecretSpellings()
        let bytes = (try? TestData.bytes("cluster/api-objects.json")) ?? []
        let objects = try? JSONDecoder().decode([String: Object].self, from: Data(bytes))
        for (name, object) in objects ?? [:] where name.hasPrefix("secrets/") {
            for (field, value) in object.data ?? [:] {
                guard let value = Data(base64Encoded: value), Set(value).count > 4 else { continue }
                spellings.add([UInt8](value), "\(field) of \(name)")
            }
        }
        return spellings
    }()

    private func everything(_ result: KencProcess.Result) -> [UInt8] {
        result.output + result.errors
    }

    @Test func secretsAreKnown() throws {
        #expect(Self.keys.count > 200)
        #expect(Self.plaintexts.count > 1000)
        // The search finds what a command is asked for.
        let shown = try KencProcess.run(["decrypt"] + Cluster.configuration + Cluster.dump)
        #expect(!shown.output.isEmpty)
        #expect(!Self.plaintexts.found(in: shown.output).isEmpty)
        let configuration = try TestData.bytes("cluster/4-wild.yaml")
        #expect(!Self.keys.found(in: configuration).isEmpty)
    }

    @Test(
        arguments: [
            ["scan"], ["scan", "-o", "json"], ["list"], ["list", "-o", "json"],
            ["rotate", "--dry-run"], ["rotate", "--dry-run", "-o", "json"],
        ],
        Cluster.configurations
    )
    func storeCommands(_ command: [String], _ configuration: String) throws {
        for store in Cluster.stores {
            let result = try KencProcess.run(
                command + store + ["--config", "cluster/\(configuration).yaml"]
            )
            #expect(!result.output.isEmpty)
            #expect(Self.keys.found(in: everything(result)) == [])
            #expect(Self.plaintexts.found(in: everything(result)) == [])
        }
    }

    @Test(arguments: [["scan"], ["scan", "-o", "json"], ["list"], ["list", "-o", "jsonl"]])
    func withoutConfiguration(_ command: [String]) throws {
        let result = try KencProcess.run(command + Cluster.snapshot)
        #expect(!result.output.isEmpty)
        #expect(Self.plaintexts.found(in: everything(result)) == [])
    }

    @Test func snapshotsPast() throws {
        let folder = try TemporaryFolder()
        let result = try KencProcess.run(
            ["scan", "--history", "--residue", "--write-manifest", folder.file("manifest")]
                + Cluster.configuration + Cluster.snapshot
        )
        #expect(!result.output.isEmpty)
        let all = try everything(result) + folder.read("manifest")
        #expect(Self.keys.found(in: all) == [])
        #expect(Self.plaintexts.found(in: all) == [])
    }

    /// Decrypted values are asked for, keys never are.
    @Test(arguments: [
        ["decrypt"], ["decrypt", "-o", "json"], ["encrypt"], ["get", "secret", "s1-4"],
        ["get", "secrets/s1-4", "-n", "default", "-o", "json"],
    ])
    func neverKeys(_ command: [String]) throws {
        let result = try KencProcess.run(command + Cluster.configuration + Cluster.dump)
        #expect(!everything(result).isEmpty)
        #expect(Self.keys.found(in: everything(result)) == [])
    }

    /// Values that cannot be opened: the message may hold neither key nor plaintext nor value.
    @Test(arguments: ["aescbc-32", "aesgcm-32", "secretbox-32", "chain-migrate"])
    func failures(_ configuration: String) throws {
        let failing = try #require(RecordedValue.byConfiguration[configuration])
            .filter { $0.error != nil }
        #expect(!failing.isEmpty)
        for value in failing.prefix(80).enumerated().filter({ $0.offset.isMultiple(of: 8) }).map(
            \.element
        ) {
            let result = try KencProcess.run(
                [
                    "decrypt", "--config", "providers/configs/\(configuration).yaml",
                    "--resource", value.resource, "--etcd-key", value.key,
                ],
                input: [UInt8](value.stored),
            )
            #expect(result.status == 2)
            #expect(result.output.isEmpty)
            #expect(!result.errors.isEmpty)
            #expect(Self.keys.found(in: result.errors) == [])
        }
    }

    /// A key in a place where nobody expects one.
    static let misplaced = [
        "misspelt field": "aescbc: {keys: [{name: a, secert: SECRET}]}",
        "key": "aescbc: {keys: [{name: a, key: SECRET}]}",
        "a list of keys": "aescbc: {keys: [SECRET]}",
        "keys as text": "aescbc: {keys: SECRET}",
        "provider as text": "aescbc: SECRET",
        "provider's name": "SECRET: {}",
        "element": "SECRET",
        "field name": "aescbc: {keys: [{SECRET: a}]}",
        "unclosed quote": "aescbc: {keys: [{name: a, secret: \"SECRET}]}",
        "list": "aescbc: {keys: [{name: a, secret: [SECRET]}]}",
        "map": "aescbc: {keys: [{name: a, secret: {value: SECRET}}]}",
        "tag": "aescbc: {keys: [{name: a, secret: !SECRET a}]}",
        "anchor": "aescbc: {keys: [{name: a, secret: *SECRET}]}",
        "twice": "aescbc: {keys: [{name: a, secret: SECRET, secret: SECRET}]}",
        "cut": "aescbc: {keys: [{name: a, secret: SECRETx}]}",
        "space inside": "aescbc: {keys: [{name: a, secret: a SECRET}]}",
        "colon": "aescbc: {keys: [{name: a, secret: SECRET: b}]}",
        "kms name": "kms: {name: a, endpoint: SECRET}",
        "kms timeout": "kms: {name: a, endpoint: 'unix:///a', timeout: SECRET}",
        "kms version": "kms: {name: a, endpoint: 'unix:///a', apiVersion: SECRET}",
        "cache size": "kms: {name: a, endpoint: 'unix:///a', cachesize: SECRET}",
        "after the end": "identity: {}}\nSECRET",
    ]

    @Test(arguments: misplaced.keys.sorted(), ["-o", "-"])
    func misplacedKeys(_ name: String, _ form: String) throws {
        let key: [UInt8] = (0..<32).map { UInt8(truncatingIfNeeded: 37 &* ($0 + 5) &* ($0 + 91)) }
        let secret = Data(key).base64EncodedString()
        var spellings = SecretSpellings()
        spellings.add(key, "the key")
        spellings.add(text: String(secret.prefix(16)), "the key's text")
        spellings.add(text: String(secret.dropFirst(16)), "the key's text")
        let provider = (Self.misplaced[name] ?? "").replacing("SECRET", with: secret)
        let file = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - \(provider)
            """
        let arguments = form == "-o" ? ["-o", "json", "-"] : ["-"]
        let result = try KencProcess.run(["validate"] + arguments, input: Array(file.utf8))
        #expect(result.status == 2)
        #expect(spellings.found(in: everything(result)) == [], "\(result.outputText)")
    }
}
