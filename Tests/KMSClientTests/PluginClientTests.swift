#if Etcd

import EncryptionConfig
import Foundation
import KMSClient
import KeyMaterial
import Providers
import TestSupport
import Testing

@Suite struct PluginClientTests {
    @Test("what is wrapped is unwrapped again", arguments: [KMSDefinition.Version.v1, .v2])
    func roundTrip(version: KMSDefinition.Version) async throws {
        let asked = try await Asked(version) {
            $0.annotations = ["slot.plugin.example.com": [0, 1, 255]]
        }
        let status = try await asked.client.status()
        #expect(status.version == (version == .v2 ? "v2" : "v1beta1"))
        #expect(status.healthz == "ok")
        #expect(status.keyID == (version == .v2 ? "kek-1" : nil))
        for count in [32, 16, 127, 128, 4096] {
            let secret = SecretKey.random(count: count)
            let wrapped = try await asked.client.wrap(secret, as: .seed)
            #expect(wrapped.plugin == "plugin")
            #expect(wrapped.version == version)
            #expect(wrapped.content == .seed)
            #expect(wrapped.keyID == (version == .v2 ? "kek-1" : nil))
            #expect(wrapped.annotations.count == (version == .v2 ? 1 : 0))
            #expect(wrapped.bytes.count == 48)
            #expect(wrapped.trouble == nil)
            let opened = try await asked.client.unwrap(wrapped)
            #expect(opened == secret)
        }
        await asked.client.close()
    }

    @Test("many calls at once share the connection")
    func parallel() async throws {
        let asked = try await Asked(timeout: .seconds(60))
        let secret = SecretKey.random(count: 32)
        let wrapped = try await asked.client.wrap(secret, as: .seed)
        let client = asked.client
        let opened = try await withThrowingTaskGroup(of: SecretKey.self) { group in
            for _ in 0..<500 { group.addTask { try await client.unwrap(wrapped) } }
            return try await group.reduce(into: 0) { $0 += $1 == secret ? 1 : 0 }
        }
        #expect(opened == 500)
        #expect(asked.plugin.calls[.decrypt] == 500)
        await client.close()
    }

    @Test("an abstract socket, a long path, and another path than the configuration's")
    func sockets() async throws {
        let folder = try TemporaryFolder()
        let plugin = try await TestPlugin(at: folder.file("s"))
        let abstract = try SocketLine(before: plugin.path)
        // The longest name that a socket's address holds, by a link to the folder.
        let long = folder.file(String(repeating: "l", count: 105 - folder.path.utf8.count))
        symlink(plugin.path, long)
        let definition = Asked.definition(.v2, at: "/nowhere")
        for socket in [plugin.path, abstract.name, long] {
            let named = PluginClient(Asked.definition(.v2, at: socket))
            #expect(named.socket == socket)
            for client in [named, PluginClient(definition, socket: socket)] {
                #expect(try await client.status().keyID == "kek-1")
                await client.close()
            }
        }
        #expect(plugin.calls[.status] == 6)
    }

    @Test("a plugin that was there is waited for within the limit")
    func comesBack() async throws {
        let asked = try await Asked()
        let secret = SecretKey.random(count: 32)
        let wrapped = try await asked.client.wrap(secret, as: .seed)
        for removesFile in [false, true] {
            await asked.plugin.stop()
            if removesFile { unlink(asked.plugin.path) }
            let plugin = asked.plugin
            let restart = Task {
                try await Task.sleep(for: .milliseconds(300))
                try await plugin.start()
            }
            #expect(try await asked.client.unwrap(wrapped) == secret)
            try await restart.value
        }
        await asked.client.close()
    }

    @Test("a plugin that dies in the middle of a call and comes back answers after all")
    func dies() async throws {
        let asked = try await Asked { $0.dies = [.decrypt] }
        let secret = SecretKey.random(count: 32)
        let wrapped = try await asked.client.wrap(secret, as: .seed)
        let plugin = asked.plugin
        let restart = Task {
            while plugin.calls[.decrypt] == nil { try await Task.sleep(for: .milliseconds(10)) }
            plugin.conduct { $0.dies = [] }
            try await Task.sleep(for: .milliseconds(200))
            try await plugin.start()
        }
        #expect(try await asked.client.unwrap(wrapped) == secret)
        try await restart.value
        await asked.client.close()
    }

    @Test("a version 1 plugin is asked for its version once, before all else")
    func versionFirst() async throws {
        let asked = try await Asked(.v1)
        let wrapped = try await asked.client.wrap(SecretKey.random(count: 32), as: .key)
        _ = try await asked.client.unwrap(wrapped)
        #expect(asked.plugin.calls == [.status: 1, .encrypt: 1, .decrypt: 1])
        let other = try await Asked(.v1) { $0.versionOne = "v2" }
        let trouble = await trouble { () async throws(PluginTrouble) in
            try await other.client.unwrap(wrapped)
        }
        #expect(trouble == PluginTrouble(.wrongVersion, "v2"))
        #expect(other.plugin.calls == [.status: 1])
        await asked.client.close()
        await other.client.close()
    }
}

#endif
