/// The output of `hexdump -C`, as people paste it.
///
/// A line is an offset, up to 16 bytes and the same bytes as text, which is not looked at:
/// `00000000  6b 38 73 3a 65 6e 63 3a  61 65 73 63 62 63 3a 76  |k8s:enc:aescbc:v|`. A line `*`
/// stands for the line before it, again and again up to the offset that follows. The last line is
/// the length alone, and may be missing.
public enum Hexdump {
    /// How many bytes a dump may stand for: more than etcd stores, and no trap in a `*`.
    public static let maximumCount = 64 << 20

    /// Decodes a whole dump.
    ///
    /// - Throws: ``WireFormatError`` with the offset of the line: `line` if it has another form, or
    ///   an offset that does not continue the lines before (was a line lost?), `truncated` for a
    ///   `*` at the end.
    public static func decode(_ text: Span<UInt8>) throws(WireFormatError) -> [UInt8] {
        var bytes: [UInt8] = []
        var repeats = false
        var ended = false
        var start = 0
        while start < text.count {
            let end =
                WordScan.firstIndex(of: 0x0a, in: text, from: start, to: text.count)
                ?? text.count
            defer { start = end + 1 }
            var index = start
            skipSpace(&index, end, text)
            if index == end { continue }
            guard !ended else { throw WireFormatError(.line, at: start) }
            if text[index] == UInt8(ascii: "*") {
                index += 1
                skipSpace(&index, end, text)
                guard index == end, bytes.count >= 16 else {
                    throw WireFormatError(.line, at: start)
                }
                repeats = true
                continue
            }
            try checkOffset(&index, end, text, at: start, &bytes, repeats: repeats)
            repeats = false
            let count = try appendPairs(&index, end, text, at: start, to: &bytes)
            // The length alone; a short line of bytes is followed by nothing else, as the offset
            // of a next full line would be no multiple of 16.
            ended = count == 0
        }
        if repeats { throw WireFormatError(.truncated, at: text.count) }
        return bytes
    }

    private static func skipSpace(_ index: inout Int, _ end: Int, _ text: Span<UInt8>) {
        while index < end, HexText.isSpace(text[index]) { index += 1 }
    }

    /// Reads a line's offset and repeats the line before as often as it says.
    private static func checkOffset(
        _ index: inout Int,
        _ end: Int,
        _ text: Span<UInt8>,
        at start: Int,
        _ bytes: inout [UInt8],
        repeats: Bool,
    ) throws(WireFormatError) {
        var offset = 0
        let first = index
        while index < end, let digit = hexDigit(text[index]) {
            offset = offset << 4 | Int(digit)
            index += 1
            guard index - first <= 15 else { throw WireFormatError(.line, at: start) }
        }
        guard index - first >= 7, index == end || HexText.isSpace(text[index]),
            offset <= maximumCount
        else { throw WireFormatError(.line, at: start) }
        if repeats {
            guard offset > bytes.count, offset % 16 == 0 else {
                throw WireFormatError(.line, at: start)
            }
            let line = Array(bytes.suffix(16))
            while bytes.count < offset { bytes.append(line[bytes.count % 16]) }
        }
        guard offset == bytes.count else { throw WireFormatError(.line, at: start) }
    }

    /// Reads up to 16 pairs of digits, as far as the bar.
    private static func appendPairs(
        _ index: inout Int,
        _ end: Int,
        _ text: Span<UInt8>,
        at start: Int,
        to bytes: inout [UInt8],
    ) throws(WireFormatError) -> Int {
        var count = 0
        while count < 16 {
            skipSpace(&index, end, text)
            if index == end || text[index] == UInt8(ascii: "|") { return count }
            guard index + 1 < end, let high = hexDigit(text[index]),
                let low = hexDigit(text[index + 1]),
                index + 2 == end || HexText.isSpace(text[index + 2])
            else { throw WireFormatError(.line, at: start) }
            bytes.append(high << 4 | low)
            index += 2
            count += 1
        }
        skipSpace(&index, end, text)
        guard index == end || text[index] == UInt8(ascii: "|") else {
            throw WireFormatError(.line, at: start)
        }
        return count
    }
}
