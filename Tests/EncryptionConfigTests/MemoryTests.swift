import EncryptionConfig
import Foundation
import KeyMaterial
import TestSupport
import Testing

/// What stays in memory of a file's secrets.
@Suite(.serialized) struct MemoryTests {
    /// A key that is nowhere in memory but disguised.
    private struct HiddenKey {
        let key: [UInt8]
        let text: [UInt8]

        init() {
            var generator = SystemRandomNumberGenerator()
            key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var plain = key.map { $0 ^ 0x5A }
            defer { wipe(&plain) }
            var text = Self.base64(plain)
            for index in text.indices { text[index] ^= 0x5A }
            self.text = text
        }

        /// Of bytes that are not the key when this is called with them.
        private static func base64(_ bytes: borrowing [UInt8]) -> [UInt8] {
            let letters = Array(
                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
            )
            var text: [UInt8] = []
            text.reserveCapacity(44)
            for start in stride(from: 0, to: 30, by: 3) {
                let group =
                    Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2])
                for shift in [18, 12, 6, 0] { text.append(letters[group >> shift & 63]) }
            }
            let group = Int(bytes[30]) << 16 | Int(bytes[31]) << 8
            for shift in [18, 12, 6] { text.append(letters[group >> shift & 63]) }
            text.append(UInt8(ascii: "="))
            return text
        }
    }

    private static let header =
        "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n"
        + "- resources: [secrets]\n  providers:\n  - aescbc:\n      keys:\n      - name: key1\n"

    @Test(arguments: [
        header + "        secret: SECRET\n",
        header + "        secret: \"SECRET\"\n",
        header + "        secret: >-\n          SECRET\n",
        header + "        secret: &a 'SECRET'\n  - secretbox: {keys: [{name: b, secret: *a}]}\n",
        #"{"kind": "EncryptionConfiguration", "apiVersion": "apiserver.config.k8s.io/v1", "resour"#
            + #"ces": [{"resources": ["secrets"], "providers": [{"aesgcm": {"keys": [{"name": "a", "#
            + #""secret": "SECRET"}]}}]}]}"#,
    ])
    func holdsAKeyOnce(_ form: String) throws {
        let hidden = HiddenKey()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(2048)
        // Split by hand: the word with the secret in it never becomes text.
        let mark = Array("SECRET".utf8)
        var form = Array(form.utf8)[...]
        while let byte = form.first {
            if form.starts(with: mark) {
                for hiddenByte in hidden.text { bytes.append(hiddenByte ^ 0x5A) }
                form = form.dropFirst(mark.count)
            } else {
                bytes.append(byte)
                form = form.dropFirst()
            }
        }
        #expect(try ProcessMemory.count(disguised: hidden.text) >= 1, "the search finds the text")
        let report = try ConfigurationValidator().validate(bytes)
        wipe(&bytes)
        #expect(report.isValid, "\(report.findings)")
        #expect(try ProcessMemory.count(disguised: hidden.text) == 0)
        // An alias is the same key, not a copy of it.
        #expect(try ProcessMemory.count(disguised: hidden.key) == 1)
        withExtendedLifetime(report) {}
    }
}
