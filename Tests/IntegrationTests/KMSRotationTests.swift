#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import KMSClient
import KubernetesModel
import Providers
import TestSupport
import Testing

/// Rotations through kms plugins on real sockets, of a real etcd with somebody who writes.
@Suite(
    "a rotation through kms plugins",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct KMSRotationTests {
    struct Outcome: Decodable {
        struct Backslide: Decodable {
            let keyID: String?
            let values: Int
        }

        let rewritten: Int
        let stale: Int
        let proven: Bool
        let passes: Int
        let backslides: [Backslide]?
    }

    /// The recorded cluster's file whose secrets are written with something before all else.
    static func file(_ first: String) throws -> [UInt8] {
        var text = String(decoding: try TestData.bytes("cluster/4-wild.yaml"), as: UTF8.self)
        let place = try #require(text.range(of: "  - secretbox:\n"))
        text.insert(contentsOf: first, at: place.lowerBound)
        return Array(text.utf8)
    }

    static func plugin(_ plugin: TestPlugin, _ name: String = "vault", _ api: String = "v2")
        -> String
    {
        Self.plugin(at: plugin.path, name, api)
    }

    static func plugin(at socket: String, _ name: String = "vault", _ api: String = "v2") -> String
    {
        """
          - kms:
              apiVersion: \(api)
              name: \(name)
              endpoint: unix://\(socket)
              timeout: 2s

        """
    }

    /// A field whose secrets are to move to a plugin.
    private struct Moving {
        let folder: TemporaryFolder
        let plugin: TestPlugin
        /// The way to it.
        let line: SocketLine
        let path: String
        let field: Field

        init(secrets: Int, more: [[UInt8]: [UInt8]] = [:]) async throws {
            folder = try TemporaryFolder()
            plugin = try await TestPlugin(at: folder.file("s"))
            line = try SocketLine(before: plugin.path, at: folder.file("l"))
            let bytes = try KMSRotationTests.file(KMSRotationTests.plugin(at: line.name))
            path = try folder.write(bytes, to: "next.yaml")
            field = try await Field(
                secrets: secrets,
                more: more,
                next: Configuration(bytes: bytes, plugins: true)
            )
        }

        /// Another server's view: nothing that this one was told.
        func fresh() async throws -> Configuration {
            let bytes = Array(try Data(contentsOf: URL(filePath: path)))
            let configuration = try Configuration(bytes: bytes, plugins: true)
            _ = await configuration.chains.keyring?.askStatus()
            return configuration
        }

        func rotate(_ rate: Int, _ more: [String] = []) async throws -> KencProcess.Result {
            try await field.kenc(
                RotationFaultTests.rotate + ["--rate", "\(rate)"] + more,
                configuration: path
            )
        }
    }

    private func beside(
        _ field: Field,
        _ configuration: Configuration? = nil,
        _ body: () async throws -> Void,
    ) async throws -> Writer {
        let writer = Writer(field, configuration)
        async let writing: Void = writer.run()
        do {
            try await body()
        } catch {
            await writer.stop()
            await writing
            throw error
        }
        await writer.stop()
        await writing
        return writer
    }

    /// How many values each key id holds.
    private func keyIDs(_ field: Field) async throws -> [String: Int] {
        var found: [String: Int] = [:]
        for held in try await Field.all(field.client).values {
            let key = ProviderKey(valueOf: held.value.span)
            if let keyID = key.keyID { found[keyID.text, default: 0] += 1 }
        }
        return found
    }

    @Test("to a plugin, whose KEK changes in the middle")
    func renewed() async throws {
        let moving = try await Moving(secrets: 600)
        let field = moving.field
        var outcome: Outcome?
        let writer = try await beside(field) {
            async let running = moving.rotate(250)
            try await Task.sleep(for: .seconds(2))
            moving.plugin.conduct { $0.keyID = "kek-2" }
            // A server hears of it within a minute; this one now.
            try await field.next.chains.keyring?.renew()
            let result = try await running
            #expect(result.status == 0, "\(result.errorText)")
            outcome = try result.decoded(Outcome.self)
        }
        #expect(outcome?.proven == true && outcome?.stale == 0)
        // Once for the first KEK, and what that wrote once more.
        #expect(outcome?.passes ?? 0 >= 2)
        #expect(outcome?.rewritten ?? 0 > 600)
        #expect(outcome?.backslides?.isEmpty != false)
        try await field.check(writer, with: try await moving.fresh())
        let found = try await keyIDs(field)
        #expect(found["kek-1"] == nil && found["kek-2"] ?? 0 > 600)
        // A second run has nothing to do, and makes no seed.
        let encrypted = moving.plugin.calls[.encrypt]
        let again = try await moving.rotate(0)
        #expect(try again.decoded(Outcome.self).rewritten == 0)
        #expect(moving.plugin.calls[.encrypt] == encrypted)
    }

    @Test("a plugin that is killed and comes back at random moments")
    func killed() async throws {
        let old = try Configuration("4-wild.yaml")
        var stale: [[UInt8]: [UInt8]] = [:]
        for number in 0..<60 {
            let key = Array("/registry/secrets/bulk/stale-\(number)".utf8)
            stale[key] = try old.seal(Field.object("stale-\(number)", 0), key)
        }
        let moving = try await Moving(secrets: 100, more: stale)
        let (field, plugin) = (moving.field, moving.plugin)
        var clean = 0
        var stopped = 0
        let writer = try await beside(field) {
            for round in 0..<8 {
                for (key, value) in stale { try await field.client.put(key, value) }
                async let running = moving.rotate(
                    150,
                    ["--undo-log", field.folder.file("k-\(round)")]
                )
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...1_500)))
                moving.line.cut()
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...2_500)))
                try moving.line.heal()
                if round == 4 { plugin.conduct { $0.keyID = "kek-\(round + 2)" } }
                let result = try await running
                if result.status == 0 {
                    clean += 1
                } else {
                    #expect([1, 2].contains(result.status), "\(result.errorText)")
                    #expect(
                        result.status == 2 || result.errorText.contains("run the same command")
                            || result.errorText.contains("nothing can be sealed through"),
                        "\(result.errorText)"
                    )
                    stopped += 1
                }
            }
            try await field.next.chains.keyring?.renew()
            try await Task.sleep(for: .milliseconds(100))
            let last = try await moving.rotate(0)
            #expect(last.status == 0, "\(last.errorText)")
        }
        try await field.check(writer, with: try await moving.fresh())
        print("rotation, plugin killed: \(clean) runs went through, \(stopped) stopped")
    }

    @Test("one server's plugin of the same name is on another KEK: not proven")
    func foreign() async throws {
        let moving = try await Moving(secrets: 300)
        let other = try await TestPlugin(at: moving.folder.file("o"))
        other.conduct { $0.keyID = "kek-of-another-vault" }
        let bytes = try Self.file(Self.plugin(other))
        let theirs = try Configuration(bytes: bytes, plugins: true)
        var result: KencProcess.Result?
        let writer = try await beside(moving.field, theirs) {
            result = try await moving.rotate(200)
        }
        let ended = try #require(result)
        #expect(ended.status == 2, "\(ended.errorText)")
        let outcome = try ended.decoded(Outcome.self)
        #expect(!outcome.proven)
        #expect(outcome.backslides?.contains { $0.keyID == "kek-of-another-vault" } == true)
        #expect(await writer.writes > 0)
    }

    @Test("aescbc to version 1, to version 2 of another plugin, and away again")
    func around() async throws {
        let folder = try TemporaryFolder()
        let one = try await TestPlugin(at: folder.file("1"))
        let two = try await TestPlugin(at: folder.file("2"))
        two.conduct { $0.annotations = ["region.vault.example": [1, 2], "a.vault.example": []] }
        let (first, second) = (Self.plugin(one, "hsm", "v1"), Self.plugin(two, "cloud", "v2"))
        let aesgcm = """
              - aesgcm:
                  keys:
                  - name: last
                    secret: sHY/znbwjPNXF+slPf863AS0u0Nj9B4YGL7CAfQlyOk=

            """
        let field = try await Field(secrets: 60)
        let secrets = field.loaded.keys.count { key in
            field.next.chain(of: key).chain?.selector.resource == "secrets"
        }
        for (number, providers) in [first, second + first, aesgcm + second].enumerated() {
            let bytes = try Self.file(providers)
            let path = try folder.write(bytes, to: "\(number).yaml")
            let rotate =
                RotationFaultTests.rotate + ["--rate", "0", "--feature-gates", "KMSv1=true"]
            let dry = try await field.kenc(
                ["rotate", "--dry-run", "-o", "json", "--feature-gates", "KMSv1=true"],
                configuration: path
            )
            #expect(dry.status == 0, "\(dry.errorText)")
            let result = try await field.kenc(rotate, configuration: path)
            #expect(result.status == 0, "\(result.errorText)")
            let outcome = try result.decoded(Outcome.self)
            #expect(outcome.proven && outcome.stale == 0 && outcome.rewritten >= secrets)
            let fresh = try Configuration(bytes: bytes, plugins: true)
            _ = await fresh.chains.keyring?.askStatus()
            try await field.check(nil, with: fresh)
        }
        // A seed for the dry run and one for the rotation.
        #expect(two.calls[.encrypt] == 2)
        #expect(secrets >= 60)
    }

    @Test("values sealed through a PKCS#11 token open again")
    func token() async throws {
        guard TestToken.isInstalled else { return }
        let folder = try TemporaryFolder()
        let token = try TestToken(keys: ["kek-1"])
        let plugin = try await TestPlugin(at: folder.file("s"))
        plugin.conduct { $0.cipher = token.cipher }
        let path = try folder.write(Self.file(Self.plugin(plugin)), to: "next.yaml")
        let dump = TestData.path("cluster/stage-4-wild.json")
        let plain = try await KencProcess.runAside([
            "decrypt", "--dump", dump, "--config", path, "--resource", "secrets", "-o", "json",
            "--output", folder.file("plain.json"),
        ])
        #expect(plain.status == 0, "\(plain.errorText)")
        let sealed = try await KencProcess.runAside([
            "encrypt", "--dump", folder.file("plain.json"), "--config", path, "--resource",
            "secrets", "--output", folder.file("sealed.json"),
        ])
        #expect(sealed.status == 0, "\(sealed.errorText)")
        #expect(plugin.calls[.encrypt] == 1 && plugin.calls[.decrypt] == 1)
        let again = try await KencProcess.runAside([
            "decrypt", "--dump", folder.file("sealed.json"), "--config", path, "--resource",
            "secrets", "-o", "json", "--output", folder.file("again.json"),
        ])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(try folder.read("again.json") == folder.read("plain.json"))
        #expect(try folder.read("sealed.json") != folder.read("plain.json"))
        #expect(plugin.calls[.decrypt] == 2)
    }
}

#endif
