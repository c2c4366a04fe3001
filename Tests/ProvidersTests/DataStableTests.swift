import EncryptionConfig
import TestSupport
import Testing

@testable import Providers

/// Bytes once written by a real API server stay readable, and its errors stay its errors.
@Suite("DataStable")
struct DataStableTests {
    @Test("the recording is whole")
    func count() {
        #expect(RecordedValue.all.count == 860)
        #expect(RecordedValue.all.filter { $0.plaintext != nil }.count == 408)
        #expect(RecordedValue.all.allSatisfy { ($0.failure == nil) == ($0.plaintext != nil) })
    }

    @Test(
        "same plaintext and staleness, or the same failure",
        arguments: RecordedValue.configurations
    )
    func outcome(configuration: String) throws {
        let chains = try recordedChains(configuration)
        let session = TransformSession()
        for value in RecordedValue.byConfiguration[configuration] ?? [] {
            let outcome = session.outcome(
                [UInt8](value.stored),
                etcdKey: Array(value.key.utf8),
                chains.chain(forResource: value.resource)
            )
            switch outcome {
            case .opened(let plaintext, let by):
                #expect(plaintext == value.plaintext.map { [UInt8]($0) }, "\(value)")
                #expect(by.isStale == value.stale, "\(value)")
            case .failed(let failure):
                #expect(failure == value.failure, "\(value)")
            }
        }
    }

    @Test(
        "sealing with the recorded nonce gives the recorded bytes",
        arguments: RecordedValue.configurations
    )
    func reseal(configuration: String) throws {
        let chains = try recordedChains(configuration)
        for value in RecordedValue.byConfiguration[configuration] ?? [] {
            guard let plaintext = value.plaintext, value.stale == false,
                let chain = chains.chain(forResource: value.resource)
            else { continue }
            let stored = [UInt8](value.stored)
            // Padding longer than a block opens, and is never written.
            if chain.writerKind == .aescbc,
                stored.count != chain.sealPrefix.count + 16 + (plaintext.count / 16 + 1) * 16
            {
                continue
            }
            let session = TransformSession(
                nonces: FixedNonces(stored.dropFirst(chain.sealPrefix.count))
            )
            let sealed = try session.sealed(
                [UInt8](plaintext),
                etcdKey: Array(value.key.utf8),
                chain
            )
            #expect(sealed == stored, "\(value)")
        }
    }

    @Test("one value in one call", arguments: ["aescbc-32", "aesgcm-32", "secretbox-32"])
    func oneCall(configuration: String) throws {
        let chains = try recordedChains(configuration)
        let value = try #require(
            RecordedValue.byConfiguration[configuration]?.first { ($0.plaintext?.count ?? 0) > 40 }
        )
        let opened = try chains.open(
            stored: [UInt8](value.stored),
            etcdKey: value.key,
            resource: "secrets"
        )
        #expect(opened == value.plaintext.map { [UInt8]($0) })
        let sealed = try chains.seal(plaintext: opened, etcdKey: value.key, resource: "secrets")
        #expect(sealed != [UInt8](value.stored), "a fresh nonce every time")
        #expect(
            try chains.open(stored: sealed, etcdKey: value.key, resource: "secrets") == opened
        )
    }
}
