import Foundation
import TestSupport
import Testing

/// Damaged and absurd inputs end with an error, soon, and never with a crash.
@Suite struct HostileInputTests {
    private func expectError(_ result: KencProcess.Result, _ name: String) {
        #expect(result.status == 1, "\(name)")
        #expect(result.errorText.hasPrefix("kenc: error: "), "\(name): \(result.errorText)")
    }

    @Test func cutDumps() throws {
        let dump = try TestData.bytes("cluster/stage-4-wild.json")
        for length in [1, 2, 9, 100, 101, 4_000, 65_536, dump.count / 2, dump.count - 3] {
            for command in [["scan"], ["decrypt"] + Cluster.configuration, ["list", "-o", "json"]] {
                let result = try KencProcess.run(
                    command + ["--dump", "-"],
                    input: Array(dump.prefix(length)),
                )
                expectError(result, "\(command[0]) of \(length) bytes")
                #expect(result.errorText.contains("standard input"))
            }
        }
    }

    @Test func garbledDumps() throws {
        let dump = try TestData.bytes("cluster/stage-4-wild.json")
        var random = SeededGenerator(seed: 7)
        for round in 0..<24 {
            var damaged = Array(dump.prefix(60_000)) + Array(dump.suffix(200))
            for _ in 0..<3 {
                damaged[Int.random(in: damaged.indices, using: &random)] =
                    UInt8.random(in: .min ... .max, using: &random)
            }
            let result = try KencProcess.run(
                ["rotate", "--dry-run", "--dump", "-"] + Cluster.configuration,
                input: damaged,
            )
            #expect([0, 1, 2].contains(result.status), "round \(round)")
        }
    }

    @Test(arguments: [["list"], ["scan", "--skip-hash-check"]])
    func damagedSnapshots(_ command: [String]) throws {
        let snapshot = try TestData.bytes("cluster/stage-4-wild.db")
        let folder = try TemporaryFolder()
        var random = SeededGenerator(seed: 11)
        for round in 0..<12 {
            var damaged = snapshot
            if round.isMultiple(of: 2) {
                damaged.removeLast(Int.random(in: 1..<damaged.count, using: &random))
            } else {
                let start = Int.random(in: 0..<damaged.count - 64, using: &random)
                for index in start..<start + 64 {
                    damaged[index] = UInt8.random(in: .min ... .max, using: &random)
                }
            }
            let path = try folder.write(damaged, to: "damaged.db")
            let result = try KencProcess.run(command + ["--snapshot", path])
            #expect([0, 1, 2].contains(result.status), "round \(round)")
            if command == ["list"], !round.isMultiple(of: 2) {
                expectError(result, "round \(round)")
            }
        }
    }

    @Test(arguments: [
        "{\"kvs\":[{\"key\":\"L2E=\",\"mod_revision\":99999999999999999999,\"value\":\"YQ==\"}]}",
        "{\"kvs\":[{\"key\":\"L2E=\",\"mod_revision\":1e400,\"value\":\"YQ==\"}]}",
        "{\"kvs\":[{\"key\":\"L2E\",\"value\":\"YQ==\"}]}",
        "{\"kvs\":[{\"key\":\"L2E=\",\"value\":\"Y Q==\"}]}",
        "{\"kvs\":[{\"key\":\"L2E=\",\"value\":7}]}",
        "{\"kvs\":[{\"value\":\"YQ==\"}]}",
        "{\"kvs\":[7]}", "{\"kvs\":7}", "[]", "7", "{\"kvs\":[{\"key\":\"L2E=\"},]}",
        String(repeating: "[", count: 200_000),
        "{\"kvs\":[{\"a\":" + String(repeating: "[", count: 200_000),
    ])
    func absurdDumps(_ text: String) throws {
        let result = try KencProcess.run(["scan", "--dump", "-"], input: Array(text.utf8))
        expectError(result, String(text.prefix(60)))
        #expect(result.errors.count < 500)
    }

    @Test func configurationThatIsTooLarge() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "#"), count: 5 << 20)
        for command in [["validate", "-"], ["validate", "-o", "json", "-"]] {
            let result = try KencProcess.run(command, input: bytes)
            #expect(result.status == 1)
            #expect(result.errorText.contains("4 MiB"))
        }
        let scan = try KencProcess.run(["scan", "--config", "-"] + Cluster.dump, input: bytes)
        #expect(scan.status == 1)
        #expect(scan.output.isEmpty)
    }

    @Test(arguments: ["[", "{\"a\":", "- ", "a: &a [*a, ", "\u{FEFF}", "%YAML 9\n", "\0"])
    func absurdConfigurations(_ text: String) throws {
        let result = try KencProcess.run(
            ["validate", "-"],
            input: Array(String(repeating: text, count: 100_000).utf8),
        )
        #expect(result.status == 2, "\(result.errorText)")
        #expect(!result.output.isEmpty)
        #expect(result.output.count < 100_000)
    }

    /// A directory, a device without end and a socket are no files to read.
    @Test(arguments: ["/", "/dev/zero"])
    func notAFile(_ path: String) throws {
        let validation = try KencProcess.run(["validate", path])
        expectError(validation, path)
        let scan = try KencProcess.run(["scan", "--dump", path])
        expectError(scan, path)
        let snapshot = try KencProcess.run(["scan", "--snapshot", path])
        expectError(snapshot, path)
    }
}
