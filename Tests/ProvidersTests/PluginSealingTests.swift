import EncryptionConfig
import KeyMaterial
import KubernetesModel
import Synchronization
import TestSupport
import Testing

@testable import Providers

/// A plugin in memory: what it encrypts is a number that it remembers the secret by.
private final class MemoryPlugin: KeyUnwrapping {
    struct Conduct {
        var keyID = "kek-1"
        var encryptKeyID: String?
        var healthz = "ok"
        var version = "v2"
        var annotations: [WrappedKey.Annotation] = []
        var sourceCount = 40
        /// What it does not answer, and with what trouble.
        var troubles: [String: PluginTrouble] = [:]
        var isConfused = false
        var entries: [[UInt8]: SecretKey] = [:]
        var calls: [String: Int] = [:]
    }

    let definition: KMSDefinition
    let conduct = Mutex(Conduct())

    init(_ version: KMSDefinition.Version = .v2) {
        definition = KMSDefinition(
            version: version,
            name: "vault",
            endpoint: "unix:///none.sock",
            timeoutNanoseconds: 3_000_000_000,
            cacheSize: 1000
        )
        if version == .v1 { conduct.withLock { $0.version = "v1beta1" } }
    }

    private func answer<Value>(
        _ call: String,
        _ body: (inout sending Conduct) -> sending Value,
    ) throws(PluginTrouble) -> Value {
        let trouble = conduct.withLock { conduct in
            conduct.calls[call, default: 0] += 1
            return conduct.troubles[call]
        }
        if let trouble { throw trouble }
        return conduct.withLock(body)
    }

    func status() async throws(PluginTrouble) -> PluginStatus {
        let isTwo = definition.version == .v2
        return try answer("status") { conduct in
            PluginStatus(
                keyID: isTwo ? KeyID(conduct.keyID) : nil,
                version: conduct.version,
                healthz: conduct.healthz
            )
        }
    }

    func wrap(
        _ secret: SecretKey,
        as content: DataKeySource,
    ) async throws(PluginTrouble) -> WrappedKey {
        let definition = definition
        return try answer("encrypt") { conduct in
            let number = UInt8(truncatingIfNeeded: conduct.entries.count / 256)
            var bytes = [UInt8](repeating: number, count: conduct.sourceCount)
            if !bytes.isEmpty { bytes[0] = UInt8(truncatingIfNeeded: conduct.entries.count) }
            conduct.entries[bytes] = secret
            return WrappedKey(
                plugin: definition.name,
                version: definition.version,
                keyID: definition.version == .v2
                    ? KeyID(conduct.encryptKeyID ?? conduct.keyID) : nil,
                annotations: conduct.annotations,
                content: content,
                bytes: bytes
            )
        }
    }

    func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey {
        let found: SecretKey? = try answer("decrypt") { conduct in
            conduct.isConfused
                ? SecretKey(copying: [UInt8](repeating: 7, count: 32).span)
                : conduct.entries[wrapped.bytes]
        }
        guard let found else { throw PluginTrouble(.refused) }
        return found
    }

    var calls: [String: Int] { conduct.withLock { $0.calls } }

    func behave(_ change: (inout sending Conduct) -> Void) { conduct.withLock { change(&$0) } }

    /// Chains that write through it, with a keyring of their own.
    func chains() async -> ResourceChains {
        let keyring = PluginKeyring([definition: self])
        _ = await keyring.askStatus()
        let chain = ProviderChain(
            ChainDefinition(
                selector: ResourceSelector(resource: "secrets", group: ""),
                providers: [.kms(definition), .aescbc([key("old", 1)]), .identity]
            ),
            keyring: keyring
        )
        return ResourceChains(chains: [chain], keyring: keyring)
    }
}

extension ResourceChains {
    /// Seals plaintexts in one session, after having asked for what that takes.
    fileprivate func sealAll(_ plaintexts: [[UInt8]]) async throws -> [[UInt8]] {
        var demand = SealingDemand(self)
        for plaintext in plaintexts { demand.add(plaintext.span, with: chains[0]) }
        let promise = try await demand.promise()
        let judge = Judge()
        let key = someKey
        let sealed = try plaintexts.map { plaintext in
            try judge.seal(plaintext.span, etcdKey: key.span, with: chains[0]) { $0.copied() }
        }
        withExtendedLifetime(promise) {}
        return sealed
    }

    fileprivate func outcome(_ stored: [UInt8]) async -> Outcome {
        await unwrapKeys(of: [stored])
        return TransformSession().outcome(stored, etcdKey: someKey, chains[0])
    }

    fileprivate func failure(_ body: () async throws -> Void) async -> PluginTrouble.Code? {
        do {
            try await body()
            return nil
        } catch {
            return (error as? PluginWriteFailure)?.trouble.code
        }
    }
}

@Suite("sealing through kms plugins") struct PluginSealingTests {
    private func keyID(_ stored: [UInt8]) -> KeyID? {
        Envelope(stored.span)?.keyID(in: stored.span)
    }

    private static func plaintexts(_ count: Int) -> [[UInt8]] {
        (0..<count).map { Array("object \($0)".utf8) + [UInt8](repeating: 9, count: $0) }
    }

    @Test("what a server wrote is written again byte for byte", arguments: PluginValueTests.all)
    func recorded(_ recorded: PluginValueTests.Recorded) async throws {
        let stored = Array(recorded.stored)
        let parsed = Envelope(stored.span)
        let envelope = try #require(parsed)
        // Of older versions nothing is written now.
        guard envelope.version == .v1 || envelope.content == .seed else { return }
        let chains = try await PluginValueTests.chains(recorded)
        await chains.unwrapKeys(of: [stored])
        let keyring = try #require(chains.keyring)
        let chain = try #require(chains.chain(forResource: "secrets"))
        let provider = try #require(
            chain.providers.first { $0.kms != nil && stored.starts(with: $0.prefix) }
        )
        let plugin = try #require(provider.kms)
        let wrapped = envelope.wrappedKey(in: stored.span, of: plugin.name)
        let question = PluginKeyring.Question(plugin: plugin, wrapped: wrapped)
        guard case .key(let secret) = keyring.answer(to: question) else {
            Issue.record("the plugin did not give the key")
            return
        }
        let source = WriteSource(secret, wrapped, reopened: secret)
        keyring.state.withLock {
            $0.standings[plugin, default: .init()].seed = source
            $0.standings[plugin, default: .init()].keys = [source]
        }
        let writer = ProviderChain(
            ChainDefinition(
                selector: ResourceSelector(resource: "secrets", group: ""),
                providers: [.kms(plugin)]
            ),
            keyring: keyring
        )
        let random = envelope.data.prefix(plugin.version == .v2 ? 44 : 12)
        let session = TransformSession(nonces: FixedNonces(random.map { stored[$0] }))
        let sealed = try session.sealed(
            Array(recorded.plaintext),
            etcdKey: Array(recorded.key.utf8),
            writer
        )
        // A value under AES-CBC, which version 1 has read for ever and written never.
        let isCBC = recorded.name.lowercased().contains("cbc")
        #expect((sealed == stored) != isCBC)
    }

    @Test("version 2 has one seed for all values, encrypted and decrypted once")
    func seed() async throws {
        let plugin = MemoryPlugin()
        plugin.behave {
            $0.annotations = [
                .init(name: "b.example.io", value: [1]), .init(name: "a.b", value: []),
            ]
        }
        let chains = await plugin.chains()
        let plaintexts = Self.plaintexts(300)
        let stored = try await chains.sealAll(plaintexts)
        #expect(plugin.calls == ["status": 2, "encrypt": 1, "decrypt": 1])
        #expect(Set(stored).count == 300)
        // Another server, which never saw the seed.
        let other = await plugin.chains()
        for (value, plaintext) in zip(stored, plaintexts) {
            let opened = await other.outcome(value)
            #expect(opened.plaintext == plaintext)
            #expect(opened.openedBy?.isStale == false)
            #expect(keyID(value) == "kek-1")
        }
        #expect(plugin.calls["decrypt"] == 2)
        // Nothing is to be sealed where all is as the plugin writes it.
        var demand = SealingDemand(other)
        for value in stored { demand.add(value.span, with: other.chains[0]) }
        #expect(try await demand.promise() == nil)
        #expect(plugin.calls["encrypt"] == 1)
    }

    @Test("version 1 has a key for each value, and asks for no more of them")
    func keys() async throws {
        let plugin = MemoryPlugin(.v1)
        let chains = await plugin.chains()
        let plaintexts = Self.plaintexts(40)
        let stored = try await chains.sealAll(plaintexts)
        #expect(plugin.calls["encrypt"] == 40)
        let sources = stored.compactMap { value in
            Envelope(value.span).map { $0.source.map { value[$0] } }
        }
        #expect(Set(sources).count == 40)
        let other = await plugin.chains()
        for (value, plaintext) in zip(stored, plaintexts) {
            let opened = await other.outcome(value)
            #expect(opened.plaintext == plaintext && opened.openedBy?.isStale == false)
        }
        // What a promise left over serves the next one.
        var demand = SealingDemand(chains)
        for _ in 0..<5 { demand.addPlaintext(with: chains.chains[0]) }
        _ = try await demand.promise()
        #expect(plugin.calls["encrypt"] == 45)
        _ = try await chains.sealAll(Self.plaintexts(5))
        #expect(plugin.calls["encrypt"] == 45)
    }

    @Test("batches at one time share a seed, and no key of version 1")
    func together() async throws {
        for version in [KMSDefinition.Version.v1, .v2] {
            let plugin = MemoryPlugin(version)
            let chains = await plugin.chains()
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask { try await chains.sealAll(Self.plaintexts(20)).count }
                }
                for try await count in group { #expect(count == 20) }
            }
            let expected = version == .v1 ? 160 : 1
            // A promise may be counted on when its keys are used already, so there may be some left.
            let made = plugin.calls["encrypt"] ?? 0
            #expect(made >= expected && made <= expected * (version == .v1 ? 2 : 1))
        }
    }

    @Test("after a failure as many keys are made as are missing")
    func keysAfterFailure() async throws {
        let plugin = MemoryPlugin(.v1)
        let chains = await plugin.chains()
        plugin.behave { $0.troubles["decrypt"] = PluginTrouble(.timeout) }
        let failure = await chains.failure { _ = try await chains.sealAll(Self.plaintexts(30)) }
        #expect(failure == .timeout)
        let asked = plugin.calls["encrypt"] ?? 0
        #expect(asked < 30)
        plugin.behave { $0.troubles = [:] }
        #expect(try await chains.sealAll(Self.plaintexts(30)).count == 30)
        #expect(plugin.calls["encrypt"] == asked + 30)
    }

    @Test("another key id makes stale what was written, and a new seed")
    func renewed() async throws {
        let plugin = MemoryPlugin()
        let chains = await plugin.chains()
        let keyring = try #require(chains.keyring)
        let before = try await chains.sealAll(Self.plaintexts(2))
        let change = keyring.changeCount
        try await keyring.renew()
        #expect(keyring.changeCount == change)
        #expect(plugin.calls["encrypt"] == 1)
        plugin.behave { $0.keyID = "kek-2" }
        #expect(await chains.outcome(before[0]).openedBy?.isStale == false)
        try await keyring.renew()
        #expect(keyring.changeCount == change + 1)
        #expect(await chains.outcome(before[0]).openedBy?.isStale == true)
        let after = try await chains.sealAll(Self.plaintexts(1))
        #expect(keyID(after[0]) == "kek-2")
        #expect(await chains.outcome(after[0]).openedBy?.isStale == false)
        #expect(plugin.calls["encrypt"] == 2)
        #expect(keyring.hasNamed("kek-1", of: plugin.definition))
        #expect(keyring.hasNamed("kek-2", of: plugin.definition))
        #expect(!keyring.hasNamed("kek-3", of: plugin.definition))
    }

    @Test("what a server would not take is not written")
    func refused() async throws {
        let cases: [(PluginTrouble.Code, @Sendable (inout sending MemoryPlugin.Conduct) -> Void)] =
            [
                (.otherKeyID, { $0.encryptKeyID = "kek-9" }),
                (.tooLarge, { $0.sourceCount = 1025 }),
                (.empty, { $0.sourceCount = 0 }),
                (.notTheSame, { $0.isConfused = true }),
                (.annotations, { $0.annotations = [.init(name: "short", value: [])] }),
                (.wrongVersion, { $0.version = "v3" }),
                (.empty, { $0.keyID = "" }),
                (.timeout, { $0.troubles["encrypt"] = PluginTrouble(.timeout) }),
                (.refused, { $0.troubles["decrypt"] = PluginTrouble(.refused) }),
                (.socketMissing, { $0.troubles["status"] = PluginTrouble(.socketMissing) }),
            ]
        for (code, change) in cases {
            let plugin = MemoryPlugin()
            plugin.behave { change(&$0) }
            let chains = await plugin.chains()
            let failure = await chains.failure { _ = try await chains.sealAll([[1]]) }
            #expect(failure == code)
        }
        // A plugin that only says that it is not well writes all the same, as a server does.
        let plugin = MemoryPlugin()
        plugin.behave { $0.healthz = "the vault is slow" }
        #expect(try await plugin.chains().sealAll([[1]]).count == 1)
    }

    @Test("without a plugin to ask, the failure says so")
    func nobody() async throws {
        let plugin = MemoryPlugin()
        let chains = ResourceChains(chains: [chain([.kms(plugin.definition)])])
        let failure = await chains.failure { _ = try await chains.sealAll([[1]]) }
        #expect(failure == .noPlugin)
        #expect(throws: SealFailure.kms) {
            try TransformSession().sealed([1], etcdKey: someKey, chains.chains[0])
        }
    }

    @Test("a plugin that is gone for a moment does not end what has its seed")
    func coasting() async throws {
        let plugin = MemoryPlugin()
        let chains = await plugin.chains()
        let keyring = try #require(chains.keyring)
        _ = try await chains.sealAll([[1]])
        plugin.behave { conduct in
            for call in ["status", "encrypt", "decrypt"] {
                conduct.troubles[call] = PluginTrouble(.nobodyListens)
            }
        }
        #expect(try await chains.sealAll(Self.plaintexts(3)).count == 3)
        // Old news: asked again, and the seed still holds.
        let minuteAgo = ContinuousClock.now - .seconds(70)
        keyring.state.withLock {
            $0.standings[plugin.definition]?.heard = minuteAgo
            $0.standings[plugin.definition]?.asked = minuteAgo
        }
        #expect(try await chains.sealAll(Self.plaintexts(3)).count == 3)
        #expect(plugin.calls["status"] == 3)
        // Too old: a server would not write any more either.
        let threeMinutesAgo = ContinuousClock.now - .seconds(190)
        keyring.state.withLock {
            $0.standings[plugin.definition]?.heard = threeMinutesAgo
            $0.standings[plugin.definition]?.asked = threeMinutesAgo
        }
        let failure = await chains.failure { _ = try await chains.sealAll([[1]]) }
        #expect(failure == .nobodyListens)
        // What is to be proven has to be heard now.
        #expect(await chains.failure { try await keyring.renew() } == .nobodyListens)
        plugin.behave { $0.troubles = [:] }
        #expect(try await chains.sealAll([[1]]).count == 1)
        #expect(plugin.calls["encrypt"] == 1)
    }
}
