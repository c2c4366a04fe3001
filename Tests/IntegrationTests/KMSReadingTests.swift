#if Etcd

import EncryptionConfig
import Foundation
import KMSClient
import KeyMaterial
import TestSupport
import Testing

/// Values that kms plugins encrypted, read through plugins on real sockets: recorded from
/// kube-apiserver v1.36, its verdict on each under every configuration.
@Suite("reading through kms plugins")
struct KMSReadingTests {
    struct Outcome: Decodable {
        let key: String
        let resource: String?
        let stale: Bool?
        let plaintextSHA256: String?
        let error: String?

        /// The codes that say the same.
        var codes: Set<String> {
            switch error {
            case nil: []
            case "no matching prefix found": ["noMatchingProvider"]
            case "identity transformer tried to read encrypted data":
                ["noMatchingProvider", "noChainForResource"]
            default: ["kms"]
            }
        }
    }

    struct Recording: CustomTestStringConvertible, Sendable {
        let stage: String
        let configuration: String
        var suffix = ""
        /// Who refuses to decrypt.
        var refusing: [String] = []
        /// How often each plugin has to be asked to decrypt.
        let calls: [String: Int]

        var testDescription: String { "stage \(stage) with \(configuration)\(suffix)" }
    }

    static let wild = "4-kms-v1-wild"
    static let all = ["vault-A": 4, "vault-B": 3, "apps-kms": 1, "hsm-legacy": 6]
    static let recordings = [
        Recording(stage: wild, configuration: "0-off", calls: [:]),
        Recording(stage: wild, configuration: "1-aescbc", calls: [:]),
        Recording(stage: wild, configuration: "2-kms-a", calls: ["vault-A": 4]),
        Recording(stage: wild, configuration: "3-kms-b", calls: ["vault-A": 4, "vault-B": 3]),
        Recording(stage: wild, configuration: wild, calls: all),
        Recording(stage: "2-kms-a", configuration: "2-kms-a", calls: ["vault-A": 4]),
        Recording(
            stage: "3-kms-b",
            configuration: "3-kms-b",
            calls: ["vault-A": 4, "vault-B": 1]
        ),
        Recording(
            stage: wild,
            configuration: wild,
            suffix: "-a-refuses-decrypt",
            refusing: ["vault-A"],
            calls: all
        ),
        Recording(
            stage: wild,
            configuration: wild,
            suffix: "-a-refuses-everything",
            refusing: ["vault-A"],
            calls: all
        ),
        Recording(
            stage: wild,
            configuration: wild,
            suffix: "-a-b-v1-refuse-decrypt",
            refusing: ["vault-A", "vault-B", "hsm-legacy"],
            calls: all
        ),
    ]

    private static func hex(_ value: Data) -> String {
        let digest = (try? Digest.sha256(Array(value).span)) ?? []
        return digest.map { String(format: "%02x", $0) }.joined()
    }

    @Test("every value as the server has it, each source asked for once", arguments: recordings)
    func recorded(_ recording: Recording) async throws {
        let folder = try TemporaryFolder()
        let plugins = try await RecordedPlugins(in: folder)
        for name in recording.refusing {
            plugins.byName[name]?.conduct { $0.refusals[.decrypt] = "the vault is sealed" }
        }
        let number = recording.stage.prefix(1)
        let file =
            "kms-cluster/outcomes/stage-\(number)-with-\(recording.configuration)"
            + "\(recording.suffix).jsonl"
        let outcomes = try String(decoding: TestData.bytes(file), as: UTF8.self)
            .split(separator: "\n")
            .map { try JSONDecoder().decode(Outcome.self, from: Data($0.utf8)) }
        let result = try await KencProcess.runAside(
            ["decrypt", "--dump", "kms-cluster/stage-\(recording.stage).json"]
                + ["--config", "kms-cluster/\(recording.configuration).yaml"]
                + ["--feature-gates", "KMSv1=true"]
                + plugins.options(recording.calls.keys.sorted())
        )
        let lines = try result.decodedLines(OpenedLine.self)
        #expect(lines.map { $0.key ?? "" } == outcomes.map(\.key))
        for (line, outcome) in zip(lines, outcomes) {
            let name = Comment(rawValue: "\(outcome.key): \(line.error?.message ?? "")")
            #expect(line.stale == outcome.stale, name)
            #expect(line.resource == outcome.resource, name)
            if outcome.error == nil {
                // Of what the server never transforms nothing was recorded.
                if let hash = outcome.plaintextSHA256 {
                    #expect(line.value.map(Self.hex) == hash, name)
                }
                #expect(line.error == nil, name)
            } else {
                #expect(outcome.codes.contains(line.error?.code ?? ""), name)
            }
        }
        for (name, count) in recording.calls {
            let calls = plugins.byName[name]?.calls ?? [:]
            #expect(calls[.decrypt] == count, "\(name)")
            #expect(calls[.status] == 1, "\(name)")
            #expect(calls[.encrypt] == nil, "\(name)")
        }
        let refused = lines.filter { $0.error?.code == "kms" }
        #expect(refused.isEmpty == recording.refusing.isEmpty)
        #expect(refused.allSatisfy { $0.error?.message.contains("the vault is sealed") == true })
    }

    struct Share: Decodable, Equatable {
        let provider: String
        let keyName: String?
        let keyID: String?
        let values: Int
        let dekSources: Int?
    }

    struct Scan: Decodable {
        struct Resource: Decodable {
            let resource: String
            let by: [Share]
        }

        let values: Int
        let current: Int?
        let stale: Int?
        let unreadable: Int
        let resources: [Resource]

        /// Of all resources together, the shares that are a plugin's.
        var plugins: [String: (values: Int, sources: Int)] {
            var found: [String: (values: Int, sources: Int)] = [:]
            for share in resources.flatMap(\.by) where share.provider == "kms" {
                let name = "\(share.keyName ?? "") \(share.keyID ?? "-")"
                var sum = found[name] ?? (0, 0)
                sum.values += share.values
                sum.sources += share.dekSources ?? 0
                found[name] = sum
            }
            return found
        }
    }

    @Test("scan counts what the server's code counted, and asks for each source once")
    func scan() async throws {
        let folder = try TemporaryFolder()
        let plugins = try await RecordedPlugins(in: folder)
        for workers in ["1", "4"] {
            for store in ["--dump=kms-cluster/stage-4-kms-v1-wild.json"]
                + ["--snapshot=kms-cluster/stage-4-kms-v1-wild.db"]
            {
                for plugin in plugins.byName.values { plugin.forgetCalls() }
                let result = try await KencProcess.runAside(
                    ["scan", store, "--config", "kms-cluster/4-kms-v1-wild.yaml", "-o", "json"]
                        + ["--feature-gates", "KMSv1=true", "--workers", workers]
                        + plugins.options(Self.all.keys.sorted())
                )
                #expect(result.status == 0, "\(result.errorText)")
                let scan = try result.decoded(Scan.self)
                #expect(scan.unreadable == 0)
                #expect(scan.stale == 248)
                for (name, count) in Self.all {
                    #expect(plugins.byName[name]?.calls[.decrypt] == count, "\(name)")
                }
            }
        }
    }

    @Test("without a plugin, what each KEK is needed for is told from the stored bytes")
    func inventory() async throws {
        let result = try await KencProcess.runAside([
            "scan", "--dump", "kms-cluster/stage-4-kms-v1-wild.json", "-o", "json",
        ])
        let found = try result.decoded(Scan.self).plugins
        let a =
            "vault-A projects/acme/locations/eu/keyRings/k8s/cryptoKeys/vault-a/cryptoKeyVersions/"
        #expect(
            Set(found.keys) == [
                "apps-kms apps/7", "hsm-legacy -", a + "1", a + "2", "vault-B kek-b-1",
                "vault-B kek-b-2",
            ]
        )
        #expect(found["hsm-legacy -"]?.values == 6)
        #expect(found["hsm-legacy -"]?.sources == 6)
        #expect(
            found.filter { $0.key.hasPrefix("vault-") }.values.reduce(0) { $0 + $1.values } == 107
        )
    }

    @Test("a rotation away from plugins rewrites their values, in a dry run")
    func away() async throws {
        let folder = try TemporaryFolder()
        let plugins = try await RecordedPlugins(in: folder)
        let old = String(decoding: try TestData.bytes("kms-cluster/3-kms-b.yaml"), as: UTF8.self)
        let first = try #require(old.firstRange(of: "  - kms:\n"))
        let new = old.replacingCharacters(
            in: first.lowerBound..<first.lowerBound,
            with: """
                  - aesgcm:
                      keys:
                      - name: fresh
                        secret: AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=

                """
        )
        let file = try folder.write(Array(new.utf8), to: "next.yaml")
        let result = try await KencProcess.runAside(
            ["rotate", "--dry-run", "--dump", "kms-cluster/stage-3-kms-b.json", "-o", "json"]
                + ["--config", file] + plugins.options(["vault-A", "vault-B"])
        )
        #expect(result.status == 0, "\(result.errorText)")
        let scan = try result.decoded(Scan.self)
        #expect(scan.unreadable == 0)
        let rewrites = try result.decoded(Rewrites.self).rewrite
        #expect(rewrites.allSatisfy { $0.to.keyName == "fresh" })
        #expect(
            rewrites.filter { $0.from.provider == "kms" }.reduce(0) { $0 + $1.values }
                == scan.plugins.values.reduce(0) { $0 + $1.values }
        )
        #expect(plugins.byName["vault-A"]?.calls[.decrypt] == 4)
    }

    struct Rewrites: Decodable {
        struct Key: Decodable {
            let provider: String
            let keyName: String?
        }

        struct Rewrite: Decodable {
            let from: Key
            let to: Key
            let values: Int
        }

        let rewrite: [Rewrite]
    }
}

#endif
