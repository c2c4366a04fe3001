import EncryptionConfig
import KeyMaterial
import TestSupport
import Testing

@testable import Providers

@Suite("a session")
struct SessionTests {
    private let session = TransformSession()
    private let old = chain(.aescbc([key("old", 1)]))
    private let new = chain(.aesgcm([key("new", 2)]), .aescbc([key("old", 1)]))

    @Test("what a body holds stays as it is while it opens and seals more")
    func nested() throws {
        let plaintext = Array("the object".utf8)
        let stored = try session.sealed(plaintext, etcdKey: someKey, old)
        let etcdKey = someKey
        var seen: [[UInt8]] = []
        try session.open(stored.span, etcdKey: etcdKey.span, with: new) { outer, by in
            #expect(by.isStale)
            #expect(new.key(of: by) == ProviderKey(.aescbc, "old"))
            let sealed = try? session.seal(outer, etcdKey: etcdKey.span, with: new) { sealed in
                let other = try? session.sealed([9], etcdKey: someKey, new)
                let opened = session.outcome(other ?? [], etcdKey: someKey, new)
                #expect(opened.plaintext == [9])
                seen.append(outer.copied())
                return sealed.copied()
            }
            seen.append(sealed ?? [])
        }
        #expect(seen.first == plaintext)
        #expect(seen.last?.starts(with: "k8s:enc:aesgcm:v1:new:".utf8) == true)
        #expect(session.outcome(seen.last ?? [], etcdKey: someKey, new).plaintext == plaintext)
    }

    @Test("identity lends the stored bytes themselves")
    func noCopy() throws {
        let stored: [UInt8] = [1, 2, 3]
        let same = try unsafe stored.span.withUnsafeBufferPointer { outer in
            try session.open(Span(_unsafeElements: outer), etcdKey: nil, with: chain(.identity)) {
                plaintext,
                _ in
                unsafe plaintext.withUnsafeBufferPointer {
                    unsafe $0.baseAddress == outer.baseAddress
                }
            }
        }
        #expect(same)
    }

    @Test("no random bytes, no seal")
    func noRandomness() {
        let session = TransformSession(nonces: FixedNonces([]))
        for definition: ProviderDefinition in [
            .aescbc([key("k", 1)]), .aesgcm([key("k", 1)]), .secretbox([key("k", 1)]),
        ] {
            #expect(throws: SealFailure.randomness) {
                try session.sealed([1], etcdKey: someKey, chain(definition))
            }
        }
    }

    @Test(
        "every seal has a nonce of its own",
        arguments: [ProviderKind.aescbc, .aesgcm, .secretbox]
    )
    func freshNonces(kind: ProviderKind) throws {
        let keys = [key("k", 1)]
        let chain =
            switch kind {
            case .aescbc: chain(.aescbc(keys))
            case .aesgcm: chain(.aesgcm(keys))
            default: chain(.secretbox(keys))
            }
        var seen: Set<ArraySlice<UInt8>> = []
        for _ in 0..<2000 {
            let stored = try session.sealed([1], etcdKey: someKey, chain)
            seen.insert(stored.dropFirst(chain.sealPrefix.count).prefix(12))
        }
        #expect(seen.count == 2000)
    }
}

@Suite("explanations")
struct ExplanationTests {
    @Test("say what the value asks for, what the chain has, and never a secret")
    func words() throws {
        let session = TransformSession()
        let stored = try session.sealed(
            [1],
            etcdKey: someKey,
            chain(.aescbc([key("key1", 0x41)]))
        )
        let reader = chain(.aesgcm([key("key2", 0x42)]), .aescbc([key("key1", 0x43)]), .identity)
        for failure in OpenFailure.allCases {
            let explanation = ProviderChain.explain(failure, stored: stored.span, chain: reader)
            #expect(explanation.asksFor == "aescbc key \"key1\"")
            #expect(explanation.chainHas == "aesgcm (\"key2\"), aescbc (\"key1\"), identity")
            #expect(!explanation.meaning.isEmpty && !explanation.hint.isEmpty)
            for byte in ["AAAA", "BBBB", "CCCC", "4141", "4343", "QUFB", "Q0ND"] {
                #expect(!"\(explanation) \(explanation.hint)".contains(byte))
            }
        }
        let padding = ProviderChain.explain(.padding, stored: stored.span, chain: reader)
        #expect(padding.meaning.contains("the key name matches but the secret differs"))
    }

    @Test("a resource without a chain")
    func noChain() {
        let stored = Array("k8s:enc:kms:v2:cloud:x".utf8)
        let explanation = ProviderChain.explain(
            .noChainForResource,
            stored: stored.span,
            chain: nil
        )
        #expect(explanation.asksFor == "kms v2 plugin \"cloud\"")
        #expect(explanation.chainHas == "no provider (there is no chain for this resource)")
    }

    @Test("codes are what the command line promises")
    func codes() {
        #expect(
            OpenFailure.allCases.map(\.code) == [
                "noMatchingProvider", "noChainForResource", "unknownKeyName", "truncated",
                "blockSize", "padding", "authenticationFailed", "kms", "malformed",
                "needsEtcdKey", "library",
            ]
        )
    }
}
