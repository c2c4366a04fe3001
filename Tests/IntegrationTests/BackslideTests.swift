#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

/// Without a gate, what etcd alone tells of servers on an old file.
@Suite(
    "backslides in a real etcd",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct BackslideTests {
    static let vouched = ["--servers-have-read-it"]

    @Test("a server left behind is found, and nothing may be dropped")
    func leftBehind() async throws {
        let served = try await ServedField([ServedField.new, ServedField.old])
        let result = try await served.rotate(
            Self.vouched + ["--rate", "100", "--settle", "2s"]
        ) {
            for number in 0..<20 {
                try await Task.sleep(for: .milliseconds(150))
                try await served.servers[1].writeSecret("s-\(number)", namespace: "bulk")
            }
        }
        #expect(result.status == 2, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(!outcome.proven && outcome.droppable.isEmpty)
        let found = try #require(outcome.backslides.first { $0.resource == "secrets" })
        #expect(outcome.backslides.count == 1)
        #expect(found.provider == "secretbox" && found.keyName == "sb-2025-06")
        #expect(found.values >= 10 && found.values <= 20 && found.newestRevision > 0)
        #expect(found.newestTime.hasPrefix("20") && found.newestTime.hasSuffix("Z"))
        #expect(outcome.passes <= 2)
        let text = try await served.field.kenc([
            "rotate", "--yes", "--servers-have-read-it", "--settle", "0s",
        ])
        #expect(text.status == 0, "what was left is moved once nobody writes so: \(text.errorText)")
        #expect(text.outputText.contains("proven:"))
        #expect(text.outputText.contains("no API server was asked"))
        #expect(text.outputText.contains("write under way for longer"))
    }

    @Test("a server that reloads late is found while the run settles; then all is proven")
    func reloadsLate() async throws {
        let served = try await ServedField([ServedField.new, ServedField.old], secrets: 20)
        let result = try await served.rotate(Self.vouched + ["--rate", "0", "--settle", "6s"]) {
            // Long after the last value was rewritten.
            try await Task.sleep(for: .seconds(4))
            try await served.servers[1].writeSecret("s-3", namespace: "bulk")
            try await served.move(1, to: ServedField.new)
        }
        #expect(result.status == 2, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(outcome.stale == 1 && outcome.backslides.map(\.values) == [1])
        #expect(outcome.droppable.isEmpty && !outcome.proven)

        let again = try await served.rotate(Self.vouched + ["--rate", "0", "--settle", "1s"])
        #expect(again.status == 0, "\(again.errorText)")
        let proven: RotationOutcome = try again.decoded()
        #expect(proven.rewritten == 1 && proven.proven && !proven.droppable.isEmpty)
    }

    @Test("the proof comes only after settling, also where nothing is to be written")
    func settles() async throws {
        let served = try await ServedField([ServedField.new], secrets: 5)
        for _ in 0..<2 {
            let start = ContinuousClock.now
            let result = try await served.rotate(Self.vouched + ["--rate", "0", "--settle", "3s"])
            #expect(result.status == 0, "\(result.errorText)")
            #expect(ContinuousClock.now - start > .seconds(3))
            let outcome: RotationOutcome = try result.decoded()
            #expect(outcome.proven && outcome.settleSeconds == 3)
        }
    }

    @Test("Ctrl-C while it settles keeps what is written, and says that nothing is proven")
    func interrupted() async throws {
        let served = try await ServedField([ServedField.new], secrets: 5)
        let process = Process()
        process.executableURL = URL(filePath: KencProcess.path)
        process.currentDirectoryURL = URL(filePath: served.field.folder.path)
        process.arguments = Field.arguments(
            ["rotate", "--yes", "--rate", "0", "--progress", "plain"] + Self.vouched,
            nil,
            served.field.etcd.endpoints
        )
        let errors = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        try process.run()
        var text = ""
        while !text.contains("settling before the last survey"), process.isRunning {
            text += String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        }
        process.interrupt()
        text += String(
            decoding: try errors.fileHandleForReading.readToEnd() ?? Data(),
            as: UTF8.self
        )
        process.waitUntilExit()
        #expect(process.terminationStatus == 130, "\(text)")
        #expect(text.contains("and they stay; not proven yet"), "\(text)")
        #expect(text.contains("run the same command again"), "\(text)")
        for (key, held) in try await Field.all(served.field.client) {
            #expect(served.field.next.open(held.value, key)?.isStale == false)
        }
    }
}

#endif
