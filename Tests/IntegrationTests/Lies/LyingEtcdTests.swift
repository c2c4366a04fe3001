#if Etcd

@testable import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

/// What kenc is asked to do with an etcd that lies.
enum Errand: String, Sendable {
    case scan
    case rotate
    case save

    func arguments(_ endpoint: String) -> [String] {
        let command =
            switch self {
            case .scan: ["scan"]
            case .rotate:
                [
                    "rotate", "--yes", "--servers-have-read-it", "--settle", "0s", "--rate", "0",
                    "--undo-log", "log",
                ]
            case .save: ["snapshot", "save", "out.db"]
            }
        let configuration =
            self == .save ? [] : ["--config", TestData.path("cluster/5-next.yaml")]
        return command + configuration
            + ["--endpoints", endpoint, "--command-timeout", "1s", "--dial-timeout", "2s"]
    }

    /// Runs it to its end; 124 where that takes longer than the limit.
    func run(
        _ lie: Lie,
        seconds: Int = 20,
        environment: [String: String] = [:],
    ) async throws -> (result: KencProcess.Result, files: [String]) {
        let etcd = try await LyingEtcd(lie)
        let folder = try TemporaryFolder()
        let arguments = ["\(seconds)", KencProcess.path] + arguments(etcd.endpoint)
        let result = try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: it waits for the end of the process.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try KencProcess.run(
                            arguments,
                            directory: folder.path,
                            environment: environment,
                            executable: "/usr/bin/timeout"
                        )
                    }
                )
            }
        }
        withExtendedLifetime(etcd) {}
        return (result, try folder.names())
    }
}

/// An etcd that answers what no etcd answers: each ends with an error that says so.
@Suite("a lying etcd", .serialized)
struct LyingEtcdTests {
    typealias Row = (Errand, Lie)

    @Test("the server tells the truth when it is not lying")
    func honest() async throws {
        let scan = try await Errand.scan.run(Lie("nothing")).result
        #expect(scan.status == 0, "\(scan.errorText)")
        #expect(scan.outputText.contains("100 values"), "\(scan.outputText)")
        let save = try await Errand.save.run(Lie("nothing"))
        #expect(save.result.status == 0, "\(save.result.errorText)")
        #expect(save.files == ["out.db"])
        let rotate = try await Errand.rotate.run(Lie("nothing")).result
        #expect(rotate.status == 0, "\(rotate.errorText)")
        #expect(rotate.outputText.contains("rewrote 100 values"), "\(rotate.outputText)")
    }

    @Test("pages", arguments: pages)
    func page(_ row: Row) async throws { try await check(row) }

    @Test("revisions and clusters", arguments: places)
    func place(_ row: Row) async throws { try await check(row) }

    @Test("members and their status", arguments: members)
    func member(_ row: Row) async throws { try await check(row) }

    @Test("compare-and-swap", arguments: swaps)
    func swap(_ row: Row) async throws { try await check(row) }

    @Test("snapshots", arguments: snapshots)
    func snapshot(_ row: Row) async throws { try await check(row) }

    @Test("tokens", arguments: tokens)
    func token(_ lie: Lie) async throws {
        let (result, _) = try await Errand.scan.run(
            lie,
            environment: ["ETCDCTL_USER": "root", "ETCDCTL_PASSWORD": "x"]
        )
        #expect(result.status == 1, "\(result.status) \(result.errorText)")
        #expect(result.errorText.contains(lie.words), "\(result.errorText)")
    }

    private func check(_ row: Row) async throws {
        let (errand, lie) = row
        let (result, files) = try await errand.run(lie)
        #expect(result.status == 1, "\(lie.name): \(result.status) \(result.errorText)")
        #expect(result.errorText.contains(lie.words), "\(lie.name): \(result.errorText)")
        #expect(!result.errorText.contains("unexpected"), "\(lie.name): \(result.errorText)")
        #expect(Set(files).isSubset(of: ["log"]), "\(lie.name): \(files)")
    }

    /// Every field of every message: whatever it is, kenc ends by itself and says no nonsense.
    @Test("any field may be anything", arguments: fields)
    func field(_ field: Field) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for value in field.values {
                for errand in field.errands {
                    group.addTask {
                        let lie = Lie("\(field.path) is \(value)") {
                            $0.distortion = Distortion(
                                method: field.method,
                                path: field.path,
                                value: value
                            )
                        }
                        let seen = try await errand.run(lie).result
                        let words: Comment =
                            "\(errand) \(field) \(value): \(seen.status) \(seen.errorText)"
                        #expect([0, 1, 2].contains(seen.status), words)
                        let isEmpty = " \(seen.outputText)".contains(" 0 values")
                        #expect(!isEmpty || seen.status != 0, words)
                        // A lie may be a megabyte; what is said of it is not.
                        #expect(seen.errors.count < 20_000, "\(errand) \(field) \(value)")
                        #expect(!seen.errors.contains(0x1b), words)
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

#endif
