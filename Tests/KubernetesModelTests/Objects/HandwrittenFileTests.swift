import Foundation
import KubernetesModel
import TestSupport
import Testing

/// What people and kubectl write, told from what API servers store.
@Suite struct HandwrittenFileTests {
    private static func file(_ text: String) -> HandwrittenFile? {
        HandwrittenFile(Array(text.utf8).span)
    }

    @Test(
        arguments: [
            ("apiVersion: v1\nkind: Secret\n", .yaml),
            ("---\n# x\nkind: Secret\napiVersion: v1", .yaml),
            ("  apiVersion: v1\n  kind: Secret\n", .yaml),
            ("\"kind\": Secret\r\n'apiVersion': v1\r\n", .yaml),
            ("metadata:\n  name: a\nkind: Secret\napiVersion: v1\n", .yaml),
            ("{apiVersion: v1, kind: Secret}", .yaml),
            ("apiVersion: v1\nkind: List\nitems: []\n", .list),
            (
                "kind: EncryptionConfiguration # x\napiVersion: apiserver.config.k8s.io/v1\n",
                .encryptionConfiguration
            ),
            (#"{"kind":"EncryptionConfiguration","apiVersion":"v1"}"#, .encryptionConfiguration),
            (#"{"kind":"List","apiVersion":"v1","items":[]}"#, .list),
            (#"{"kind":"Secret","apiVersion":"v1"}"#, nil), ("kind: Secret\n", nil), ("", nil),
            ("metadata:\n  kind: Secret\n  apiVersion: v1\n", nil), ("hello", nil), ("{", nil),
            ("k8s\0apiVersion: v1\nkind: Secret\n", nil),
        ] as [(String, HandwrittenFile?)]
    )
    func kinds(_ text: String, _ expected: HandwrittenFile?) {
        #expect(Self.file(text) == expected)
    }

    @Test("every configuration of the tests is one, and no stored object is any")
    func recorded() throws {
        let configuration = try TestData.bytes("cluster/4-wild.yaml")
        let file = HandwrittenFile(configuration.span)
        #expect(file == .encryptionConfiguration)
        let looksStored = StoredFormat.looksStored(configuration.span)
        #expect(!looksStored)
        let names = try FileManager.default.contentsOfDirectory(atPath: TestData.path("kinds"))
        for name in names {
            let bytes = try TestData.bytes("kinds/\(name)")
            let file = HandwrittenFile(bytes.span)
            #expect(file == nil, "\(name)")
            let looksStored = StoredFormat.looksStored(bytes.span)
            if name.hasSuffix(".pb") { #expect(looksStored, "\(name)") }
        }
    }

    @Test(arguments: [
        ("k8s:enc:", true), ("k8s:enc", false), ("k8s\0", true), ("{}", false), ("", false),
        (#"{"apiVersion":"v1","kind":"Secret"}"#, true),
        (#"{"apiVersion":"v1","kind":"Secret"#, false),
        (#"{"header":{"revision":1},"kvs":[]}"#, false), ("apiVersion: v1\nkind: Secret\n", false),
    ])
    func looks(_ text: String, _ isStored: Bool) {
        let looksStored = StoredFormat.looksStored(Array(text.utf8).span)
        #expect(looksStored == isStored)
    }
}
