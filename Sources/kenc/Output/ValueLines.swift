import Providers
import KubernetesStorage
import Rotation
import WireFormats

/// Builds lines of `decrypt -o jsonl` one behind the other; a line for a million values makes no
/// text of its own.
struct ValueLines {
    /// The finished lines, and what is there of the next.
    private(set) var bytes: [UInt8] = []

    mutating func key(_ key: Span<UInt8>) {
        name("key")
        if Self.isPlain(key) {
            bytes.append(UInt8(ascii: "\""))
            for index in key.indices { bytes.append(key[index]) }
            bytes.append(UInt8(ascii: "\""))
            return
        }
        let (text, base64) = EtcdKeyText.both(Array(copying: key))
        string(text)
        if let base64 {
            name("keyBase64")
            string(base64)
        }
    }

    mutating func resource(_ resource: GroupResource) {
        name("resource")
        string(resource.description)
    }

    mutating func noResource(isSystem: Bool) {
        name("resource")
        bytes += "null".utf8
        name(isSystem ? "system" : "unknown")
        bytes += "true".utf8
    }

    mutating func provider(_ key: ProviderKey, isStale: Bool?) {
        name("provider")
        string(key.provider)
        if let keyName = key.keyName {
            name("keyName")
            string(keyName)
        }
        if let isStale {
            name("stale")
            bytes += (isStale ? "true" : "false").utf8
        }
    }

    mutating func warning(_ text: String) {
        name("warning")
        string(text)
    }

    mutating func value(_ plaintext: Span<UInt8>) {
        name("value")
        bytes.append(UInt8(ascii: "\""))
        Base64.encode(plaintext, appendingTo: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func error(_ failure: OpenFailure, _ message: String) {
        name("error")
        bytes += "{\"code\":".utf8
        string(failure.code)
        bytes += ",\"message\":".utf8
        string(message)
        bytes += "}".utf8
    }

    /// Ends a line.
    mutating func end() {
        bytes += "}\n".utf8
    }

    private var isAtStart: Bool {
        bytes.isEmpty || bytes.last == UInt8(ascii: "\n")
    }

    private mutating func name(_ name: StaticString) {
        bytes += (isAtStart ? "{\"" : ",\"").utf8
        name.withUTF8Buffer { bytes += $0 }
        bytes += "\":".utf8
    }

    private mutating func string(_ text: String) {
        bytes += ShownText.json(text).utf8
    }

    /// Whether the bytes are JSON text as they are.
    private static func isPlain(_ key: Span<UInt8>) -> Bool {
        for index in key.indices {
            let byte = key[index]
            guard byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: "\""),
                byte != UInt8(ascii: "\\")
            else { return false }
        }
        return true
    }
}
