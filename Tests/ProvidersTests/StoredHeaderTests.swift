import Testing

@testable import Providers

struct HeaderCase: CustomStringConvertible {
    let stored: String
    let encryption: StoredHeader.Encryption
    var version: String?
    var keyName: String?

    var description: String { stored }
}

@Suite("the stored header")
struct StoredHeaderTests {
    @Test(arguments: [
        HeaderCase(stored: "", encryption: .identity),
        HeaderCase(stored: "{}", encryption: .identity),
        HeaderCase(stored: "k8s:enc", encryption: .identity),
        HeaderCase(stored: "k8s:enc:", encryption: .unknown),
        HeaderCase(stored: "k8s:enc:aescbc", encryption: .unknown),
        HeaderCase(stored: "k8s:enc:aescbc:v1", encryption: .unknown),
        HeaderCase(stored: "k8s:enc:aescbc:v1:", encryption: .aescbc, version: "v1"),
        HeaderCase(stored: "k8s:enc:aescbc:v1:key", encryption: .aescbc, version: "v1"),
        HeaderCase(
            stored: "k8s:enc:aescbc:v1:key1:xyz",
            encryption: .aescbc,
            version: "v1",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:aescbc:v1:a:b:xyz",
            encryption: .aescbc,
            version: "v1",
            keyName: "a"
        ),
        HeaderCase(
            stored: "k8s:enc:aescbc:v1::xyz",
            encryption: .aescbc,
            version: "v1",
            keyName: ""
        ),
        HeaderCase(
            stored: "k8s:enc:aesgcm:v1:key1:",
            encryption: .aesgcm,
            version: "v1",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:secretbox:v1:key1:",
            encryption: .secretbox,
            version: "v1",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:kms:v1:plug:",
            encryption: .kms,
            version: "v1",
            keyName: "plug"
        ),
        HeaderCase(
            stored: "k8s:enc:kms:v2:plug:",
            encryption: .kms,
            version: "v2",
            keyName: "plug"
        ),
        HeaderCase(
            stored: "k8s:enc:kms:v3:plug:",
            encryption: .unknown,
            version: "v3",
            keyName: "plug"
        ),
        HeaderCase(
            stored: "k8s:enc:aescbc:v2:key1:",
            encryption: .unknown,
            version: "v2",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:AESCBC:v1:k:",
            encryption: .unknown,
            version: "v1",
            keyName: "k"
        ),
    ])
    func header(_ test: HeaderCase) {
        let bytes = Array(test.stored.utf8)
        let header = StoredHeader(bytes.span)
        #expect(header.encryption == test.encryption)
        #expect(header.versionText(in: bytes.span) == test.version)
        #expect(header.keyNameText(in: bytes.span) == test.keyName)
    }

    @Test("a prefix ends where the key name starts")
    func prefixCount() {
        let bytes = Array("k8s:enc:secretbox:v1:key1:".utf8)
        #expect(StoredHeader(bytes.span).prefixCount == 21)
    }
}
