import EncryptionConfig
import KeyMaterial
import Testing

@testable import Providers

@Suite("an escrow of data keys") struct KeyEscrowTests {
    private static func wrapped(
        _ number: UInt8,
        plugin: KeyName = "vault",
        keyID: KeyID? = "kek-1",
        annotations: [WrappedKey.Annotation] = [],
        content: DataKeySource = .seed,
    ) -> WrappedKey {
        WrappedKey(
            plugin: plugin,
            version: keyID == nil ? .v1 : .v2,
            keyID: keyID,
            annotations: annotations,
            content: content,
            bytes: [number, 1, 2]
        )
    }

    private static let note = WrappedKey.Annotation(name: "a.example.io", value: [1])
    private static let all = [
        wrapped(1), wrapped(2), wrapped(1, plugin: "other"), wrapped(1, keyID: "kek-2"),
        wrapped(1, keyID: nil, content: .key), wrapped(1, annotations: [note]),
        wrapped(1, content: .key),
    ]

    private static func secret(_ text: String) -> SecretKey {
        SecretKey(copying: Array(text.utf8).span)
    }

    private static let keys = all.enumerated().map { number, wrapped in
        // A seed may be longer than a key.
        (wrapped: wrapped, secret: SecretKey.random(count: number == 1 ? 300 : 32))
    }

    private let passphrase = KeyEscrow.Opener.passphrase(secret("correct horse"))
    private let pair = SecretKey.random(count: 32)

    private func failure(
        _ file: [UInt8],
        _ opener: KeyEscrow.Opener,
    ) -> KeyEscrow.Failure? {
        do throws(KeyEscrow.Failure) {
            _ = try KeyEscrow(file: file, with: opener)
            return nil
        } catch {
            return error
        }
    }

    @Test("gives each key for what its plugin would be asked with, and for nothing else")
    func opens() throws {
        let publicKey = try #require(KeyEscrow.publicKey(of: pair))
        let files: [(KeyEscrow.Recipient, KeyEscrow.Opener)] = [
            (.passphrase(Self.secret("correct horse")), passphrase),
            (.publicKey(publicKey), .secretKey(pair)),
        ]
        for (recipient, opener) in files {
            let file = try KeyEscrow.seal(Self.keys, to: recipient)
            let escrow = try KeyEscrow(file: file, with: opener)
            #expect(escrow.count == Self.all.count)
            for (wrapped, secret) in Self.keys { #expect(escrow.key(for: wrapped) == secret) }
            #expect(escrow.key(for: Self.wrapped(3)) == nil)
            #expect(escrow.key(for: Self.wrapped(2, keyID: "kek-2")) == nil)
            #expect(escrow.key(for: Self.wrapped(2, annotations: [Self.note])) == nil)
            let text = String(decoding: file, as: UTF8.self)
            #expect(text.hasPrefix("kenc escrow of KMS data keys, version 1\nsealed "))
            #expect(text.contains("\nplugin vault v2 key id kek-1: 4\n"))
            #expect(text.contains("\nplugin vault v1: 1\n"))
            #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 80 })
        }
    }

    @Test("what is changed anywhere does not open")
    func changed() throws {
        let publicKey = try #require(KeyEscrow.publicKey(of: pair))
        let file = try KeyEscrow.seal(Self.keys, to: .publicKey(publicKey))
        let opener = KeyEscrow.Opener.secretKey(pair)
        #expect(failure(file, opener) == nil)
        for index in file.indices where file[index] != UInt8(ascii: "\n") {
            var other = file
            other[index] = file[index] == UInt8(ascii: "B") ? UInt8(ascii: "C") : UInt8(ascii: "B")
            #expect(failure(other, opener) != nil, "byte \(index)")
        }
        for count in [0, 10, 60, file.count / 2, file.count - 5] {
            #expect(failure(Array(file.prefix(count)), opener) != nil, "\(count) bytes")
        }
        #expect(failure(file, .secretKey(.random(count: 32))) == .doesNotOpen)
        #expect(failure(file, passphrase) == .otherSealing)
        #expect(failure(Array("{}".utf8), opener) == .noEscrow)
    }

    @Test("another passphrase does not open")
    func passphrases() throws {
        let file = try KeyEscrow.seal(
            Self.keys,
            to: .passphrase(Self.secret("correct horse"))
        )
        #expect(failure(file, passphrase) == nil)
        #expect(failure(file, .passphrase(Self.secret("correct horsf"))) == .doesNotOpen)
        #expect(failure(file, .secretKey(pair)) == .otherSealing)
        let again = try KeyEscrow.seal(
            Self.keys,
            to: .passphrase(Self.secret("correct horse"))
        )
        #expect(again != file)
    }

    @Test("libsodium's own boxes, byte for byte")
    func boxes() throws {
        let key = SecretKey(copying: [UInt8](repeating: 1, count: 32).span)
        let text: [UInt8] = [1, 2, 3]
        let sealed = SealedBox.seal(text.span, under: key)
        let box = try #require(sealed)
        #expect(box.count == 3 + 24 + 16)
        let opened = SealedBox.open(box.span, under: key)
        #expect(opened == SecretKey(copying: text.span))
        #expect(SealedBox.open(box.span.extracting(..<39), under: key) == nil)
        // RFC 7748, section 6.1.
        let alice: [UInt8] = [
            0x77, 0x07, 0x6d, 0x0a, 0x73, 0x18, 0xa5, 0x7d, 0x3c, 0x16, 0xc1, 0x72, 0x51, 0xb2,
            0x66, 0x45, 0xdf, 0x4c, 0x2f, 0x87, 0xeb, 0xc0, 0x99, 0x2a, 0xb1, 0x77, 0xfb, 0xa5,
            0x1d, 0xb9, 0x2c, 0x2a,
        ]
        let publicKey = KeyEscrow.publicKey(of: SecretKey(copying: alice.span))
        #expect(publicKey?.prefix(4) == [0x85, 0x20, 0xf0, 0x09])
        #expect(KeyEscrow.publicKey(of: SecretKey(copying: text.span)) == nil)
    }
}
