import Foundation
import TestSupport
import Testing

/// The recorded cluster's last stage under every configuration it ever had.
@Suite struct RecordedClusterTests {
    @Test(arguments: Cluster.stores, Cluster.configurations)
    func opensWhatTheServerOpened(_ store: [String], _ configuration: String) throws {
        let result = try KencProcess.run(
            ["decrypt", "--config", "cluster/\(configuration).yaml", "-o", "jsonl"] + store
        )
        let lines = try result.decodedLines(OpenedLine.self)
        let outcomes = try RecordedOutcome.stage4(with: configuration)
        #expect(lines.count == 212)
        #expect(lines.map(\.key) == outcomes.map(\.key))
        for (line, outcome) in zip(lines, outcomes) {
            let name = Comment(rawValue: outcome.key)
            #expect(line.error?.code == outcome.code, name)
            #expect(line.stale == outcome.stale, name)
            #expect(line.resource == outcome.resource, name)
            #expect(line.system == outcome.system, name)
            #expect(line.unknown == nil, name)
            #expect((line.value == nil) == (outcome.error != nil), name)
        }
        let isWhole = outcomes.allSatisfy { $0.error == nil }
        #expect(result.status == (isWhole ? 0 : 2))
        #expect(isWhole == (configuration == "4-wild"))
        #expect(result.errorText == "")
    }

    struct APIObject: Decodable, Equatable {
        let data: [String: String]?
        let binaryData: [String: String]?
        let type: String?
        let immutable: Bool?
    }

    /// An object as `get -o json` prints it.
    struct PrintedObject: Decodable {
        struct Metadata: Decodable {
            let uid: String
            let resourceVersion: String
            let name: String
        }

        let kind: String
        let metadata: Metadata
        let spec: Spec?
    }

    struct Spec: Decodable, Equatable {
        let bamboo: Int
        let secretNote: String
    }

    struct Recorded: Decodable {
        let uid: String
        let resourceVersion: String
        let spec: Spec?
    }

    /// Every secret, config map and custom resource, as the API returned it.
    @Test(arguments: Cluster.stores)
    func getsWhatTheAPIReturned(_ store: [String]) throws {
        let bytes = try Data(TestData.bytes("cluster/api-objects.json"))
        let objects = try JSONDecoder().decode([String: APIObject].self, from: bytes)
        let recorded = try JSONDecoder().decode([String: Recorded].self, from: bytes)
        // Each call walks the whole store: a share of the objects has every provider among them.
        let names = objects.keys.sorted()
        #expect(names.count > 100)
        for name in names.enumerated().filter({ $0.offset.isMultiple(of: 4) }).map(\.element) {
            let parts = name.split(separator: "/").map(String.init)
            let result = try KencProcess.run(
                ["get", parts[0], parts[2], "-n", parts[1], "-o", "json"]
                    + Cluster.configuration + store
            )
            #expect(result.status == 0, "\(name): \(result.errorText)")
            #expect(try result.decoded(APIObject.self) == objects[name], "\(name)")
            let printed = try result.decoded(PrintedObject.self)
            #expect(printed.metadata.uid == recorded[name]?.uid)
            #expect(printed.metadata.resourceVersion == recorded[name]?.resourceVersion)
            #expect(printed.metadata.name == parts[2])
            #expect(printed.spec == recorded[name]?.spec)
        }
    }

    struct Counts: Decodable {
        struct Resource: Decodable {
            let resource: String
            let values: Int
            let stale: Int?
        }

        let values: Int
        let current: Int?
        let stale: Int?
        let unreadable: Int
        let plaintext: Int
        let system: Int
        let unknown: Int
        let resources: [Resource]
    }

    @Test(arguments: [["scan"], ["rotate", "--dry-run"]], Cluster.stores)
    func counts(_ command: [String], _ store: [String]) throws {
        let result = try KencProcess.run(
            command + Cluster.configuration + store + ["-o", "json"]
        )
        #expect(result.status == 0)
        let counts = try result.decoded(Counts.self)
        #expect(counts.values == 209)
        #expect(counts.current == 44)
        #expect(counts.stale == 165)
        #expect(counts.plaintext == 117)
        #expect(counts.system == 3)
        #expect(counts.unknown == 0)
        #expect(counts.unreadable == 0)
        let secrets = try #require(counts.resources.first { $0.resource == "secrets" })
        #expect(secrets.values == 91)
        #expect(secrets.stale == 69)
        #expect(counts.resources.map(\.values).reduce(0, +) == 209)
        #expect(counts.resources.map(\.resource) == counts.resources.map(\.resource).sorted())
    }

    struct Rotation: Decodable {
        struct Key: Decodable, Hashable {
            let provider: String
            let keyName: String?
        }

        struct Rewrite: Decodable {
            let resource: String
            let from: Key
            let to: Key
            let values: Int
        }

        let rewrite: [Rewrite]
        let droppable: [Key]
        let kept: [Key]
    }

    @Test(arguments: Cluster.stores)
    func rewritesEveryStaleValue(_ store: [String]) throws {
        let result = try KencProcess.run(
            ["rotate", "--dry-run", "-o", "json"] + Cluster.configuration + store
        )
        let rotation = try result.decoded(Rotation.self)
        #expect(rotation.rewrite.map(\.values).reduce(0, +) == 165)
        let secrets = rotation.rewrite.filter { $0.resource == "secrets" }
        #expect(secrets.map(\.values).reduce(0, +) == 69)
        #expect(secrets.allSatisfy { $0.to == .init(provider: "secretbox", keyName: "sb-2025-06") })
        #expect(Set(secrets.map(\.from)).count == 4)
        #expect(
            Set(rotation.droppable.compactMap(\.keyName)) == [
                "gcm-2025-01", "key-2024-01", "key-2024-06",
            ]
        )
        #expect(Set(rotation.droppable).isDisjoint(with: rotation.kept))
    }

    /// How many workers there are changes nothing that is printed.
    @Test(
        arguments: [
            ["scan", "-o", "json"], ["scan"], ["rotate", "--dry-run", "-o", "json"],
            ["rotate", "--dry-run"], ["decrypt", "-o", "jsonl"], ["list", "-o", "json"], ["list"],
        ],
        Cluster.stores
    )
    func workersAgree(_ command: [String], _ store: [String]) throws {
        // The third stage's configuration leaves some values unreadable, so reports have an order.
        let arguments = command + ["--config", "cluster/3-aesgcm.yaml"] + store
        let one = try KencProcess.run(arguments + ["--workers", "1"])
        #expect(one.status == 2)
        #expect(!one.output.isEmpty)
        for count in ["2", "5"] {
            let several = try KencProcess.run(arguments + ["--workers", count])
            #expect(several.outputText == one.outputText)
            #expect(several.status == one.status)
        }
    }

    @Test(arguments: [["scan", "-o", "json"], ["rotate", "--dry-run", "-o", "json"]])
    func dumpAndSnapshotAgree(_ command: [String]) throws {
        // All but what each store says of itself.
        let results = try Cluster.stores.map { store -> NSDictionary in
            let result = try KencProcess.run(command + Cluster.configuration + store)
            var fields = try #require(result.json() as? [String: Any])
            let evidence = try #require(fields.removeValue(forKey: "evidence") as? [String: Any])
            #expect(evidence["whole"] as? Bool == true && evidence["revision"] as? Int == 325)
            return fields as NSDictionary
        }
        #expect(results[0] == results[1] && results[0].count > 5)
    }
}
