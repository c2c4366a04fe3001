import Foundation

/// One key as somebody may have written it, and the places of a configuration where it may have
/// landed.
public enum KeySpellings {
    /// Bytes as random as a key's, the same in every run.
    public static let key: [UInt8] = {
        var random = SeededGenerator(seed: 20_261_124)
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    }()

    /// By what they are called.
    public static let all: [String: String] = {
        let base64 = Data(key).base64EncodedString()
        let hex = key.map { String(format: "%02x", $0) }
        let words = "correct-Horse.battery$staple"
        let uuid = [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { hex[$0].joined() }
            .joined(separator: "-")
        return [
            "base64": base64,
            "unpadded": base64.replacing("=", with: ""),
            "URL-safe": base64.replacing("+", with: "-").replacing("/", with: "_"),
            "base64 in two": String(base64.prefix(22)) + " " + String(base64.dropFirst(22)),
            "base64 and more": base64.replacing("=", with: "$") + "!",
            "base64 of 16 bytes": Data(key.prefix(16)).base64EncodedString(),
            "base64 of 24 bytes": Data(key.prefix(24)).base64EncodedString(),
            "base64 twice": Data(base64.utf8).base64EncodedString(),
            "hex": hex.joined(),
            "HEX": hex.joined().uppercased(),
            "hex of 16 bytes": hex.prefix(16).joined(),
            "hex with colons": hex.joined(separator: ":"),
            "hex with dashes": hex.joined(separator: "-"),
            "hex with spaces": hex.joined(separator: " "),
            "hex with 0x": "0x" + hex.joined(),
            "escapes": hex.map { "\\x" + $0 }.joined(),
            "percent": hex.map { "%" + $0 }.joined(),
            "numbers": key.map(String.init).joined(separator: ", "),
            "numbers in a row": key.map(String.init).joined(separator: "."),
            "uuid": uuid,
            "UUID": uuid.uppercased(),
            "base32": base32(key),
            "base32 in small letters": base32(key.prefix(16).map(\.self)).lowercased(),
            "a passphrase": words,
        ]
    }()

    private static func base32(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var text = ""
        var bits = 0
        var value = 0
        for byte in bytes {
            value = value << 8 | Int(byte)
            bits += 8
            while bits >= 5 {
                text.append(letters[value >> (bits - 5) & 31])
                bits -= 5
            }
            value &= 31
        }
        return text
    }

    private static let header =
        "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n"
    private static let entry = header + "resources:\n- resources: [secrets]\n"
    private static let keys = entry + "  providers:\n  - aescbc:\n      keys:\n"

    /// Files with `KEY` in them, whole and broken.
    public static let places: [String] = [
        keys + "      - name: a\n        secret: KEY\n",
        keys + "      - name: a\n        secret: \"KEY\"\n",
        keys + "      - name: a\n        secret:\n          KEY\n          KEY\n",
        keys + "      - name: a\n        secret: |\n          KEY\n       KEY\n",
        keys + "      - name: a\n        secret: 'KEY\n",
        keys + "      - name: a\n        sekret: \"KEY\n",
        keys + "      - name: a\n        sekret: KEY\n",
        keys + "      - name: KEY\n        secret: KEY\n",
        keys + "      - KEY: a\n        secret: b\n",
        keys + "      - KEY\n",
        keys + "      - name: a\n        secret: {KEY: KEY}\n",
        keys + "      - name: a\n        secret: [KEY, KEY]\n",
        keys + "      - name: a\n        secret: !KEY b\n",
        keys + "      - name: a\n        secret: !!int KEY\n",
        keys + "      - name: a\n        secret: !!binary KEY\n",
        keys + "      - name: a\n        secret: *KEY\n",
        keys + "      - name: a\n        secret: &KEY b\n",
        keys + "      - name: a # KEY\n        secret: b # KEY\n",
        keys + "      - name: a\n       secret: KEY\n",
        keys + "      - name: a\n        secret:KEY\n",
        keys + "      - name: a\n        secret: KEY : x: [\n",
        keys + "      - name: a\n        secrets: KEY : x: [\n",
        keys + "      - name: a\n\t  secret: KEY\n",
        keys + "      - name: a\n        secret: KEY\n        secret: KEY\n",
        keys + "KEY\n",
        entry + "  providers: KEY\n",
        entry + "  providers:\n  - KEY: {}\n",
        entry + "  providers:\n  - KEY\n",
        entry + "  providers:\n  - kms: {name: KEY, endpoint: 'unix:///a', apiVersion: v2}\n",
        entry + "  providers:\n  - kms: {name: a, endpoint: \"KEY\", apiVersion: v2}\n",
        entry + "  providers:\n  - kms: {name: a, endpoint: 'unix://KEY/', apiVersion: KEY}\n",
        entry + "  providers:\n  - kms: {name: a, endpoint: 'unix:///a', timeout: \"KEY\"}\n",
        entry + "  providers:\n  - kms: {name: a, endpoint: 'unix:///a', cachesize: \"KEY\"}\n",
        entry + "KEY: a\n",
        entry.replacing("secrets", with: "\"KEY\", \"KEY\"") + "  providers: [{identity: {}}]\n",
        entry.replacing("secrets", with: "KEY") + "  providers: [{identity: {}}]\n",
        "kind: KEY\napiVersion: KEY\n",
        "kind: EncryptionConfiguration\napiVersion: KEY/v1\n",
        "KEY", "# KEY\n", "KEY: KEY\n", "- KEY\n", "\"KEY", "%KEY\n---\n", "--- KEY\n",
        "{\"kind\": \"KEY\", \"apiVersion\": \"v1\"}",
        "{\"resources\": [{\"providers\": [{\"aescbc\": {\"keys\": [{\"secret\"\n:\"KEY\n\"}]}}]}]}",
        "{\"resources\": [{\"providers\": [{\"aescbc\": {\"keys\": [{\"secret\": KEY}]}}]}]}",
        "{\"resources\": [{\"providers\": [{\"aescbc\": {\"keys\": [{\"KEY\": 1, \"KEY\": 1}]}}]}]}",
        "{\"KEY\": 1}", "{KEY: 1}", "{\"a\": 1} KEY",
    ]

    /// The pieces of a spelling, see ``pieces(_:)``, that lie in what was printed.
    public static func pieces(of text: String, in bytes: [UInt8]) -> [String] {
        pieces(text).filter { piece in
            bytes.occurrences(of: Array(piece.utf8), before: bytes.count) > 0
        }
    }

    /// Every eight characters in a row, and what would be them in other letter case.
    public static func pieces(_ text: String) -> Set<String> {
        let characters = Array(text)
        guard characters.count >= 8 else { return [] }
        return Set((0...(characters.count - 8)).map { String(characters[$0..<($0 + 8)]) })
    }
}
