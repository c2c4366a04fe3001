/// Bytes written as pairs of hexadecimal digits.
public enum HexText {
    /// Decodes digits of either case, with white space or colons between pairs and `0x` in front
    /// allowed.
    ///
    /// - Throws: ``WireFormatError``: `character` for anything else, `truncated` for an odd digit.
    public static func decode(_ text: Span<UInt8>) throws(WireFormatError) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        var index = 0
        while index < text.count, isSpace(text[index]) { index += 1 }
        if index + 1 < text.count, text[index] == UInt8(ascii: "0"), text[index + 1] | 0x20 == 0x78
        {
            index += 2
        }
        while index < text.count {
            if isSpace(text[index]) || text[index] == UInt8(ascii: ":") {
                index += 1
                continue
            }
            guard let high = hexDigit(text[index]) else {
                throw WireFormatError(.character, at: index)
            }
            guard index + 1 < text.count else { throw WireFormatError(.truncated, at: index) }
            guard let low = hexDigit(text[index + 1]) else {
                throw WireFormatError(
                    isSpace(text[index + 1]) ? .truncated : .character,
                    at: index + 1
                )
            }
            bytes.append(high << 4 | low)
            index += 2
        }
        return bytes
    }

    /// Appends two lower-case digits for each byte.
    public static func encode(_ bytes: Span<UInt8>, appendingTo text: inout [UInt8]) {
        func digit(_ value: UInt8) -> UInt8 {
            value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
        }
        for index in bytes.indices {
            text.append(digit(bytes[index] >> 4))
            text.append(digit(bytes[index] & 15))
        }
    }

    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count * 2)
        encode(bytes.span, appendingTo: &text)
        return String(decoding: text, as: UTF8.self)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
    }
}
