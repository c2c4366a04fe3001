#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

/// An etcd that does not answer: one signal ends every wait, and waits without one have an end.
@Suite("an etcd that keeps kenc waiting", .serialized)
struct WaitingTests {
    struct Wait: Sendable, CustomTestStringConvertible {
        let errand: Errand
        let method: String
        /// Which call of the method is not answered any more.
        var call = 1
        var testDescription: String { "\(errand) waits for \(method) \(call)" }
    }

    static let waits = [
        Wait(errand: .scan, method: "Status"),
        Wait(errand: .scan, method: "Range"),
        Wait(errand: .scan, method: "Range", call: 3),
        Wait(errand: .rotate, method: "MemberList"),
        Wait(errand: .rotate, method: "Status", call: 2),
        Wait(errand: .rotate, method: "Alarm"),
        Wait(errand: .rotate, method: "Txn"),
        Wait(errand: .rotate, method: "Txn", call: 50),
        // In the survey before the question, and in the rewrite's own walk.
        Wait(errand: .rotate, method: "Range", call: 3),
        Wait(errand: .rotate, method: "Range", call: 8),
        Wait(errand: .save, method: "Snapshot"),
    ]

    @Test("one signal ends it", arguments: waits)
    func signal(_ wait: Wait) async throws {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for signal in SignalledWriter.usual {
                group.addTask { try await milliseconds(ending: wait, by: signal) }
            }
            for try await milliseconds in group { #expect(milliseconds < 2500) }
        }
    }

    /// How long it takes from the signal to the end.
    private func milliseconds(ending wait: Wait, by signal: String) async throws -> Int {
        let lie = Lie("\(wait.method) is not answered") {
            $0.silent = (wait.method, wait.call)
            $0.snapshot = { pieces, send in
                try await send(pieces[0])
                try await Task.sleep(for: .seconds(600))
            }
        }
        let etcd = try await LyingEtcd(lie)
        let folder = try TemporaryFolder()
        // Long enough that nothing but the signal ends it.
        let arguments =
            wait.errand.arguments(etcd.endpoint).dropLast(4)
            + ["--command-timeout", "60s", "--dial-timeout", "60s"]
        async let run = Shell.run(
            """
            "$KENC" "$@" > ../$0.out 2> ../$0.err &
            kenc=$!
            until [ -e ../$0.go ]; do sleep 0.02; done
            start=$(date +%s%N)
            kill -\(signal) $kenc
            wait $kenc
            echo $? $((($(date +%s%N) - start) / 1000000))
            cat ../$0.err
            rm ../$0.*
            """,
            [URL(filePath: folder.path).lastPathComponent] + arguments,
            in: folder
        )
        let limit = ContinuousClock.now + .seconds(20)
        while etcd.calls[wait.method] ?? 0 < wait.call, ContinuousClock.now < limit {
            try await Task.sleep(for: .milliseconds(10))
        }
        // The snapshot's first piece is on its way.
        try await Task.sleep(for: .milliseconds(100))
        _ = FileManager.default.createFile(atPath: folder.path + ".go", contents: nil)
        let result = try await run
        let words = result.outputText.split(separator: "\n").first?.split(separator: " ") ?? []
        #expect(words.first == "130", "\(result.outputText)")
        let milliseconds = words.last.flatMap { Int($0) } ?? .max
        let files = Set(try folder.names())
        #expect(
            files.isSubset(of: wait.errand == .rotate ? ["log"] : []),
            "\(files) \(result.outputText)"
        )
        if wait.method == "Txn", signal != "QUIT" {
            #expect(result.outputText.contains("interrupted: "), "\(result.outputText)")
            #expect(result.outputText.contains("did not answer in time"), "\(result.outputText)")
        }
        return milliseconds
    }

    @Test("a compare-and-swap that is never answered ends with its patience")
    func swap() async throws {
        let etcd = try await LyingEtcd(Lie("no answer") { $0.silent = ("Txn", 1) })
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoint))
        connection.commandTimeout = .milliseconds(300)
        connection.retryTime = .seconds(1)
        try await EtcdClient.with(connection) { client in
            let key = Array("/registry/secrets/bulk/s-1".utf8)
            let held = try #require(try await client.get(key).stored)
            let start = ContinuousClock.now
            let error = await #expect(throws: EtcdError.self) {
                try await client.compareAndSwap(
                    key: key,
                    modRevision: held.facts.modRevision,
                    value: [1]
                )
            }
            #expect(error?.code == .outcomeUnknown)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }

    @Test("a read that is never answered ends with its patience")
    func read() async throws {
        let etcd = try await LyingEtcd(Lie("no answer") { $0.silent = ("Range", 2) })
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoint))
        connection.commandTimeout = .milliseconds(300)
        connection.retryTime = .seconds(1)
        try await EtcdClient.with(connection) { client in
            _ = try await client.count(.everything)
            let start = ContinuousClock.now
            let error = await #expect(throws: EtcdError.self) {
                try await client.count(.everything)
            }
            #expect(error?.code == .timedOut)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }
}

/// Scripts that run beside the test.
enum Shell {
    static func run(
        _ script: String,
        _ arguments: [String],
        in folder: TemporaryFolder,
    ) async throws -> KencProcess.Result {
        try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: it waits for the end of the process.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try KencProcess.run(
                            ["-c", script] + arguments,
                            directory: folder.path,
                            executable: "/bin/bash"
                        )
                    }
                )
            }
        }
    }
}

#endif
