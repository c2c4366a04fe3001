import EncryptionConfig
import Testing

@testable import Providers

struct HeaderCase: CustomStringConvertible {
    let stored: String
    let kind: StoredKind
    var version: String?
    var keyName: String?

    var description: String { stored }
}

@Suite("the stored header")
struct StoredHeaderTests {
    @Test(arguments: [
        HeaderCase(stored: "", kind: .known(.identity)),
        HeaderCase(stored: "{}", kind: .known(.identity)),
        HeaderCase(stored: "k8s:enc", kind: .known(.identity)),
        HeaderCase(stored: "k8s:enc:", kind: .unknown),
        HeaderCase(stored: "k8s:enc:aescbc", kind: .unknown),
        HeaderCase(stored: "k8s:enc:aescbc:v1", kind: .unknown),
        HeaderCase(stored: "k8s:enc:aescbc:v1:", kind: .known(.aescbc), version: "v1"),
        HeaderCase(stored: "k8s:enc:aescbc:v1:key", kind: .known(.aescbc), version: "v1"),
        HeaderCase(
            stored: "k8s:enc:aescbc:v1:key1:xyz",
            kind: .known(.aescbc),
            version: "v1",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:aescbc:v1:a:b:xyz",
            kind: .known(.aescbc),
            version: "v1",
            keyName: "a"
        ),
        HeaderCase(
            stored: "k8s:enc:aescbc:v1::xyz",
            kind: .known(.aescbc),
            version: "v1",
            keyName: ""
        ),
        HeaderCase(
            stored: "k8s:enc:aesgcm:v1:key1:",
            kind: .known(.aesgcm),
            version: "v1",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:secretbox:v1:key1:",
            kind: .known(.secretbox),
            version: "v1",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:kms:v1:plug:",
            kind: .known(.kms),
            version: "v1",
            keyName: "plug"
        ),
        HeaderCase(
            stored: "k8s:enc:kms:v2:plug:",
            kind: .known(.kms),
            version: "v2",
            keyName: "plug"
        ),
        HeaderCase(
            stored: "k8s:enc:kms:v3:plug:",
            kind: .unknown,
            version: "v3",
            keyName: "plug"
        ),
        HeaderCase(
            stored: "k8s:enc:aescbc:v2:key1:",
            kind: .unknown,
            version: "v2",
            keyName: "key1"
        ),
        HeaderCase(
            stored: "k8s:enc:AESCBC:v1:k:",
            kind: .unknown,
            version: "v1",
            keyName: "k"
        ),
    ])
    func header(_ test: HeaderCase) {
        let bytes = Array(test.stored.utf8)
        let header = StoredHeader(bytes.span)
        #expect(header.kind == test.kind)
        #expect(header.versionText(in: bytes.span) == test.version)
        #expect(header.keyName(in: bytes.span)?.text == test.keyName)
    }

    @Test("a prefix ends where the key name starts")
    func prefixCount() {
        let bytes = Array("k8s:enc:secretbox:v1:key1:".utf8)
        #expect(StoredHeader(bytes.span).prefixCount == 21)
    }
}
