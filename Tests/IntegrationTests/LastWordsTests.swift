#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

/// What the last sentences of a rotation and of an undo have to say.
@Suite("last words", .tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct LastWordsTests {
    static let rotate = RotationFaultTests.rotate + ["--rate", "0"]

    @Test("values that cannot be read: not proven, and the sentence says what is left")
    func unreadable() async throws {
        let field = try await Field(secrets: 20)
        let text = String(decoding: try TestData.bytes("cluster/5-next.yaml"), as: UTF8.self)
        let file = try field.folder.write(
            Array(text.replacing("name: sb-2025-06", with: "name: sb-other").utf8),
            to: "lacking.yaml"
        )
        for run in 0..<2 {
            let result = try await field.kenc(
                Self.rotate.filter { $0 != "-o" && $0 != "json" },
                configuration: file
            )
            #expect(result.status == 2, "\(result.errorText)")
            #expect(result.outputText.contains("not proven: 47 values cannot be read"))
            #expect(!result.outputText.contains("may be dropped"))
            let isFirst = !result.errorText.contains("nothing that can be read is stale")
            #expect(isFirst == (run == 0), "\(result.errorText)")
        }
    }

    @Test("taking encryption away needs a word of its own")
    func toPlaintext() async throws {
        let field = try await Field(secrets: 20)
        let text = String(decoding: try TestData.bytes("cluster/5-next.yaml"), as: UTF8.self)
        // Secrets become plaintext, all else is as before.
        let changed = text.replacing(
            "  - aesgcm:\n      keys:\n      - name: gcm-2026-11",
            with: "  - identity: {}\n  - aesgcm:\n      keys:\n      - name: gcm-2026-11"
        )
        #expect(changed != text)
        let file = try field.folder.write(Array(changed.utf8), to: "plain.yaml")
        let before = try await field.client.get([1]).revision
        let refused = try await field.kenc(Self.rotate, configuration: file)
        #expect(refused.status == 64, "\(refused.errorText)")
        #expect(refused.errorText.contains("--to-plaintext"))
        #expect(refused.errorText.contains("would be stored without encryption"))
        let dry = try await field.kenc(["rotate", "--dry-run"], configuration: file)
        #expect(dry.status == 0 && dry.outputText.contains("WITHOUT encryption"))

        for (answers, status) in [(["yes\r", "no\r"], 1), (["yes\r", "yes\r"], 0)] as [(_, Int32)] {
            #expect(try await field.client.get([1]).revision == before)
            let terminal = try PseudoTerminal(
                Field.arguments(
                    ["rotate", "--rate", "0", "--settle", "0s"],
                    file,
                    field.etcd.endpoints
                ),
                directory: field.folder.path
            )
            try terminal.wait(for: "Type yes to go on: ")
            terminal.type(answers[0])
            try terminal.wait(for: "meant?")
            terminal.type(answers[1])
            #expect(terminal.finish() == status, "\(terminal.screen)")
        }
        let secret = try await field.client.get(Array("/registry/secrets/bulk/s-3".utf8)).stored
        #expect(secret?.value == Field.object("s-3", 0))
        let vouched = try await field.kenc(Self.rotate + ["--to-plaintext"], configuration: file)
        #expect(vouched.status == 0, "\(vouched.errorText)")
    }

    @Test("an undo says what API servers wrote with the new key since")
    func undo() async throws {
        let served = try await ServedField([ServedField.new], secrets: 20)
        let log = served.field.folder.file("log")
        let rotated = try await served.field.kenc(Self.rotate + ["--undo-log", log])
        #expect(rotated.status == 0, "\(rotated.errorText)")
        for name in ["s-1", "s-2", "fresh"] {
            try await served.servers[0].writeSecret(name, namespace: "bulk")
        }
        let undo = ["rotate", "--undo", log, "--yes", "--rate", "0"]
        let result = try await served.field.kenc(undo + ["-o", "json"])
        #expect(result.status == 2, "\(result.errorText)")
        struct Report: Decodable {
            struct Share: Decodable, Equatable {
                let resource: String, provider: String, keyName: String, values: Int
            }
            let restored: Int, changed: Int, remaining: [Share]?
        }
        let report: Report = try result.decoded()
        #expect(report.restored > 100 && report.changed == 2)
        #expect(
            report.remaining == [
                .init(resource: "secrets", provider: "aesgcm", keyName: "gcm-2026-11", values: 3)
            ]
        )
        let again = try await served.field.kenc(undo)
        #expect(again.status == 2)
        #expect(again.outputText.contains("secrets: 3 values written since are on aesgcm gcm-2026"))
        #expect(again.outputText.contains("kenc rotate --config OLD.yaml"))
    }

    @Test("logs of runs within one second have names of their own")
    func names() async throws {
        let field = try await Field(secrets: 5)
        let stamp = DateFormatter()
        stamp.dateFormat = "yyyyMMdd'T'HHmmss'Z'"
        stamp.timeZone = TimeZone(identifier: "UTC")
        stamp.locale = Locale(identifier: "en_US_POSIX")
        for second in 0..<60 {
            let name = stamp.string(from: Date.now + Double(second))
            _ = try field.folder.write(Array("taken".utf8), to: "kenc-undo-\(name).jsonl")
        }
        let result = try await field.kenc(Self.rotate)
        #expect(result.status == 0, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(outcome.undoLog?.hasSuffix("-2.jsonl") == true)
        for name in try field.folder.names() where name.hasSuffix("Z.jsonl") {
            #expect(try field.folder.read(name) == Array("taken".utf8))
        }
    }

    @Test("etcd's own bookkeeping key is known")
    func compactRevision() async throws {
        let field = try await Field(secrets: 5, more: [Array("compact_rev_key".utf8): [0x31]])
        let result = try await field.kenc(Self.rotate)
        #expect(result.status == 0, "\(result.errorText)")
        let outcome: RotationOutcome = try result.decoded()
        #expect(outcome.unknown == 0 && outcome.system == 4 && !outcome.droppable.isEmpty)
        let elsewhere = try await field.kenc(Self.rotate + ["--prefix", "/other"])
        #expect(elsewhere.status == 1 && elsewhere.errorText.contains("no key in"))
    }
}

#endif
