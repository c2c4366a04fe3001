import EncryptionConfig
import Foundation
import KeyMaterial
import TestSupport
import Testing

@testable import Providers

/// Values that kube-apiserver v1.36's own code wrote through a plugin, with what the plugin gives back.
@Suite("recorded values of kms plugins") struct PluginValueTests {
    struct Recorded: Decodable, Sendable, CustomTestStringConvertible {
        let config: String
        let key: String
        let name: String
        let plaintext: Data
        let stale: Bool
        let statusKeyID: String
        let stored: Data

        var testDescription: String { "\(config) \(key), \(name), status \(statusKeyID)" }
    }

    /// Gives back what a recorded plugin encrypted.
    struct Replay: KeyUnwrapping {
        struct Entry: Decodable, Sendable {
            let api: String
            let keyID: String?
            let annotations: [String: Data]?
            let plaintext: Data

            enum CodingKeys: String, CodingKey {
                case api, annotations, plaintext
                case keyID = "key_id"
            }
        }

        let entries: [[UInt8]: Entry]
        let keyID: String

        init(keyID: String) throws {
            let table = try JSONDecoder().decode(
                [String: Entry].self,
                from: Data(TestData.bytes("kms/plugin-table.json"))
            )
            var entries: [[UInt8]: Entry] = [:]
            for (text, entry) in table {
                entries[Array(try #require(Data(base64Encoded: text)))] = entry
            }
            self.entries = entries
            self.keyID = keyID
        }

        func status() async throws(PluginTrouble) -> PluginStatus {
            PluginStatus(keyID: KeyID(keyID), version: "v2", healthz: "ok")
        }

        func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey {
            guard let entry = entries[wrapped.bytes], entry.api == wrapped.version.rawValue else {
                throw PluginTrouble(.refused)
            }
            guard entry.keyID == wrapped.keyID?.text else { throw PluginTrouble(.unknownKeyID) }
            let annotations = (entry.annotations ?? [:]).mapValues { Array($0) }
            guard
                annotations
                    == Dictionary(
                        uniqueKeysWithValues: wrapped.annotations.map { ($0.name, $0.value) }
                    )
            else { throw PluginTrouble(.annotations) }
            return SecretKey(copying: Array(entry.plaintext).span)
        }

        func wrap(_ secret: SecretKey, as content: DataKeySource) async throws(PluginTrouble)
            -> WrappedKey
        {
            throw PluginTrouble(.refused)
        }
    }

    static let all: [Recorded] = {
        let text = (try? TestData.bytes("kms/kms-decrypt.jsonl")) ?? []
        return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Recorded.self, from: Data($0.utf8))
        }
    }()

    /// The chains of a recorded configuration, whose plugin answers.
    static func chains(_ recorded: Recorded) async throws -> ResourceChains {
        let validator = ConfigurationValidator(featureGates: FeatureGates(kmsV1: true))
        let report = try validator.validate(TestData.bytes("kms/\(recorded.config).yaml"))
        let configuration = try #require(report.configuration)
        let replay = try Replay(keyID: recorded.statusKeyID)
        let keyring = PluginKeyring(
            Dictionary(uniqueKeysWithValues: configuration.plugins.map { ($0, replay) })
        )
        _ = await keyring.askStatus()
        return ResourceChains(configuration, keyring: keyring)
    }

    private func open(
        _ stored: [UInt8],
        _ key: String,
        _ chains: ResourceChains,
    ) async -> Result<(plaintext: [UInt8], isStale: Bool), OpenFailure> {
        await chains.unwrapKeys(of: [stored])
        let etcdKey = Array(key.utf8)
        do throws(OpenFailure) {
            return try TransformSession().open(
                stored.span,
                etcdKey: etcdKey.span,
                with: chains.chain(forResource: "secrets")
            ) { plaintext, opened in
                .success((plaintext.withUnsafeBufferPointer { Array($0) }, opened.isStale))
            }
        } catch {
            return .failure(error)
        }
    }

    @Test func allAreThere() { #expect(Self.all.count == 24) }

    @Test("each opens, and is stale where the server says so", arguments: all)
    func opens(_ recorded: Recorded) async throws {
        let chains = try await Self.chains(recorded)
        let opened = try await open(Array(recorded.stored), recorded.key, chains).get()
        #expect(opened.plaintext == Array(recorded.plaintext))
        #expect(opened.isStale == recorded.stale)
        #expect(chains.keyring?.callCount == 1)
        // Nobody is asked twice, and another etcd key is another value.
        guard case .failure(let failure) = await open(Array(recorded.stored), "/x", chains) else {
            Issue.record("it opened under another etcd key")
            return
        }
        #expect(failure == .authenticationFailed)
        #expect(chains.keyring?.callCount == 1)
    }

    @Test("without a plugin all else of it can be told", arguments: all)
    func withoutPlugin(_ recorded: Recorded) async throws {
        let with = try await Self.chains(recorded)
        let without = ResourceChains(chains: with.chains.map(\.self))
        let bare = ResourceChains(
            try #require(
                try ConfigurationValidator(featureGates: FeatureGates(kmsV1: true))
                    .validate(TestData.bytes("kms/\(recorded.config).yaml")).configuration
            )
        )
        #expect(without.keyring == nil)
        guard case .failure(.kms) = await open(Array(recorded.stored), recorded.key, bare) else {
            Issue.record("it was not missed")
            return
        }
        let key = ProviderKey(valueOf: Array(recorded.stored).span)
        #expect(key.kind == .known(.kms))
        if recorded.config == "kms-v2" {
            #expect(key.keyID?.text.hasPrefix("kek-") == true)
            #expect((key.keyID?.text == recorded.statusKeyID) == !recorded.stale)
        } else {
            #expect(key.keyID == nil)
        }
    }

    @Test("cut or changed anywhere, a value never opens to something else", arguments: all)
    func damage(_ recorded: Recorded) async throws {
        guard recorded.stored.count < 500 else { return }
        let chains = try await Self.chains(recorded)
        let stored = Array(recorded.stored)
        for count in 16..<stored.count {
            let cut = await open(Array(stored[..<count]), recorded.key, chains)
            // What ends before a field that says nothing new is whole.
            if case .success(let opened) = cut {
                #expect(opened.plaintext == Array(recorded.plaintext), "cut to \(count)")
            }
        }
        var random = SeededGenerator(seed: 7)
        for _ in 0..<300 {
            var changed = stored
            let index = Int.random(in: 16..<stored.count, using: &random)
            changed[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            if case .success(let opened) = await open(changed, recorded.key, chains) {
                #expect(opened.plaintext == Array(recorded.plaintext), "byte \(index)")
            }
        }
    }

    @Test("limits, at their last value and one beyond")
    func limits() {
        func stored(source: Int, keyID: Int, type: UInt8?, annotation: String? = nil) -> [UInt8] {
            func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
                let count = content.count
                return [number << 3 | 2, UInt8(count & 0x7f | 0x80), UInt8(count >> 7)] + content
            }
            var bytes = Array("k8s:enc:kms:v2:p:".utf8) + field(1, [1])
            bytes += field(2, Array(repeating: 0x61, count: keyID))
            bytes += field(3, Array(repeating: 2, count: source))
            if let annotation {
                bytes += field(4, field(1, Array(annotation.utf8)) + field(2, [1, 2]))
            }
            if let type { bytes += [5 << 3, type] }
            return bytes
        }
        func isTaken(_ bytes: [UInt8]) -> Bool { Envelope(bytes.span) != nil }
        #expect(isTaken(stored(source: 1024, keyID: 1024, type: 1)))
        #expect(isTaken(stored(source: 1, keyID: 1, type: nil)))
        #expect(!isTaken(stored(source: 1025, keyID: 1, type: 1)))
        #expect(!isTaken(stored(source: 1, keyID: 1025, type: 1)))
        #expect(!isTaken(stored(source: 0, keyID: 1, type: 1)))
        #expect(!isTaken(stored(source: 1, keyID: 0, type: 1)))
        #expect(!isTaken(stored(source: 1, keyID: 1, type: 2)))
        #expect(isTaken(stored(source: 1, keyID: 1, type: 1, annotation: "a.example")))
        #expect(!isTaken(stored(source: 1, keyID: 1, type: 1, annotation: "example")))
        #expect(!isTaken(stored(source: 1, keyID: 1, type: 1, annotation: "a.Example")))
    }
}
