#if Etcd

import Foundation
import KMSClient
import TestSupport
import Testing

/// `kenc kms check` against plugins on real sockets.
@Suite("the check of kms plugins")
struct KMSCheckTests {
    struct Plugin: Decodable {
        struct Problem: Decodable {
            let call: String
            let code: String
            let message: String
            let hint: String
            let stops: [String]
        }

        let plugin: String
        let api: String
        let endpoint: String
        let healthy: Bool
        let version: String?
        let keyID: String?
        let milliseconds: [String: Double]
        let problems: [Problem]
    }

    static func configuration(_ plugins: [(name: String, api: String, socket: String)]) -> String {
        let entries = plugins.map { name, api, socket in
            """
              - kms:
                  apiVersion: \(api)
                  name: \(name)
                  endpoint: unix://\(socket)
                  timeout: 2s

            """
        }
        return """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
            \(entries.joined())  - identity: {}
            """
    }

    @Test("plugins that work, of both versions")
    func works() async throws {
        let folder = try TemporaryFolder()
        let (a, b) = (folder.file("a"), folder.file("b"))
        let plugins = [try await TestPlugin(at: a), try await TestPlugin(at: b)]
        let file = try folder.write(
            Array(Self.configuration([("new", "v2", a), ("old", "v1", b)]).utf8),
            to: "config.yaml"
        )
        let arguments = ["kms", "check", "--config", file, "--feature-gates", "KMSv1=true"]
        let result = try await KencProcess.runAside(arguments + ["-o", "json"])
        #expect(result.status == 0, "\(result.errorText)")
        let found = try result.decoded([Plugin].self)
        #expect(found.map(\.plugin) == ["new", "old"])
        #expect(found.map(\.api) == ["v2", "v1"])
        #expect(found.map(\.endpoint) == ["unix://\(a)", "unix://\(b)"])
        #expect(found.map(\.healthy) == [true, true])
        #expect(found.map(\.version) == ["v2", "v1beta1"])
        #expect(found.map(\.keyID) == ["kek-1", nil])
        #expect(found.allSatisfy { Set($0.milliseconds.keys) == ["status", "encrypt", "decrypt"] })
        for plugin in plugins {
            #expect(plugin.calls == [.status: 1, .encrypt: 2, .decrypt: 2])
        }
        let text = try await KencProcess.runAside(arguments)
        #expect(text.status == 0)
        #expect(text.outputText.contains("plugin new (v2, unix://\(a)): works\n"))
        #expect(text.outputText.contains("  speaks v2, key id kek-1\n"))
    }

    @Test("a problem is named, with what it stops and what to do")
    func problems() async throws {
        let folder = try TemporaryFolder()
        let (a, b) = (folder.file("a"), folder.file("b"))
        let sick = try await TestPlugin(at: a)
        sick.conduct {
            $0.healthz = "the vault is sealed"
            $0.encryptKeyID = "kek-0"
        }
        let file = try folder.write(
            Array(Self.configuration([("sick", "v2", a), ("gone", "v2", b)]).utf8),
            to: "config.yaml"
        )
        let result = try await KencProcess.runAside(
            ["kms", "check", "--config", file, "-o", "json"]
        )
        #expect(result.status == 2, "\(result.errorText)")
        let found = try result.decoded([Plugin].self)
        #expect(found.map(\.healthy) == [false, false])
        #expect(found[0].problems.map(\.code) == ["unhealthy", "otherKeyID"])
        #expect(found[0].problems[0].message.hasSuffix("the vault is sealed"))
        #expect(found[0].problems.map(\.stops) == [["reload"], ["start", "reload"]])
        #expect(found[1].problems.map(\.code) == ["socketMissing"])
        #expect(found[1].problems[0].hint.contains("--kms-socket gone=PATH"))
        #expect(found[1].version == nil)
    }

    @Test("sockets that are elsewhere on this machine")
    func sockets() async throws {
        let folder = try TemporaryFolder()
        let plugin = try await TestPlugin(at: folder.file("s"))
        let abstract = try SocketLine(before: plugin.path)
        let text = Self.configuration([("p", "v2", "/nowhere")])
        let file = try folder.write(Array(text.utf8), to: "config.yaml")
        for socket in [plugin.path, abstract.name, "unix://\(plugin.path)"] {
            let result = try await KencProcess.runAside(
                ["kms", "check", "--config", file, "--kms-socket", "p=\(socket)"]
            )
            #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
        }
        for wrong in ["p", "p=relative", "q=/s", "=/s", "p="] {
            let result = try await KencProcess.runAside(
                ["kms", "check", "--config", file, "--kms-socket", wrong]
            )
            #expect(result.status == 64, "\(wrong)")
        }
    }

    @Test(
        "a real PKCS#11 token behind the plugin",
        .enabled(if: TestToken.isInstalled, "needs Debian's softhsm2 and opensc")
    )
    func token() async throws {
        let folder = try TemporaryFolder()
        let token = try TestToken(keys: ["kek-1", "kek-2"])
        let plugin = try await TestPlugin(at: folder.file("s"))
        plugin.conduct { $0.cipher = token.cipher }
        let text = Self.configuration([("hsm", "v2", plugin.path)])
        let file = try folder.write(Array(text.utf8), to: "config.yaml")
        for keyID in ["kek-1", "kek-2"] {
            plugin.conduct { $0.keyID = keyID }
            let result = try await KencProcess.runAside(["kms", "check", "--config", file])
            #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
            #expect(result.outputText.contains("key id \(keyID)\n"))
        }
        plugin.conduct { $0.keyID = "kek-3" }
        let result = try await KencProcess.runAside(
            ["kms", "check", "--config", file, "-o", "json"]
        )
        #expect(result.status == 2)
        #expect(try result.decoded([Plugin].self)[0].problems.map(\.call) == ["encrypt"])
    }
}

#endif
