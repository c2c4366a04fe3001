import EncryptionConfig
import Testing

@testable import Providers

private let kinds: [(kind: ProviderKind, definition: ProviderDefinition)] = [
    (.aescbc, .aescbc([key("k", 1)])),
    (.aesgcm, .aesgcm([key("k", 2)])),
    (.secretbox, .secretbox([key("k", 3)])),
    (.identity, .identity),
]

private func permutations<Element>(_ elements: [Element]) -> [[Element]] {
    guard elements.count > 1 else { return [elements] }
    return elements.indices.flatMap { index in
        var rest = elements
        let first = rest.remove(at: index)
        return permutations(rest).map { [first] + $0 }
    }
}

/// Every order of the four positions of `kinds`.
private let orders = permutations([0, 1, 2, 3])

@Suite("the walk through a chain")
struct ChainOrderTests {
    @Test("every order of all providers reads what each of them writes", arguments: orders)
    func everyOrder(order: [Int]) throws {
        let reader = chain(order.map { kinds[$0].definition })
        let session = TransformSession()
        #expect(reader.writerKind == kinds[order[0]].kind)
        for (position, index) in order.enumerated() {
            let stored = try session.sealed(
                Array("object".utf8),
                etcdKey: someKey,
                chain(kinds[index].definition)
            )
            let by = OpenedBy(
                kind: kinds[index].kind,
                provider: position,
                key: kinds[index].kind == .identity ? -1 : 0,
                isStale: position != 0
            )
            #expect(
                session.outcome(stored, etcdKey: someKey, reader)
                    == .opened(Array("object".utf8), by)
            )
        }
    }

    @Test(
        "a missing provider fails, wherever identity stands",
        arguments: orders.map { $0.prefix(2) }
    )
    func missing(order: ArraySlice<Int>) throws {
        let reader = chain(order.map { kinds[$0].definition })
        let session = TransformSession()
        for index in 0..<3 where !order.contains(index) {
            let stored = try session.sealed(
                [1, 2, 3],
                etcdKey: someKey,
                chain(kinds[index].definition)
            )
            #expect(
                session.outcome(stored, etcdKey: someKey, reader) == .failed(.noMatchingProvider)
            )
        }
    }

    @Test("identity refuses what starts with k8s:enc: and takes all else")
    func identity() {
        let session = TransformSession()
        let only = chain(.identity)
        let by = OpenedBy(kind: .identity, provider: 0, key: -1, isStale: false)
        for plaintext in ["", "k8s:enc", "k8s:enc;", "K8s:enc:", "{}", "k8s\0"] {
            let bytes = Array(plaintext.utf8)
            #expect(session.outcome(bytes, etcdKey: nil, only) == .opened(bytes, by))
            #expect(session.outcome(bytes, etcdKey: nil, nil) == .opened(bytes, .noChain))
        }
        for value in ["k8s:enc:", "k8s:enc:aescbc:v1:k:", "k8s:enc:x"] {
            let bytes = Array(value.utf8)
            #expect(session.outcome(bytes, etcdKey: nil, only) == .failed(.noMatchingProvider))
            #expect(session.outcome(bytes, etcdKey: nil, nil) == .failed(.noChainForResource))
        }
    }

    @Test("plaintext under a chain without identity")
    func plaintextRefused() {
        let outcome = TransformSession().outcome(
            Array("{}".utf8),
            etcdKey: someKey,
            chain(.aescbc([key("k", 1)]))
        )
        #expect(outcome == .failed(.noMatchingProvider))
    }

    @Test("two providers of one kind both get their turn")
    func twoProviders() throws {
        let session = TransformSession()
        let stored = try session.sealed([7], etcdKey: someKey, chain(.aesgcm([key("k", 2)])))
        let reader = chain(.aesgcm([key("k", 9)]), .identity, .aesgcm([key("k", 2)]))
        #expect(
            session.outcome(stored, etcdKey: someKey, reader).openedBy
                == OpenedBy(kind: .aesgcm, provider: 2, key: 0, isStale: true)
        )
    }

    @Test("two keys of one name both get their turn")
    func sameName() throws {
        let session = TransformSession()
        let stored = try session.sealed([7], etcdKey: someKey, chain(.secretbox([key("k", 2)])))
        let reader = chain(.secretbox([key("k", 9), key("k", 2)]))
        #expect(
            session.outcome(stored, etcdKey: someKey, reader).openedBy
                == OpenedBy(kind: .secretbox, provider: 0, key: 1, isStale: true)
        )
    }

    @Test("names that are prefixes of each other up to a colon")
    func overlappingNames() throws {
        let session = TransformSession()
        let long = chain(.aesgcm([key("a:b", 2)]))
        let stored = try session.sealed([7], etcdKey: someKey, long)
        let reader = chain(.aesgcm([key("a", 9), key("a:b", 2)]))
        #expect(
            session.outcome(stored, etcdKey: someKey, reader).openedBy
                == OpenedBy(kind: .aesgcm, provider: 0, key: 1, isStale: true)
        )
        // "ab" does not begin with "a:".
        let other = try session.sealed([7], etcdKey: someKey, chain(.aesgcm([key("ab", 9)])))
        #expect(
            session.outcome(other, etcdKey: someKey, chain(.aesgcm([key("a", 9)])))
                == .failed(.unknownKeyName)
        )
    }

    @Test("names compare as bytes, not as characters")
    func names() throws {
        let session = TransformSession()
        let composed = chain(.aesgcm([key("\u{e9}", 2)]))
        let decomposed = chain(.aesgcm([key("e\u{301}", 2)]))
        let stored = try session.sealed([7], etcdKey: someKey, composed)
        #expect(session.outcome(stored, etcdKey: someKey, decomposed) == .failed(.unknownKeyName))
        // The colon and the first byte of the payload may look like one character.
        let session2 = TransformSession(nonces: FixedNonces(Array("\u{301}0123456789".utf8)))
        let combining = try session2.sealed([7], etcdKey: someKey, composed)
        #expect(session.outcome(combining, etcdKey: someKey, composed).plaintext == [7])
    }

    @Test("the first failure in walking order is reported")
    func firstFailure() throws {
        let session = TransformSession()
        let stored = try session.sealed([7], etcdKey: someKey, chain(.aesgcm([key("k", 2)])))
        let wrongThenUnknown = chain(.aesgcm([key("k", 9)]), .aesgcm([key("other", 2)]))
        let unknownThenWrong = chain(.aesgcm([key("other", 2)]), .aesgcm([key("k", 9)]))
        #expect(
            session.outcome(stored, etcdKey: someKey, wrongThenUnknown)
                == .failed(.authenticationFailed)
        )
        #expect(
            session.outcome(stored, etcdKey: someKey, unknownThenWrong) == .failed(.unknownKeyName)
        )
    }

    @Test("one session walks several chains in turn")
    func manyChains() throws {
        let session = TransformSession()
        let chains = (1...5).map { chain(.aesgcm([key("k", UInt8($0))])) }
        let stored = try chains.map { try session.sealed([7], etcdKey: someKey, $0) }
        for (index, value) in stored.enumerated() {
            for (other, chain) in chains.enumerated() {
                let outcome = session.outcome(value, etcdKey: someKey, chain)
                #expect((outcome.plaintext == [7]) == (index == other))
            }
        }
    }
}
