#if Etcd

import EncryptionConfig
import KMSClient
import Providers
import TestSupport
import Testing

@Suite struct PluginCheckTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var version = KMSDefinition.Version.v2
        let change: @Sendable (inout TestPlugin.Conduct) -> Void
        let call: PluginCall
        let code: PluginTrouble.Code
        let effects: [PluginProblem.Effect]
        var count = 1
    }

    static let cases: [Case] = [
        Case(
            testDescription: "unhealthy",
            change: { $0.healthz = "sealed" },
            call: .status,
            code: .unhealthy,
            effects: [.reload]
        ),
        Case(
            testDescription: "another version",
            change: { $0.version = "v3" },
            call: .status,
            code: .wrongVersion,
            effects: [.start, .reload, .writes]
        ),
        Case(
            testDescription: "no key id",
            change: { $0.keyID = "" },
            call: .status,
            code: .empty,
            effects: [.start, .reload, .writes],
            count: 2
        ),
        Case(
            testDescription: "a key id of 1025 bytes",
            change: { $0.keyID = String(repeating: "k", count: 1025) },
            call: .status,
            code: .tooLarge,
            effects: [.start, .reload, .writes],
            count: 2
        ),
        Case(
            testDescription: "encrypts with another key than it says",
            change: { $0.encryptKeyID = "kek-0" },
            call: .encrypt,
            code: .otherKeyID,
            effects: [.start, .reload]
        ),
        Case(
            testDescription: "a source of 1025 bytes",
            change: { $0.ciphertextCount = 1025 },
            call: .encrypt,
            code: .tooLarge,
            effects: [.start, .reload]
        ),
        Case(
            testDescription: "an annotation that is no domain",
            change: { $0.annotations = ["slot": [1]] },
            call: .encrypt,
            code: .annotations,
            effects: [.start, .reload]
        ),
        Case(
            testDescription: "annotations over 32 KiB",
            change: { $0.annotations = ["a.b": [UInt8](repeating: 0, count: 32766)] },
            call: .encrypt,
            code: .annotations,
            effects: [.start, .reload]
        ),
        Case(
            testDescription: "encrypts no longer",
            change: { $0.refusals = [.encrypt: "quota"] },
            call: .encrypt,
            code: .refused,
            effects: [.start, .reload]
        ),
        Case(
            testDescription: "decrypts no longer",
            change: { $0.refusals = [.decrypt: "sealed"] },
            call: .decrypt,
            code: .refused,
            effects: [.reads]
        ),
        Case(
            testDescription: "decrypts to something else",
            change: { $0.isConfused = true },
            call: .decrypt,
            code: .notTheSame,
            effects: [.reads]
        ),
        Case(
            testDescription: "too slow",
            change: { $0.delays = [.decrypt: .seconds(60)] },
            call: .decrypt,
            code: .timeout,
            effects: [.reads]
        ),
        Case(
            testDescription: "version 1: encrypts no longer",
            version: .v1,
            change: { $0.refusals = [.encrypt: "quota"] },
            call: .encrypt,
            code: .refused,
            effects: [.reload, .writes]
        ),
        Case(
            testDescription: "version 1: decrypts to something else",
            version: .v1,
            change: { $0.isConfused = true },
            call: .decrypt,
            code: .notTheSame,
            effects: [.reload, .reads]
        ),
        Case(
            testDescription: "version 1 in name only",
            version: .v1,
            change: { $0.versionOne = "v1" },
            call: .status,
            code: .wrongVersion,
            effects: [.start, .reload, .reads, .writes]
        ),
    ]

    @Test("what the API server would not take is one problem for each call", arguments: cases)
    func problems(example: Case) async throws {
        let asked = try await Asked(example.version, timeout: .seconds(2), example.change)
        let report = await PluginCheck.run(asked.client, version: example.version)
        #expect(report.status != nil)
        #expect(report.problems.count == example.count)
        let problem = try #require(report.problems.first)
        #expect(problem.call == example.call)
        #expect(problem.trouble.code == example.code)
        #expect(problem.effects == example.effects)
        await asked.client.close()
    }

    @Test(
        "a good plugin, at the limits too",
        arguments: [KMSDefinition.Version.v1, .v2]
    )
    func good(version: KMSDefinition.Version) async throws {
        let asked = try await Asked(version) {
            $0.version = "v2beta1"
            $0.keyID = String(repeating: "k", count: 1024)
            $0.ciphertextCount = 1024
            $0.annotations = ["a.b": [UInt8](repeating: 0, count: 32765)]
        }
        let report = await PluginCheck.run(asked.client, version: version)
        #expect(report.problems == [])
        #expect(report.durations.count == 3)
        #expect(asked.plugin.calls == [.status: 1, .encrypt: 2, .decrypt: 2])
        await asked.client.close()
    }

    @Test("a plugin that is not there is asked once")
    func absent() async throws {
        let folder = try TemporaryFolder()
        let client = PluginClient(Asked.definition(.v2, at: folder.file("none")))
        let report = await PluginCheck.run(client, version: .v2)
        #expect(report.status == nil)
        #expect(report.problems.map(\.trouble.code) == [.socketMissing])
        await client.close()
    }
}

#endif
