#if Etcd

import EncryptionConfig
import Foundation
import KMSClient
import TestSupport
import Testing

/// `kenc kms check` and `kenc kms unwrap` with the recorded cluster, and what is opened from an escrow.
@Suite("the data keys of a store")
struct KMSEscrowTests {
    struct Report: Decodable {
        struct Sources: Decodable, Equatable {
            let distinct: Int
            let opened: Int
        }

        struct Problem: Decodable {
            let code: String
            let message: String
        }

        let plugin: String
        let healthy: Bool?
        let sources: Sources?
        let problems: [Problem]
    }

    struct Escrow: Decodable {
        let output: String?
        let distinct: Int
        let opened: Int
        let plugins: [Report]
    }

    private static let names = ["vault-A", "vault-B", "apps-kms", "hsm-legacy"]
    private static let store = [
        "--dump", "kms-cluster/stage-4-kms-v1-wild.json", "--config",
        "kms-cluster/4-kms-v1-wild.yaml", "--feature-gates", "KMSv1=true",
    ]

    @Test("a check of the store asks for each distinct data key once")
    func check() async throws {
        let folder = try TemporaryFolder()
        let plugins = try await RecordedPlugins(in: folder)
        let options = plugins.options(Self.names)
        let arguments = ["kms", "check", "-o", "json"] + Self.store + options
        let good = try await KencProcess.runAside(arguments)
        let reports = try good.decoded([Report].self)
        let counts = Dictionary(uniqueKeysWithValues: reports.map { ($0.plugin, $0.sources) })
        for (name, count) in KMSReadingTests.all {
            #expect(counts[name] == Report.Sources(distinct: count, opened: count), "\(name)")
            // Two more are the check's own.
            #expect(plugins.byName[name]?.calls[.decrypt] == count + 2, "\(name)")
        }
        #expect(good.status == 0, "\(good.outputText)\(good.errorText)")
        plugins.byName["vault-A"]?.conduct { $0.refusals[.decrypt] = "key destroyed" }
        let bad = try await KencProcess.runAside(arguments)
        #expect(bad.status == 2)
        let broken = try bad.decoded([Report].self).first { $0.plugin == "vault-A" }
        #expect(broken?.sources == Report.Sources(distinct: 4, opened: 0))
        #expect(broken?.healthy == false)
        #expect(broken?.problems.contains { $0.message.contains("in the store") } == true)
        let text = try await KencProcess.runAside(["kms", "check"] + Self.store + options)
        #expect(text.outputText.contains("opens 0 of 4 data keys in the store"))
        #expect(text.outputText.contains("opens 3 of 3 data keys in the store"))
        // Of a plugin that the file does not have.
        let other = try await KencProcess.runAside(
            ["kms", "check", "--dump", "kms-cluster/stage-4-kms-v1-wild.json"]
                + ["--config", "kms-cluster/2-kms-a.yaml"] + plugins.options(["vault-A"])
        )
        #expect(other.status == 2)
        #expect(other.errorText.contains("does not have for their resource"))
    }

    @Test("what an escrow opens is what the plugins opened", arguments: [true, false])
    func escrow(_ isKey: Bool) async throws {
        let folder = try TemporaryFolder()
        let plugins = try await RecordedPlugins(in: folder)
        let options = plugins.options(Self.names)
        let wanted = try await KencProcess.runAside(["decrypt"] + Self.store + options)
        #expect(wanted.status == 0, "\(wanted.errorText)")
        let (sealing, opening): ([String], [String])
        if isKey {
            let secret = folder.file("secret")
            let made = try await KencProcess.runAside(["kms", "keypair", "--output", secret])
            #expect(made.status == 0, "\(made.errorText)")
            let key = made.outputText.trimmingCharacters(in: .newlines)
            (sealing, opening) = (["--recipient", key], ["--escrow-key-file", secret])
            let again = try await KencProcess.runAside(["kms", "keypair", "--output", secret])
            #expect(again.status == 1, "a secret key was written over")
        } else {
            let file = try folder.write(Array("correct horse battery\n".utf8), to: "passphrase")
            (sealing, opening) = (["--passphrase-file", file], ["--escrow-passphrase-file", file])
        }
        let output = folder.file("escrow")
        plugins.byName.values.forEach { $0.forgetCalls() }
        let unwrap = ["kms", "unwrap"] + Self.store + options + sealing + ["--output", output]
        let result = try await KencProcess.runAside(unwrap + ["-o", "json"])
        #expect(result.status == 0, "\(result.errorText)")
        let report = try result.decoded(Escrow.self)
        #expect(report.output == output && report.opened == 14 && report.distinct == 14)
        for (name, count) in KMSReadingTests.all {
            let calls = plugins.byName[name]?.calls
            #expect(calls?[.decrypt] == count && calls?[.encrypt] == nil, "\(name)")
        }
        let mode = try FileManager.default.attributesOfItem(atPath: output)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        // Nobody is named who could be asked, and nobody is.
        let opened = try await KencProcess.runAside(
            ["decrypt"] + Self.store + ["--kms-escrow", output] + opening
        )
        #expect(opened.status == 0, "\(opened.errorText)")
        let (lines, expected) = (
            try opened.decodedLines(OpenedLine.self), try wanted.decodedLines(OpenedLine.self)
        )
        #expect(lines.count == expected.count && !lines.isEmpty)
        for (line, want) in zip(lines, expected) {
            #expect(line.value == want.value, "\(line.key ?? "")")
        }
        #expect(opened.errorText.contains("they count as stale"))
        for (name, count) in KMSReadingTests.all {
            #expect(plugins.byName[name]?.calls[.decrypt] == count, "\(name)")
        }
        // Away from the KMS with nothing but the escrow.
        let moved = try await KencProcess.runAside(
            ["rotate", "--dry-run", "--dump", "kms-cluster/stage-4-kms-v1-wild.json"]
                + ["--config", "kms-cluster/2-kms-a.yaml", "--kms-escrow", output] + opening
        )
        #expect(moved.status == 1, "an escrow seals nothing")
        #expect(moved.errorText.contains("nothing can be sealed through the kms plugin"))
        let wrong = try folder.write(Array("another passphrase\n".utf8), to: "wrong")
        let refused = try await KencProcess.runAside(
            ["decrypt"] + Self.store + ["--kms-escrow", output, "--escrow-passphrase-file", wrong]
        )
        #expect(refused.status == 1)
    }

    @Test("data keys that do not open are named, and what is left out is said")
    func partly() async throws {
        let folder = try TemporaryFolder()
        let plugins = try await RecordedPlugins(in: folder)
        plugins.byName["vault-B"]?.conduct { $0.refusals[.decrypt] = "key destroyed" }
        let file = try folder.write(Array("correct horse battery\n".utf8), to: "passphrase")
        let output = folder.file("escrow")
        let unwrap =
            ["kms", "unwrap"] + Self.store + plugins.options(Self.names)
            + ["--passphrase-file", file, "--output", output]
        let result = try await KencProcess.runAside(unwrap)
        #expect(result.status == 2, "\(result.errorText)")
        #expect(result.outputText.contains("plugin vault-B (v2): opened 0 of 3 data keys\n"))
        #expect(result.outputText.contains("key destroyed"))
        #expect(FileManager.default.fileExists(atPath: output))
        let again = try await KencProcess.runAside(unwrap)
        #expect(again.status == 1 && again.errorText.contains("exists already"))
        for plugin in plugins.byName.values {
            plugin.conduct { $0.refusals[.decrypt] = "key destroyed" }
        }
        let none = try await KencProcess.runAside(
            ["kms", "unwrap"] + Self.store + plugins.options(Self.names)
                + ["--passphrase-file", file, "--output", folder.file("none")]
        )
        #expect(none.status == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    }
}

#endif
