import EncryptionConfig
import EtcdModel
import KeyMaterial
import KubernetesModel
import Providers
import Testing

@testable import Survey

/// Values of a plugin under several sources: each is asked for once, whenever it is met first.
@Suite("a survey of a plugin's values") struct PluginValueSurveyTests {
    /// Gives back keys of which every byte is the source's first; one source it does not know.
    private struct Plugin: KeyUnwrapping {
        static let definition = KMSDefinition(
            version: .v2,
            name: "vault",
            endpoint: "unix:///none.sock",
            timeoutNanoseconds: 3_000_000_000,
            cacheSize: 1000
        )
        static let unknown: UInt8 = 13

        func status() async throws(PluginTrouble) -> PluginStatus {
            PluginStatus(keyID: "kek-1", version: "v2", healthz: "ok")
        }

        func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey {
            guard let first = wrapped.bytes.first, first != Self.unknown else {
                throw PluginTrouble(.refused)
            }
            return SecretKey(copying: [UInt8](repeating: first, count: 32).span)
        }

        func wrap(
            _ secret: SecretKey,
            as content: DataKeySource,
        ) async throws(PluginTrouble) -> WrappedKey {
            throw PluginTrouble(.refused)
        }
    }

    /// A field of a message.
    private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        precondition(bytes.count < 1 << 14)
        let count =
            bytes.count < 0x80
            ? [UInt8(bytes.count)] : [UInt8(bytes.count & 0x7f) | 0x80, UInt8(bytes.count >> 7)]
        return [number << 3 | 2] + count + bytes
    }

    /// A Secret whose data key is the source's.
    private static func secret(_ name: String, on source: UInt8) throws -> FixedStore.Entry {
        let sealing = configuration(.aesgcm([key("k", source)]))
        let sealed = try FixedStore.Entry.secret(name, sealing)
        let data = Array(sealed.value.dropFirst("k8s:enc:aesgcm:v1:k:".utf8.count))
        let message =
            field(1, data) + field(2, Array("kek-\(source % 2)".utf8))
            + field(3, [UInt8](repeating: source, count: 24))
        return FixedStore.Entry(
            key: sealed.key,
            value: Array("k8s:enc:kms:v2:vault:".utf8) + message
        )
    }

    @Test(
        "asks for each source once, at the start, in the middle and at the end",
        arguments: [1, 3],
        [1, 7, 1000]
    )
    func eachOnce(workers: Int, batchSize: Int) async throws {
        // Stretches of one source, then more of them at once than a session keeps at hand.
        var sources: [UInt8] = []
        for source in 1...4 { sources += [UInt8](repeating: UInt8(source), count: 25) }
        for round in 0..<60 { sources.append(UInt8(1 + (round * 7) % 20)) }
        let entries = try sources.enumerated().map { try Self.secret("s\($0)", on: $1) }

        let keyring = PluginKeyring([Plugin.definition: Plugin()])
        let chains = ResourceChains(configuration(.kms(Plugin.definition)), keyring: keyring)
        var survey = Survey()
        try await Engine(workerCount: workers).run(
            over: FixedStore(entries, batchSize: batchSize),
            makeWorker: {
                SurveyWorker(
                    chains: [chains],
                    prefix: .standard,
                    filter: EntryFilter(),
                    treatment: .count
                )
            },
            consume: { survey.add($0[0]) },
        )

        let lost = sources.count { $0 == Plugin.unknown }
        let tally = try #require(survey.resources[GroupResource(resource: "secrets", group: "")])
        #expect(keyring.callCount == 20)
        #expect(tally.values == sources.count)
        #expect(tally.unreadable == lost)
        #expect(survey.unreadableValues.count == lost)
        #expect(survey.shape.entries == sources.count)
        for kek in 0...1 {
            let volume = tally.by.first { $0.key.keyID == KeyID("kek-\(kek)") }?.value
            #expect(volume?.values == sources.count { Int($0) % 2 == kek })
            #expect(volume?.envelopes?.sourceCount == 10)
        }
    }
}
