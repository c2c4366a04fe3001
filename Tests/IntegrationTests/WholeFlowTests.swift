#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import KubernetesModel
import TestSupport
import Testing

/// A rotation from one command to its proof: plan, files, fleet, rotate, status after every step,
/// with kenc killed in every stage and servers that come late.
@Suite(
    "a rotation as a whole",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct WholeFlowTests {
    struct Status: Decodable {
        struct Next: Decodable { let kind: String, command: String?, why: String }
        let stage: Int?, done: Bool, next: Next, missing: [String], misfits: [String]
    }

    struct Plan: Decodable {
        struct Stage: Decodable { let number: Int, kind: String, file: String? }
        let stages: [Stage]
    }

    private let served: ServedField
    private var folder: String { served.field.folder.path }
    private var plan: String { served.field.folder.file("plan") }
    private var store: [String] { ["--endpoints", served.field.etcd.endpoints] }

    init() async throws {
        served = try await ServedField(
            Array(repeating: ServedField.old, count: 3),
            secrets: 200
        )
    }

    // MARK: The people and machines around kenc

    /// Gives a server a file of the plan, which it reads at once and writes with.
    private func give(_ name: String, to number: Int) async throws {
        let server = served.servers[number]
        let path = name.hasPrefix("/") ? name : "\(plan)/\(name)"
        try Data(try Data(contentsOf: URL(filePath: path))).write(to: URL(filePath: server.file))
        try await server.reload()
        for server in served.servers { try await server.renew() }
        try await server.writeSecret("by-\(server.hostname)", namespace: "bulk")
    }

    /// Every value is readable by every server, whatever file it has.
    private func expectAllReadable(_ moment: String) async throws {
        let values = try await Field.all(served.field.client)
        for server in served.servers {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: server.file)))
            let configuration = try Configuration(bytes: bytes)
            let unreadable = values.count { configuration.open($0.value.value, $0.key) == nil }
            #expect(unreadable == 0, "\(moment): \(server.hostname) cannot read \(unreadable)")
        }
    }

    private func status(_ more: [String] = ["--settle", "0s"]) async throws -> Status {
        let result = try await served.field.run(
            ["status", "--plan", plan, "-o", "json", "--progress", "none"] + store + served.asked
                + more
        )
        let status = try result.decoded(Status.self)
        #expect(result.status == (status.done ? 0 : 2), "\(result.errorText)")
        return status
    }

    private func expectStage(_ stage: Int, _ kind: String, _ moment: String) async throws {
        let status = try await status()
        #expect(status.stage == stage, "\(moment): \(status)")
        #expect(status.next.kind == kind, "\(moment): \(status)")
        #expect(status.misfits.isEmpty && status.missing.isEmpty, "\(moment): \(status)")
        try await expectAllReadable(moment)
    }

    /// What a person pastes.
    private func paste(_ command: String?) async throws -> KencProcess.Result {
        let command = try #require(command)
        return try await Task.detached { [folder] in
            try KencProcess.run(
                ["-c", "kenc() { \"$KENC\" \"$@\"; }; \(command)"],
                directory: folder,
                executable: "/bin/sh"
            )
        }.value
    }

    /// Starts kenc, and ends it without a word in the middle of its work.
    private func kill(_ arguments: [String], after seconds: Double) async throws {
        let process = Process()
        process.executableURL = URL(filePath: KencProcess.path)
        process.currentDirectoryURL = URL(filePath: folder)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await Task.sleep(for: .seconds(seconds))
        #expect(process.isRunning, "it ended before it could be killed")
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func rotate(_ more: [String]) -> [String] {
        ["rotate", "--yes", "--config", "\(plan)/2-switch.yaml", "--progress", "none"] + store
            + ["--settle", "1s", "--ask-every", "200ms", "-o", "json"] + more
    }

    // MARK: The flow

    @Test(
        "plan, files, gate, rewrite, forget, proof; killed in every stage; one server left behind"
    )
    func wholeFlow() async throws {
        let made = try await served.field.run(
            [
                "plan", "--config", TestData.path("cluster/\(ServedField.old)"), "--rotate",
                "--directory", plan, "-o", "json", "--progress", "none",
            ] + store
        )
        #expect(made.status == 0, "\(made.errorText)")
        let stages = try made.decoded(Plan.self).stages
        #expect(stages.map(\.kind) == ["rollout", "rollout", "rewrite", "rollout"])
        let files = stages.map { $0.file ?? "" }
        #expect(files == ["1-teach.yaml", "2-switch.yaml", "", "4-forget.yaml"])
        try await expectStage(1, "rollout", "after the plan")

        try await rollOut(stage: 1, file: files[0], next: (2, "rollout"))
        try await switchWithOneLeftBehind(files[1])
        try await rewriteWithAKill()
        try await rollOut(stage: 4, file: files[3], next: nil)

        let proof = try await served.field.run(
            ["scan", "--check", "--config", "\(plan)/\(files[3])", "--progress", "none"] + store
        )
        #expect(proof.status == 0, "\(proof.outputText)")
    }

    /// One server after the other; between them kenc waits, and is killed.
    private func rollOut(stage: Int, file: String, next: (Int, String)?) async throws {
        let waiting = waiting(for: file)
        for number in 0..<3 {
            try await expectStage(stage, "rollout", "\(number) servers on \(file)")
            if number == 1 {
                try await kill(waiting, after: 2)
                try await expectStage(stage, "rollout", "fleet killed before \(file)")
            }
            try await give(file, to: number)
        }
        let fleet = try await served.field.run(waiting)
        #expect(fleet.status == 0, "\(fleet.outputText)")
        if let (stage, kind) = next { return try await expectStage(stage, kind, "all on \(file)") }
        let status = try await status()
        #expect(status.done && status.stage == stage && status.next.kind == "done", "\(status)")
        try await expectAllReadable("all on \(file)")
    }

    private func waiting(for file: String) -> [String] {
        ["fleet", "--config", "\(plan)/\(file)", "--wait", "5m", "--progress", "none"] + store
            + served.asked
    }

    private func switchWithOneLeftBehind(_ file: String) async throws {
        try await give(file, to: 0)
        try await give(file, to: 2)
        try await kill(waiting(for: file), after: 2)
        try await expectStage(2, "rollout", "master-2 is left behind")
        // The command that status gives is the gate of this stage; it would wait for ever.
        let command = try await status().next.command?.replacing("--wait 15m", with: "--wait 1s")
        let fleet = try await paste(command)
        #expect(fleet.status == 2 && fleet.outputText.contains("master-2"), "\(fleet)")
        let revision = try await served.revision()
        let refused = try await served.field.run(rotate(served.asked))
        #expect(refused.status == 2 && refused.errorText.contains("master-2"))
        #expect(try await served.revision() == revision)

        // Somebody vouches, wrongly.
        let task = Task {
            for number in 0..<30 {
                try await Task.sleep(for: .milliseconds(100))
                try await served.servers[1].writeSecret("s-\(number)", namespace: "bulk")
            }
        }
        let found = try await served.field.run(rotate(["--servers-have-read-it", "--rate", "150"]))
        try await task.value
        #expect(found.status == 2, "\(found.errorText)")
        let outcome: RotationOutcome = try found.decoded()
        #expect(!outcome.proven && outcome.droppable.isEmpty)
        #expect(outcome.backslides.contains { $0.resource == "secrets" })
        try await expectStage(2, "rollout", "after the vouched rotation")

        // Too far ahead, and a file of nobody.
        try await give("4-forget.yaml", to: 0)
        #expect(try await status().stage == nil)
        try await give(TestData.path("cluster/\(ServedField.new)"), to: 0)
        let foreign = try await status()
        #expect(
            foreign.stage == nil && foreign.misfits.contains { $0.contains("none of the plan's") }
        )
        // What that server wrote so far is on keys that nobody else has.
        try await served.field.client.delete(Array("/registry/secrets/bulk/by-master-1".utf8))
        try await give(file, to: 0)
        for server in served.servers { try await server.renew() }
        try await give(file, to: 1)
        try await served.servers[1].writeSecret("late", namespace: "bulk")
    }

    private func rewriteWithAKill() async throws {
        // Many are stale again, as if nobody had rewritten them.
        let old = try Configuration(ServedField.old)
        for number in 0..<150 {
            let key = Array("/registry/secrets/bulk/again-\(number)".utf8)
            let value = try old.seal(Field.object("again-\(number)", 0), key)
            try await served.field.client.put(key, value)
        }
        try await expectStage(3, "rewrite", "all on the new file")
        try await kill(rotate(served.asked + ["--rate", "20"]), after: 4)
        try await expectStage(3, "rewrite", "rotate killed")
        let result = try await served.field.run(rotate(served.asked + ["--rate", "0"]))
        #expect(result.status == 0, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(outcome.proven && outcome.rewritten > 0)
        // A minute has to pass before a look at the store proves anything.
        let early = try await status(["--settle", "10m"])
        #expect(early.stage == 3 && early.next.kind == "wait", "\(early)")
        try await expectStage(4, "rollout", "after the rewrite")
        // Forgotten files are noticed.
        let path = "\(plan)/4-forget.yaml"
        let bytes = try Data(contentsOf: URL(filePath: path))
        try Data(bytes + Data("# by hand\n".utf8)).write(to: URL(filePath: path))
        #expect(try await status().next.kind == "mend")
        try bytes.write(to: URL(filePath: path))
    }
}

#endif
