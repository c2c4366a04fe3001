#if Etcd

import Foundation
import TestSupport
import Testing

/// The gate of a rotation, over simulated API servers that answer for themselves.
@Suite(
    "the gate of a rotation",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct GateTests {
    @Test("one server left behind: nothing is written; all there: proven from start to end")
    func opens() async throws {
        let served = try await ServedField([ServedField.new, ServedField.old, ServedField.new])
        let rotate = served.asked + ["--rate", "0", "--settle", "1s", "--ask-every", "200ms"]
        let before = try await served.revision()
        let refused = try await served.rotate(rotate)
        #expect(refused.status == 2, "\(refused.errorText)")
        #expect(refused.errorText.contains("master-2"))
        #expect(refused.errorText.contains("nothing was written"))
        #expect(refused.output.isEmpty)
        #expect(try await served.revision() == before)

        try await served.move(1, to: ServedField.new)
        let result = try await served.rotate(rotate)
        #expect(result.status == 0, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(outcome.fleet?.start.proven == true && outcome.fleet?.end?.proven == true)
        #expect(outcome.proven && outcome.backslides.isEmpty && !outcome.droppable.isEmpty)
        #expect(outcome.rewritten > 150 && outcome.settleSeconds == 1 && outcome.watched)
        #expect(try await served.allOpen())
    }

    @Test("a server that nobody asked keeps the gate shut")
    func missing() async throws {
        let served = try await ServedField([ServedField.new, ServedField.new], secrets: 5)
        let one = ["--server", await served.servers[0].url()] + served.asked.dropFirst(2)
        let result = try await served.rotate(one + ["--settle", "0s"])
        #expect(result.status == 2 && result.errorText.contains("master-2"), "\(result.errorText)")
    }

    @Test("a server that goes back in mid-run stops the run, which goes on later")
    func goesBack() async throws {
        let served = try await ServedField([ServedField.new, ServedField.new])
        let rotate = served.asked + ["--settle", "1s", "--ask-every", "200ms"]
        let stopped = try await served.rotate(rotate + ["--rate", "40"]) {
            try await Task.sleep(for: .seconds(3))
            try await served.move(1, to: ServedField.old)
        }
        #expect(stopped.status == 2, "\(stopped.errorText)")
        let words = stopped.errorText
        #expect(words.contains("master-2") && words.contains("on another file"), "\(words)")
        #expect(words.contains("rewritten, each whole and verified"), "\(words)")
        #expect(words.contains("kenc rotate --undo kenc-undo-"), "\(words)")
        #expect(try await served.allOpen())

        try await served.move(1, to: ServedField.new)
        let result = try await served.rotate(rotate + ["--rate", "0"])
        #expect(result.status == 0, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(outcome.proven && outcome.rewritten > 0)
    }

    @Test("a server that falls silent for too long stops the run")
    func silent() async throws {
        let served = try await ServedField([ServedField.new, ServedField.new])
        let stopped = try await served.rotate(
            served.asked + [
                "--rate", "20", "--settle", "1s", "--ask-every", "200ms", "--silence", "1s",
            ]
        ) {
            try await Task.sleep(for: .seconds(2))
            try await served.servers[1].stop(cleanly: false)
        }
        #expect(stopped.status == 2, "\(stopped.errorText)")
        #expect(stopped.errorText.contains("does not answer"), "\(stopped.errorText)")
    }

    @Test("a script has to vouch for the servers, which are named")
    func unasked() async throws {
        let served = try await ServedField([ServedField.new, ServedField.new], secrets: 5)
        let before = try await served.revision()
        let result = try await served.rotate(["--settle", "0s"])
        #expect(result.status == 64, "\(result.errorText)")
        #expect(result.errorText.contains("etcd knows 2 API servers: master-1, master-2"))
        #expect(result.errorText.contains("--servers-have-read-it"))
        #expect(try await served.revision() == before)
        let vouched = try await served.rotate(["--settle", "0s", "--servers-have-read-it"])
        #expect(vouched.status == 0, "\(vouched.errorText)")
        let outcome: RotationOutcome = try vouched.decoded()
        #expect(outcome.fleet == nil && outcome.proven)
    }

    @Test("a server whose lease shows another key is named before the question")
    func lease() async throws {
        let served = try await ServedField([ServedField.new, ServedField.old], secrets: 5)
        let terminal = try PseudoTerminal(
            Field.arguments(
                ["rotate", "--rate", "0", "--settle", "0s"],
                nil,
                served.field.etcd.endpoints
            ),
            directory: served.field.folder.path
        )
        try terminal.wait(for: "Type yes to go on: ")
        #expect(terminal.screen.contains("etcd knows 2 API servers: master-1, master-2"))
        #expect(terminal.screen.contains("master-2 wrote its lease with aescbc all-2025"))
        #expect(terminal.screen.contains("Has every API server read"))
        #expect(terminal.screen.contains("above about 300 writes a second"))
        terminal.type("no\r")
        #expect(terminal.finish() == 1)
    }
}

#endif
