import EncryptionConfig
import EtcdModel
import WireFormats

/// Writes objects of JSON one behind the other, a line for each, in the order of the calls.
///
/// A line of a million makes no text of its own.
struct JSONLines {
    /// The finished lines, and what is there of the next.
    private(set) var bytes: [UInt8] = []
    private var isFirstField = true
    private var shownName = ShownName()

    mutating func begin() {
        bytes.append(UInt8(ascii: "{"))
        isFirstField = true
    }

    /// Begins an object that is the value of a field.
    mutating func begin(_ name: StaticString) {
        self.name(name)
        begin()
    }

    /// Ends an object inside a line.
    mutating func end() {
        bytes.append(UInt8(ascii: "}"))
        isFirstField = false
    }

    /// Ends a line.
    mutating func endLine() {
        bytes += "}\n".utf8
    }

    mutating func field(_ name: StaticString, _ text: String) {
        self.name(name)
        guard ShownText.isPlain(text.utf8) else {
            bytes += ShownText.json(text).utf8
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes += text.utf8
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, _ keyName: KeyName) {
        field(name, shownName.text(keyName))
    }

    /// A text in UTF-8, repaired where it is none.
    mutating func field(_ name: StaticString, _ text: ArraySlice<UInt8>) {
        guard ShownText.isPlain(text) else {
            field(name, String(decoding: text, as: UTF8.self))
            return
        }
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        bytes += text
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func field(_ name: StaticString, _ number: Int) {
        self.name(name)
        bytes += String(number).utf8
    }

    mutating func field(_ name: StaticString, _ isTrue: Bool) {
        self.name(name)
        bytes += (isTrue ? "true" : "false").utf8
    }

    /// A list of texts.
    mutating func texts(_ name: StaticString, _ texts: [String]) {
        self.name(name)
        bytes += "[\(texts.map(ShownText.json).joined(separator: ","))]".utf8
    }

    /// A field whose name is made up of parts.
    mutating func field(annotation name: String, _ text: String) {
        bytes += ((isFirstField ? "" : ",") + ShownText.json(name) + ":").utf8
        isFirstField = false
        bytes += ShownText.json(text).utf8
    }

    mutating func null(_ name: StaticString) {
        self.name(name)
        bytes += "null".utf8
    }

    mutating func base64(_ name: StaticString, _ value: Span<UInt8>) {
        self.name(name)
        bytes.append(UInt8(ascii: "\""))
        Base64.encode(value, appendingTo: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// The fields `key` and, where the key is not UTF-8, `keyBase64`.
    mutating func etcdKey(_ key: Span<UInt8>) {
        if Self.isPlain(key) {
            name("key")
            bytes.append(UInt8(ascii: "\""))
            for index in key.indices { bytes.append(key[index]) }
            bytes.append(UInt8(ascii: "\""))
            return
        }
        let (text, base64) = EtcdKeyText.both(Array(copying: key))
        field("key", text)
        if let base64 { field("keyBase64", base64) }
    }

    private mutating func name(_ name: StaticString) {
        bytes += (isFirstField ? "\"" : ",\"").utf8
        isFirstField = false
        name.withUTF8Buffer { bytes += $0 }
        bytes += "\":".utf8
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
