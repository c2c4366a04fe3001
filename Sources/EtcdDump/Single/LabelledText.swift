internal import WireFormats

/// `value: …` out of YAML, `"value": "…"` out of JSON, with the fields beside it or alone.
struct LabelledText {
    /// The value as it is written, in YAML with its quotes.
    private(set) var value: [UInt8] = []
    private(set) var key: [UInt8]?
    /// Whether it is a whole object of JSON.
    let isObject: Bool

    /// Nil for other text.
    init?(_ input: [UInt8]) {
        guard PastedText.isText(input) else { return nil }
        let text = PastedText.trimmed(input[...])
        if text.first == UInt8(ascii: "{") {
            guard let found = Self.object(Array(text)) else { return nil }
            isObject = true
            (key, value) = found
            return
        }
        isObject = false
        if text.first == 0x22, let found = Self.members(text) {
            (key, value) = found
            return
        }
        guard let found = Self.lines(text) else { return nil }
        (key, value) = found
    }

    private typealias Found = (key: [UInt8]?, value: [UInt8])

    private static func object(_ text: [UInt8]) -> Found? {
        let bytes = text.span
        var tokens = JSONTokenizer(0..<text.count)
        guard (try? tokens.next(in: bytes)) == .objectStart,
            let object = try? KeyValueObject(&tokens, in: bytes), !object.isObject,
            (try? tokens.next(in: bytes)) == .end
        else { return nil }
        return object.written
    }

    /// Members without the braces around them, which a person left behind.
    private static func members(_ text: ArraySlice<UInt8>) -> Found? {
        var text = text
        while let last = text.last, [UInt8(ascii: ","), UInt8(ascii: "}")].contains(last) {
            text = PastedText.trimmed(text.dropLast())
        }
        return object([UInt8(ascii: "{")] + text + [UInt8(ascii: "}")])
    }

    /// Lines `name: text`; a line without a name goes on with the text of the line before.
    private static func lines(_ text: ArraySlice<UInt8>) -> Found? {
        var fields: [(name: String, text: [UInt8])] = []
        for line in text.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            var line = PastedText.trimmed(line)
            if line.starts(with: "- ".utf8) { line = PastedText.trimmed(line.dropFirst(2)) }
            let name = line.prefix { isNameByte($0) }
            let rest = line[name.endIndex...].drop { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
            let isName =
                rest.first == 0x3a
                || rest.first == 0x3d && fields.isEmpty && rest.contains { $0 != 0x3d }
            if !name.isEmpty, isName {
                let name = name.filter { $0 != 0x22 && $0 != 0x27 }
                fields.append(
                    (
                        String(decoding: name, as: UTF8.self),
                        Array(PastedText.trimmed(rest.dropFirst()))
                    )
                )
            } else if let last = fields.indices.last {
                fields[last].text += line
            } else {
                return nil
            }
        }
        let names: Set = ["key", "value", "create_revision", "mod_revision", "version", "lease"]
        guard Set(fields.map(\.name)).count == fields.count,
            fields.count == 1 || fields.allSatisfy({ names.contains($0.name) }),
            let value = fields.count == 1
                ? fields.first : fields.first(where: { $0.name == "value" })
        else { return nil }
        let key = fields.first { $0.name == "key" && fields.count > 1 }?.text
        return (Self.key(key.map { PastedText.quoted($0)?.inner ?? $0 }), scalar(value.text))
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x2d, 0x2e, 0x22, 0x27: true
        default: false
        }
    }

    /// Without the sign that YAML sets before a text of several lines.
    private static func scalar(_ text: [UInt8]) -> [UInt8] {
        var text = text
        if text.last == UInt8(ascii: ",") { text.removeLast() }
        guard let sign = text.first, sign == UInt8(ascii: ">") || sign == UInt8(ascii: "|") else {
            return text
        }
        text.removeFirst()
        if let next = text.first, next == UInt8(ascii: "-") || next == UInt8(ascii: "+") {
            text.removeFirst()
        }
        return text
    }

    /// An etcd key, written as it is or in base64.
    static func key(_ text: [UInt8]?) -> [UInt8]? {
        guard let text else { return nil }
        if text.first == 0x2f { return text }
        guard let key = try? PastedBase64.decode(text.span), key.first == 0x2f else { return nil }
        return key
    }
}
