/// Writes text so that it is read as exactly this text.
enum ScalarText {
    /// In the quotes of its neighbour, or in better ones where those would not do.
    static func text(
        _ value: [UInt8],
        like quotes: SourceTree.Quotes,
        isJSON: Bool,
    ) -> [UInt8] {
        if isJSON { return double(value) }
        switch quotes {
        case .double: return double(value)
        case .none where isPlain(value): return value
        case .single, .none, .block:
            return value.allSatisfy { (0x20..<0x7F).contains($0) } ? single(value) : double(value)
        }
    }

    /// Whether YAML reads it as text without quotes.
    static func isPlain(_ value: [UInt8]) -> Bool {
        func isWord(_ byte: UInt8) -> Bool { YAMLCharacter.isWord(UInt32(byte)) && byte != 0x2D }
        guard let first = value.first, isWord(first) || first == UInt8(ascii: "+") || first == 0x2F,
            value.allSatisfy({ isWord($0) || "-./+=".utf8.contains($0) }),
            let scalar = try? YAMLScalar(value: value, tag: .none, isImplicit: true),
            case .string = scalar
        else { return false }
        return true
    }

    private static func single(_ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = [0x27]
        for byte in value { text += byte == 0x27 ? [0x27, 0x27] : [byte] }
        return text + [0x27]
    }

    /// As in JSON, which is YAML too.
    static func double(_ value: [UInt8]) -> [UInt8] {
        var text: [UInt8] = [0x22]
        for scalar in String(decoding: value, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"", "\\": text += [0x5C, UInt8(truncatingIfNeeded: scalar.value)]
            case "\u{20}"..."\u{7E}", "\u{A0}"..."\u{D7FF}", "\u{E000}"..."\u{FEFE}",
                "\u{10000}"..."\u{10FFFF}",
                "\u{FF00}"..."\u{FFFD}":
                if scalar == "\u{2028}" || scalar == "\u{2029}" { fallthrough }
                text += Array(String(scalar).utf8)
            default:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += Array("\\u".utf8)
                    text += Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8)
                }
            }
        }
        return text + [0x22]
    }
}
