import Testing

@testable import KubernetesModel

@Suite struct ObjectIdentityTests {
    private func mismatch(_ plaintext: [UInt8], _ key: String) -> IdentityMismatch? {
        let key = Array(key.utf8)
        let classified = EtcdKeyClassifier().classify(key.span)
        return ObjectIdentity.mismatch(
            plaintext: plaintext.span,
            key: key.span,
            classified: classified
        )
    }

    private func json(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test(
        arguments: [
            ("/registry/secrets/demo/empty", nil), ("/registry/secrets/demo/other", .otherName),
            ("/registry/secrets/other/empty", .otherNamespace),
            ("/registry/secrets/empty", .otherNamespace),
            ("/registry/deployments/demo/empty", .otherGroup),
            ("/registry/configmaps/demo/empty", nil),
            ("/registry/masterleases/x", nil), ("/registry/what/x", nil),
        ] as [(String, IdentityMismatch?)]
    )
    func protobuf(_ key: String, _ expected: IdentityMismatch?) {
        #expect(mismatch(demoSecret, key) == expected)
    }

    @Test(
        arguments: [
            (#"{"apiVersion":"a.b/v1","metadata":{"name":"n","namespace":"ns"}}"#, nil),
            (
                #"{"metadata":{"labels":{"name":"x"},"namespace":"ns","name":"n"},"apiVersion":"a.b/v2","spec":{"name":"y"}}"#,
                nil
            ),
            (#"{"apiVersion":"a.b/v1","metadata":{"name":"\u006e","namespace":"ns"}}"#, nil),
            (#"{"apiVersion":"a.b/v1","metadata":{"name":"m","namespace":"ns"}}"#, .otherName),
            (#"{"apiVersion":"a.b/v1","metadata":{"name":"n"}}"#, .otherNamespace),
            (#"{"apiVersion":"a.c/v1","metadata":{"name":"n","namespace":"ns"}}"#, .otherGroup),
            (#"{"apiVersion":"a.bc/v1","metadata":{"name":"n","namespace":"ns"}}"#, .otherGroup),
            (#"{"apiVersion":"v1","metadata":{"name":"n","namespace":"ns"}}"#, .otherGroup),
            (#"{"metadata":{"name":"n","namespace":"ns"}}"#, .otherGroup),
            (
                #"{"apiVersion":"a.b/v1","spec":{"metadata":{"name":"n","namespace":"ns"}}}"#,
                .otherName
            ),
            (#"{"apiVersion":"a.b/v1","metadata":[{"name":"n","namespace":"ns"}]}"#, .otherName),
            (#"{"apiVersion":"a.b/v1","#, .malformed), ("x", .unknownHead), ("", .unknownHead),
            ("k8s:enc:aescbc:v1:k:", .unknownHead),
        ] as [(String, IdentityMismatch?)]
    )
    func jsonObjects(_ text: String, _ expected: IdentityMismatch?) {
        #expect(mismatch(json(text), "/registry/a.b/things/ns/n") == expected)
    }

    @Test func cbor() {
        let good = hexBytes(
            """
            d9d9f7 a3 4473706563 a1 446e616d65 4178
            486d65746164617461 a3 446e616d65 416e 496e616d657370616365 426e73 61 78 82 01 a0
            4a61706956657273696f6e 46612e622f7631
            """
        )
        #expect(mismatch(good, "/registry/a.b/things/ns/n") == nil)
        #expect(mismatch(good, "/registry/a.b/things/ns/m") == .otherName)
        #expect(mismatch(good, "/registry/a.b/things/n") == .otherNamespace)
        #expect(mismatch(good, "/registry/a.c/things/ns/n") == .otherGroup)
        #expect(mismatch(Array(good.dropLast()), "/registry/a.b/things/ns/n") == .malformed)
    }

    @Test func theOldHomeOfDeploymentsIsNoMismatch() {
        let old = envelope(
            "extensions/v1beta1",
            "Deployment",
            bytesField(1, bytesField(1, "web") + bytesField(3, "ns"))
        )
        #expect(mismatch(old, "/registry/deployments/ns/web") == nil)
        #expect(mismatch(old, "/registry/pods/ns/web") == .otherGroup)
    }

    @Test func damageNeverCrashes() {
        var malformed = 0
        for _ in 0..<5_000 {
            var bytes = demoSecret
            for _ in 0...Int.random(in: 0...5) {
                bytes[Int.random(in: 4..<bytes.count)] = UInt8.random(in: 0...255)
            }
            if mismatch(bytes, "/registry/secrets/demo/empty") == .malformed { malformed += 1 }
        }
        #expect(malformed > 0)
    }
}
