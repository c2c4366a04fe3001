/// Turns the bytes between the quotes of a JSON string into its text.
///
/// As Go's `encoding/json` does it: a byte that is no part of valid UTF-8 and an escaped surrogate
/// without its other half become U+FFFD each.
public enum JSONString {
    /// The text of the string token in `range` as UTF-8, always valid.
    public static func decode(_ range: Range<Int>, in bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(range.count)
        append(range, in: bytes, to: &text)
        return text
    }

    /// The text of the string token in `range`.
    public static func text(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
        String(decoding: decode(range, in: bytes), as: UTF8.self)
    }

    /// Appends the text of the string token in `range`.
    ///
    /// A broken escape, which no tokenizer lets through, becomes U+FFFD.
    public static func append(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
        to text: inout [UInt8],
    ) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\") {
                index = appendEscape(at: index, end: range.upperBound, in: bytes, to: &text)
            } else if byte < 0x80 {
                text.append(byte)
                index += 1
            } else {
                let length = utf8Length(at: index, end: range.upperBound, in: bytes)
                if length == 0 {
                    text.append(contentsOf: replacement)
                    index += 1
                } else {
                    for offset in 0..<length { text.append(bytes[index + offset]) }
                    index += length
                }
            }
        }
    }

    /// Whether the string token in `range` has the text `other`, without an allocation when it
    /// has no escape.
    public static func equals(
        _ range: Range<Int>,
        escaped: Bool,
        in bytes: Span<UInt8>,
        _ other: StaticString,
    ) -> Bool {
        guard escaped else { return bytesEqual(bytes, range, other) }
        let text = decode(range, in: bytes)
        return bytesEqual(text.span, 0..<text.count, other)
    }

    private static let replacement: [UInt8] = [0xef, 0xbf, 0xbd]

    private static func appendEscape(
        at start: Int,
        end: Int,
        in bytes: Span<UInt8>,
        to text: inout [UInt8],
    ) -> Int {
        guard start + 1 < end else {
            text.append(contentsOf: replacement)
            return end
        }
        switch bytes[start + 1] {
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            guard let unit = codeUnit(at: start, end: end, in: bytes) else {
                text.append(contentsOf: replacement)
                return start + 2
            }
            if let scalar = Unicode.Scalar(UInt32(unit)) {
                text.append(contentsOf: Array(String(scalar).utf8))
                return start + 6
            }
            if unit < 0xdc00, let low = codeUnit(at: start + 6, end: end, in: bytes),
                low >= 0xdc00, low < 0xe000,
                let scalar = Unicode.Scalar(
                    0x10000 + (UInt32(unit) - 0xd800) << 10 + (UInt32(low) - 0xdc00)
                )
            {
                text.append(contentsOf: Array(String(scalar).utf8))
                return start + 12
            }
            text.append(contentsOf: replacement)
            return start + 6
        default: text.append(bytes[start + 1])
        }
        return start + 2
    }

    /// The number of an escape `\uXXXX` that starts at `start`.
    private static func codeUnit(at start: Int, end: Int, in bytes: Span<UInt8>) -> UInt16? {
        guard start + 6 <= end, bytes[start] == UInt8(ascii: "\\"),
            bytes[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for index in (start + 2)..<(start + 6) {
            guard let digit = hexDigit(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }
}
