import EncryptionConfig
import KubernetesModel
import Testing

@testable import Providers

@Suite("doubt about a plaintext")
struct DoubtTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let plaintext: [UInt8]
        let kind: ProviderKind
        let mismatch: IdentityMismatch?
        var leavesValueAlone = false

        var testDescription: String { name }
    }

    private static let fitting = object("db", "default")
    private static let other = object("web", "default")
    private static let garbage: [UInt8] = [0xd3, 0x00, 0x17]

    static let cases = [
        Case(name: "aescbc, fitting", plaintext: fitting, kind: .aescbc, mismatch: nil),
        Case(
            name: "aescbc, another object",
            plaintext: other,
            kind: .aescbc,
            mismatch: .otherName,
            leavesValueAlone: true
        ),
        Case(
            name: "aescbc, no object: a wrong key may give that",
            plaintext: garbage,
            kind: .aescbc,
            mismatch: .unknownHead,
            leavesValueAlone: true
        ),
        Case(
            name: "secretbox, another object",
            plaintext: other,
            kind: .secretbox,
            mismatch: .otherName,
            leavesValueAlone: true
        ),
        Case(
            name: "secretbox, no object: it was sealed so",
            plaintext: garbage,
            kind: .secretbox,
            mismatch: .unknownHead
        ),
        Case(name: "aesgcm vouches", plaintext: other, kind: .aesgcm, mismatch: nil),
        Case(name: "identity is not judged", plaintext: other, kind: .identity, mismatch: nil),
    ]

    @Test("is raised where the provider does not vouch for the value", arguments: cases)
    func raised(_ given: Case) throws {
        let etcdKey = Array("/registry/secrets/default/db".utf8)
        let place = EtcdKeyClassifier().classify(etcdKey.span)
        let doubt = Doubt(given.plaintext.span, key: etcdKey.span, place: place, by: given.kind)
        #expect(doubt?.mismatch == given.mismatch)
        #expect((doubt?.leavesValueAlone ?? false) == given.leavesValueAlone)
    }
}

/// An object as an API server stores it in JSON.
func object(_ name: String, _ namespace: String) -> [UInt8] {
    Array(
        """
        {"kind":"Secret","apiVersion":"v1","metadata":{"name":"\(name)",\
        "namespace":"\(namespace)"},"data":{}}
        """.utf8
    )
}
