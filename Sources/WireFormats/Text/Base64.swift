/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
///
/// Strict: the padding has to be there, its bits have to be 0, and line breaks are errors.
public enum Base64 {
    /// How many bytes the text of `count` characters can decode to at most.
    public static func maximumDecodedCount(ofCharacters count: Int) -> Int { count / 4 * 3 }

    /// How many characters `count` bytes encode to, padding included.
    public static func encodedCount(ofBytes count: Int) -> Int { (count + 2) / 3 * 4 }

    /// Decodes the characters of `range` to the start of `output`.
    ///
    /// - Parameters:
    ///   - range: Where the text lies in `text`.
    ///   - text: The characters.
    ///   - output: At least ``maximumDecodedCount(ofCharacters:)`` bytes.
    /// - Returns: How many bytes were written.
    /// - Throws: ``WireFormatError`` with the offset in `text`. The output's bytes are then of no
    ///   use, but may hold what came before the error.
    public static func decode(
        _ range: Range<Int>,
        in text: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
    ) throws(WireFormatError) -> Int {
        guard range.lowerBound >= 0, range.upperBound <= text.count else {
            throw WireFormatError(.lengthBeyondInput, at: text.count)
        }
        guard !range.isEmpty else { return 0 }
        guard range.count % 4 == 0 else {
            // A wrong character explains more than a wrong length.
            for index in range where Base64Tables.value(of: text[index]) == nil {
                if text[index] != padding { throw WireFormatError(.character, at: index) }
            }
            throw WireFormatError(.padding, at: range.upperBound)
        }
        precondition(
            output.count >= maximumDecodedCount(ofCharacters: range.count),
            "output too short",
        )
        let whole = range.lowerBound..<(range.upperBound - 4)
        let decoded = Base64Tables.decodeWhole(whole, in: text, into: &output)
        guard decoded == whole.count / 4 * 3 else {
            throw firstError(from: whole.lowerBound + decoded / 3 * 4, to: whole.upperBound, text)
        }
        return try decoded + lastGroup(at: whole.upperBound, in: text, into: &output, at: decoded)
    }

    /// Decodes a whole text to a new array.
    public static func decode(_ text: Span<UInt8>) throws(WireFormatError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: maximumDecodedCount(ofCharacters: text.count))
        var output = bytes.mutableSpan
        let count = try decode(0..<text.count, in: text, into: &output)
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Appends the base64 of `bytes` to `text`.
    public static func encode(_ bytes: Span<UInt8>, appendingTo text: inout [UInt8]) {
        Base64Tables.encode(bytes, appendingTo: &text)
    }

    /// The base64 of `bytes`.
    public static func encode(_ bytes: Span<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(encodedCount(ofBytes: bytes.count))
        encode(bytes, appendingTo: &text)
        return text
    }

    private static let padding = UInt8(ascii: "=")

    /// The last four characters, which may end in one or two `=`.
    private static func lastGroup(
        at start: Int,
        in text: Span<UInt8>,
        into output: inout MutableSpan<UInt8>,
        at place: Int,
    ) throws(WireFormatError) -> Int {
        var characters = 4
        if text[start + 3] == padding { characters = text[start + 2] == padding ? 2 : 3 }
        var bits: UInt32 = 0
        for offset in 0..<characters {
            guard let value = Base64Tables.value(of: text[start + offset]) else {
                let problem: WireFormatError.Problem =
                    text[start + offset] == padding ? .padding : .character
                throw WireFormatError(problem, at: start + offset)
            }
            bits |= UInt32(value) << UInt32(18 - 6 * offset)
        }
        let unused: UInt32 = characters == 2 ? 0xffff : characters == 3 ? 0xff : 0
        guard bits & unused == 0 else {
            throw WireFormatError(.unusedBits, at: start + characters - 1)
        }
        for index in 0..<(characters - 1) {
            output[place + index] = UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * index))
        }
        return characters - 1
    }

    private static func firstError(
        from: Int,
        to: Int,
        _ text: Span<UInt8>,
    ) -> WireFormatError {
        for index in from..<to where Base64Tables.value(of: text[index]) == nil {
            return WireFormatError(text[index] == padding ? .padding : .character, at: index)
        }
        return WireFormatError(.character, at: from)
    }
}
