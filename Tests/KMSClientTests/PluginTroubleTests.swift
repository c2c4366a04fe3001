#if Etcd

import EncryptionConfig
import Foundation
import KMSClient
import KeyMaterial
import Providers
import TestSupport
import Testing

@Suite struct PluginTroubleTests {
    @Test("a socket that is missing, and one that nobody listens on, are told at once")
    func sockets() async throws {
        let folder = try TemporaryFolder()
        let expected: [(String, PluginTrouble.Code)] = [
            (folder.file("none"), .socketMissing),
            ("@kenc-nobody-has-this-name", .nobodyListens),
            (try folder.write([], to: "file"), .nobodyListens),
            ("/" + String(repeating: "x", count: 200), .socketMissing),
        ]
        for (socket, code) in expected {
            let client = PluginClient(
                Asked.definition(.v2, at: socket, timeout: .seconds(60))
            )
            let start = ContinuousClock.now
            let trouble = await trouble { () async throws(PluginTrouble) in
                try await client.status()
            }
            #expect(trouble?.code == code, "\(socket)")
            #expect(ContinuousClock.now - start < .seconds(20))
            await client.close()
        }
    }

    @Test("a plugin that stays away is missed when its time is over")
    func staysAway() async throws {
        let asked = try await Asked(timeout: .milliseconds(500))
        _ = try await asked.client.status()
        await asked.plugin.stop()
        let start = ContinuousClock.now
        let trouble = await trouble { () async throws(PluginTrouble) in
            try await asked.client.status()
        }
        #expect(trouble?.code == .nobodyListens || trouble?.code == .socketMissing)
        #expect(ContinuousClock.now - start > .milliseconds(300))
        await asked.client.close()
    }

    @Test("a slow plugin is too slow after the configuration's timeout, not before")
    func slow() async throws {
        let asked = try await Asked(timeout: .seconds(1)) {
            $0.delays = [.status: .milliseconds(100), .encrypt: .seconds(30)]
        }
        _ = try await asked.client.status()
        let trouble = await trouble { () async throws(PluginTrouble) in
            try await asked.client.wrap(SecretKey.random(count: 32), as: .seed)
        }
        #expect(trouble?.code == .timeout)
        // The connection is as good as before.
        _ = try await asked.client.status()
        await asked.client.close()
    }

    @Test("a listener that speaks no gRPC")
    func otherListener() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("s")
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        try #require(SocketLine.bind(listener, to: path))
        Thread.detachNewThread {
            while true {
                let peer = accept(listener, nil, nil)
                guard peer >= 0 else { return }
                let words = "HTTP/1.1 400 Bad Request\r\n\r\n"
                send(peer, words, words.utf8.count, Int32(MSG_NOSIGNAL))
                close(peer)
            }
        }
        let client = PluginClient(Asked.definition(.v2, at: path, timeout: .seconds(10)))
        let trouble = await trouble { () async throws(PluginTrouble) in try await client.status() }
        #expect(trouble?.code == .connectionLost)
        await client.close()
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    @Test(
        "what a plugin refuses is told by its words",
        arguments: [
            ("the vault is sealed", PluginTrouble.Code.refused),
            ("key ID kek-0 is not the current one", .unknownKeyID),
            ("key_id mismatch", .unknownKeyID),
            ("invalid Annotations", .annotations),
        ]
    )
    func refusals(words: String, code: PluginTrouble.Code) async throws {
        let asked = try await Asked()
        let wrapped = try await asked.client.wrap(SecretKey.random(count: 32), as: .seed)
        asked.plugin.conduct { $0.refusals = [.decrypt: words] }
        let trouble = await trouble { () async throws(PluginTrouble) in
            try await asked.client.unwrap(wrapped)
        }
        #expect(trouble == PluginTrouble(code, words))
        await asked.client.close()
    }

    @Test("a key of another KEK, other annotations, and another version of the interface")
    func others() async throws {
        let asked = try await Asked()
        let wrapped = try await asked.client.wrap(SecretKey.random(count: 32), as: .seed)
        func changed(
            keyID: KeyID? = "kek-1",
            _ annotations: [WrappedKey.Annotation] = [],
        ) -> WrappedKey {
            WrappedKey(
                plugin: wrapped.plugin,
                version: .v2,
                keyID: keyID,
                annotations: annotations,
                content: .seed,
                bytes: wrapped.bytes
            )
        }
        let otherKey = await trouble { () async throws(PluginTrouble) in
            try await asked.client.unwrap(changed(keyID: "kek-0"))
        }
        #expect(otherKey?.code == .unknownKeyID)
        let otherNotes = await trouble { () async throws(PluginTrouble) in
            try await asked.client.unwrap(changed([.init(name: "a.b", value: [1])]))
        }
        #expect(otherNotes?.code == .annotations)
        asked.plugin.conduct { $0.speaks = [.v1] }
        let version = await trouble { () async throws(PluginTrouble) in
            try await asked.client.status()
        }
        #expect(version?.code == .wrongVersion)
        await asked.client.close()
    }
}

#endif
