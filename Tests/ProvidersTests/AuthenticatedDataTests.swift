import EncryptionConfig
import Testing

@testable import Providers

@Suite("the etcd key as authenticated data")
struct AuthenticatedDataTests {
    private let session = TransformSession()
    private let gcm = chain(.aesgcm([key("k", 2)]))

    @Test("another etcd key does not open aesgcm")
    func otherKey() throws {
        let stored = try session.sealed([1], etcdKey: someKey, gcm)
        #expect(
            session.outcome(stored, etcdKey: someKey + [0], gcm) == .failed(.authenticationFailed)
        )
        #expect(session.outcome(stored, etcdKey: [], gcm) == .failed(.authenticationFailed))
        #expect(session.outcome(stored, etcdKey: someKey, gcm).plaintext == [1])
    }

    @Test("an empty etcd key is a key, an absent one an error of its own")
    func absent() throws {
        let stored = try session.sealed([1], etcdKey: [], gcm)
        #expect(session.outcome(stored, etcdKey: [], gcm).plaintext == [1])
        #expect(session.outcome(stored, etcdKey: nil, gcm) == .failed(.needsEtcdKey))
        #expect(throws: SealFailure.needsEtcdKey) {
            try session.sealed([1], etcdKey: nil, gcm)
        }
    }

    @Test(
        "aescbc and secretbox do not look at it",
        arguments: [ProviderKind.aescbc, .secretbox]
    )
    func ignored(kind: ProviderKind) throws {
        let keys = [key("k", 2)]
        let chain = kind == .aescbc ? chain(.aescbc(keys)) : chain(.secretbox(keys))
        let stored = try session.sealed([1], etcdKey: nil, chain)
        #expect(session.outcome(stored, etcdKey: someKey, chain).plaintext == [1])
    }
}
