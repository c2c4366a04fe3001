import EncryptionConfig
import Testing

@testable import Providers

private let keys = [key("key1", 5)]

/// A provider with what its payload adds to a plaintext.
private let providers: [(kind: ProviderKind, definition: ProviderDefinition)] = [
    (.aescbc, .aescbc(keys)), (.aesgcm, .aesgcm(keys)), (.secretbox, .secretbox(keys)),
]

@Suite("damaged values")
struct DamageTests {
    @Test("cut at every length", arguments: [ProviderKind.aescbc, .aesgcm, .secretbox])
    func truncated(kind: ProviderKind) throws {
        let definition = try #require(providers.first { $0.kind == kind }).definition
        let chain = chain(definition)
        let session = TransformSession()
        let plaintext = [UInt8]((0..<80).map { UInt8($0) })
        let stored = try session.sealed(plaintext, etcdKey: someKey, chain)
        for length in 0..<stored.count {
            let outcome = session.outcome(Array(stored[..<length]), etcdKey: someKey, chain)
            let payload = length - chain.sealPrefix.count
            let provider = chain.providers[0].prefix.count
            if length < provider {
                #expect(outcome == .failed(.noMatchingProvider), "\(length)")
            } else if payload < 0 {
                #expect(outcome == .failed(.unknownKeyName), "\(length)")
            } else {
                switch kind {
                case .aescbc where payload <= 16:
                    #expect(outcome == .failed(.truncated), "\(length)")
                case .aescbc where payload % 16 != 0:
                    #expect(outcome == .failed(.blockSize), "\(length)")
                case .aescbc:
                    // Whole blocks are lost: the text ends in its own bytes, 15, 31, 47, 63.
                    let last = plaintext[payload - 16 - 1]
                    #expect(last % 16 == 15)
                    #expect(outcome == .failed(.padding), "\(length)")
                case .aesgcm:
                    #expect(
                        outcome == .failed(payload < 12 ? .truncated : .authenticationFailed),
                        "\(length)"
                    )
                default:
                    #expect(
                        outcome == .failed(payload < 40 ? .truncated : .authenticationFailed),
                        "\(length)"
                    )
                }
            }
        }
    }

    @Test("one bit flipped anywhere", arguments: [ProviderKind.aesgcm, .secretbox])
    func flipped(kind: ProviderKind) throws {
        let definition = try #require(providers.first { $0.kind == kind }).definition
        let chain = chain(definition)
        let session = TransformSession()
        let stored = try session.sealed([1, 2, 3], etcdKey: someKey, chain)
        for index in chain.sealPrefix.count..<stored.count {
            for bit in 0..<8 {
                var damaged = stored
                damaged[index] ^= 1 << UInt8(bit)
                #expect(
                    session.outcome(damaged, etcdKey: someKey, chain)
                        == .failed(.authenticationFailed)
                )
            }
        }
    }

    @Test(
        "every size around the block sizes",
        arguments: [ProviderKind.aescbc, .aesgcm, .secretbox]
    )
    func sizes(kind: ProviderKind) throws {
        let definition = try #require(providers.first { $0.kind == kind }).definition
        let chain = chain(definition)
        let session = TransformSession()
        for size in Array(0...130) + [4095, 4096, 4097, 65536, 1 << 20] {
            let plaintext = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let stored = try session.sealed(plaintext, etcdKey: someKey, chain)
            #expect(session.outcome(stored, etcdKey: someKey, chain).plaintext == plaintext)
        }
    }
}

@Suite("padding")
struct PaddingTests {
    /// What the chain makes of a text that ends in `tail`, whatever its padding.
    private func outcome(of text: [UInt8]) throws -> Outcome {
        let chain = chain(.aescbc(keys))
        let session = TransformSession()
        // The text fills whole blocks, so the last block sealed is padding alone: drop it.
        let stored = try session.sealed(text, etcdKey: nil, chain)
        return session.outcome(Array(stored.dropLast(16)), etcdKey: nil, chain)
    }

    @Test("1 to 255 bytes are accepted up to the whole text", arguments: [16, 32, 240, 256, 272])
    func lengths(size: Int) throws {
        for padding in 0...255 {
            var text = [UInt8](repeating: 0xaa, count: size)
            for index in max(0, size - padding)..<size { text[index] = UInt8(padding) }
            if padding == 0 { text[size - 1] = 0 }
            let outcome = try outcome(of: text)
            if padding == 0 || padding > size {
                #expect(outcome == .failed(.padding), "\(padding)")
            } else {
                #expect(outcome.plaintext == Array(text.dropLast(padding)), "\(padding)")
            }
        }
    }

    @Test("every padding byte is compared")
    func everyByte() throws {
        for padding in [2, 3, 15, 16, 17, 100, 255] {
            for wrong in 2...padding {
                var text = [UInt8](repeating: UInt8(padding), count: 256)
                text[256 - wrong] ^= 0x40
                #expect(try outcome(of: text) == .failed(.padding), "\(padding) \(wrong)")
            }
        }
    }
}
