import EncryptionConfig
import Testing

@testable import Providers

@Suite("kms in a chain")
struct KMSTests {
    private let session = TransformSession()

    private func plugin(_ name: String, _ version: KMSDefinition.Version = .v2)
        -> ProviderDefinition
    {
        .kms(
            KMSDefinition(
                version: version,
                name: KeyName(name),
                endpoint: "unix:///none.sock",
                timeoutNanoseconds: 3_000_000_000,
                cacheSize: 1000
            )
        )
    }

    @Test("its prefix holds version and plugin name")
    func prefix() {
        // One byte each of data, key id and source, and the type of a seed.
        let envelope: [UInt8] = [0x0A, 1, 1, 0x12, 1, 0x61, 0x1A, 1, 2, 0x28, 1]
        let value = Array("k8s:enc:kms:v2:cloud:".utf8) + envelope
        #expect(session.outcome(value, etcdKey: someKey, chain(plugin("cloud"))) == .failed(.kms))
        #expect(
            session.outcome(value, etcdKey: someKey, chain(plugin("cloud", .v1)))
                == .failed(.noMatchingProvider)
        )
        #expect(
            session.outcome(value, etcdKey: someKey, chain(plugin("clou")))
                == .failed(.noMatchingProvider)
        )
    }

    @Test("what does not parse is told from what needs the plugin")
    func malformed() {
        let value = Array("k8s:enc:kms:v2:cloud:payload".utf8)
        #expect(
            session.outcome(value, etcdKey: someKey, chain(plugin("cloud")))
                == .failed(.malformed)
        )
    }

    @Test("the others still get their turn")
    func others() throws {
        let reader = chain(plugin("cloud"), .aescbc([key("k", 1)]), .identity)
        let stored = try session.sealed([4], etcdKey: nil, chain(.aescbc([key("k", 1)])))
        let opened = session.outcome(stored, etcdKey: nil, reader).openedBy
        #expect(opened == OpenedBy(kind: .aescbc, provider: 1, key: 0, isStale: true))
        let plain = session.outcome([1], etcdKey: nil, reader).openedBy
        #expect(plain == OpenedBy(kind: .identity, provider: 2, key: -1, isStale: true))
    }

    @Test("it does not write without a plugin that was asked")
    func seal() {
        #expect(throws: SealFailure.kms) {
            try session.sealed([1], etcdKey: someKey, chain(plugin("cloud"), .identity))
        }
    }
}
