import EncryptionConfig
import KeyMaterial
import KubernetesModel
import TestSupport
import Testing

@testable import Providers

@Suite("the judge")
struct JudgeTests {
    private let judge = Judge()
    private let old = chain(.aescbc([key("old", 1)]))
    private let new = chain(.aesgcm([key("new", 2)]), .aescbc([key("old", 1)]), .identity)
    private let fitting = object("db", "default")

    private func judged(
        _ stored: [UInt8],
        _ treatment: StaleTreatment = .proveRewrite,
        largest: Int? = nil,
    ) throws -> (Judgement, new: [UInt8]?) {
        let etcdKey = someKey
        return try judge.judge(
            stored.span,
            etcdKey: etcdKey.span,
            place: EtcdKeyClassifier().classify(etcdKey.span),
            with: new,
            stale: treatment,
            largest: largest
        ) { judgement, new -> (Judgement, new: [UInt8]?) in
            guard let new else { return (judgement, nil) }
            return (judgement, new.copied())
        }
    }

    private func sealed(_ plaintext: [UInt8], _ chain: ProviderChain) throws -> [UInt8] {
        try TransformSession().sealed(plaintext, etcdKey: someKey, chain)
    }

    @Test("moves what is stale, with bytes that open again")
    func moves() throws {
        for stored in [try sealed(fitting, old), fitting] {
            let (judgement, bytes) = try judged(stored)
            let moved = try #require(bytes)
            #expect(judgement.opened.isStale && judgement.fate == .moves(moved.count))
            #expect(moved.starts(with: "k8s:enc:aesgcm:v1:new:".utf8))
            let outcome = TransformSession().outcome(moved, etcdKey: someKey, new)
            #expect(outcome.plaintext == fitting && outcome.openedBy?.isStale == false)
        }
    }

    @Test("leaves alone what is current, in doubt, or only counted")
    func stays() throws {
        let current = try judged(try sealed(fitting, new))
        #expect(!current.0.opened.isStale && current.0.fate == .stays && current.new == nil)
        let doubtful = try judged(try sealed(object("web", "default"), old))
        #expect(doubtful.0.doubt?.mismatch == .otherName)
        #expect(doubtful.0.opened.isStale && doubtful.0.fate == .stays && doubtful.new == nil)
        let counted = try judged(try sealed(fitting, old), .count)
        #expect(counted.0.opened.isStale && counted.0.fate == .stays && counted.new == nil)
    }

    @Test("says what grows beyond one request, to the byte")
    func tooLarge() throws {
        let stored = try sealed(fitting, old)
        let count = try #require(try judged(stored).new?.count)
        #expect(try judged(stored, largest: count).0.fate == .moves(count))
        let (judgement, bytes) = try judged(stored, largest: count - 1)
        #expect(judgement.fate == .tooLarge(count) && bytes == nil)
    }

    private func opens(_ stored: [UInt8], to plaintext: [UInt8]) -> Bool {
        let etcdKey = someKey
        return judge.opens(stored.span, to: plaintext.span, etcdKey: etcdKey.span, with: new)
    }

    @Test("lends no bytes that open to another plaintext, or that would be stale")
    func proof() throws {
        #expect(opens(try sealed([1, 2], new), to: [1, 2]))
        #expect(!opens(try sealed([1, 2], new), to: [1, 3]))
        #expect(!opens(try sealed([1, 2], old), to: [1, 2]))
        // Plaintext that looks sealed: identity writes it, and nobody reads it.
        let disguised = Array("k8s:enc:aescbc:v1:".utf8)
        #expect(throws: SealFailure.notProven) {
            try judge.seal(disguised.span, etcdKey: nil, with: chain(.identity)) { _ in }
        }
    }
}
