/// Bytes written as text with backslashes: `\x9b`, `\233`, `\n`, `\"`, `\u00e9`.
///
/// Go's `%q`, Python's `repr` of bytes, JSON and shells agree on what they have in common.
public enum EscapedText {
    /// The bytes of a text, without quotes around it.
    ///
    /// Characters behind `\u` and `\U` are taken as UTF-8, as Go and JSON mean them.
    ///
    /// - Throws: ``WireFormatError``: `character` for an unknown escape, `truncated` for one that
    ///   breaks off.
    public static func decode(_ text: Span<UInt8>) throws(WireFormatError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\") else {
                bytes.append(text[index])
                index += 1
                continue
            }
            let start = index
            guard index + 1 < text.count else { throw WireFormatError(.truncated, at: start) }
            let kind = text[index + 1]
            index += 2
            switch kind {
            case UInt8(ascii: "x"):
                bytes.append(UInt8(try number(&index, 2, radix: 16, in: text)))
            case UInt8(ascii: "0")...UInt8(ascii: "7"):
                index -= 1
                guard let byte = UInt8(exactly: octal(&index, in: text)) else {
                    throw WireFormatError(.character, at: start)
                }
                bytes.append(byte)
            case UInt8(ascii: "u"), UInt8(ascii: "U"):
                let digits = kind == UInt8(ascii: "u") ? 4 : 8
                var code = try number(&index, digits, radix: 16, in: text)
                if (0xd800..<0xdc00).contains(code) { code = try low(code, &index, in: text) }
                guard let scalar = Unicode.Scalar(code) else {
                    throw WireFormatError(.character, at: start)
                }
                bytes += Array(String(Character(scalar)).utf8)
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "/"):
                bytes.append(kind)
            default:
                guard let byte = controlCharacter(kind) else {
                    throw WireFormatError(.character, at: start)
                }
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// What a letter behind a backslash stands for.
    static func controlCharacter(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "a"): 7
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "v"): 11
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: nil
        }
    }

    private static func number(
        _ index: inout Int,
        _ digits: Int,
        radix: UInt32,
        in text: Span<UInt8>,
    ) throws(WireFormatError) -> UInt32 {
        guard index + digits <= text.count else { throw WireFormatError(.truncated, at: index) }
        var number: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = hexDigit(text[index]), number < 1 << 27 else {
                throw WireFormatError(.character, at: index)
            }
            number = number * radix + UInt32(digit)
            index += 1
        }
        return number
    }

    private static func octal(_ index: inout Int, in text: Span<UInt8>) -> Int {
        var number = 0
        let end = min(index + 3, text.count)
        while index < end, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(text[index]) {
            number = number << 3 | Int(text[index] & 7)
            index += 1
        }
        return number
    }

    /// The other half of a surrogate pair.
    private static func low(
        _ high: UInt32,
        _ index: inout Int,
        in text: Span<UInt8>,
    ) throws(WireFormatError) -> UInt32 {
        guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"),
            text[index + 1] == UInt8(ascii: "u")
        else { throw WireFormatError(.truncated, at: index) }
        index += 2
        let low = try number(&index, 4, radix: 16, in: text)
        guard (0xdc00..<0xe000).contains(low) else {
            throw WireFormatError(.character, at: index)
        }
        return 0x10000 + (high - 0xd800) << 10 + (low - 0xdc00)
    }
}
