/// Bytes as `hexdump`, `xxd` or `od` list them, in any of their forms that lose nothing.
///
/// A line is an offset and the bytes from there: pairs of digits (`hexdump -C`, `od -t x1`), octal
/// numbers (`od -b`), characters (`od -c`, `hexdump -c`), or words of two and more bytes (`hexdump`,
/// `od`, `xxd -e`). Text to the right of them repeats the bytes. A line `*` stands for the line
/// before it, again and again up to the offset that follows. The last line of `hexdump` and `od` is
/// the length alone.
///
/// Words do not say which of their bytes comes first, so that they can have two readings.
public struct ByteListing: Sendable {
    /// Which program lists bytes so.
    public enum Tool: String, Sendable {
        case hexdump
        case xxd
        case od
    }

    /// What was listed.
    public let bytes: [UInt8]
    /// The program, as far as it can be told.
    public let tool: Tool
    /// Whether the listing itself leaves no other reading: single bytes, or words that the text
    /// beside them confirms.
    public let isCertain: Bool

    /// How many bytes a listing may stand for: more than etcd stores, and no trap in a `*`.
    public static let maximumCount = 64 << 20

    /// All that a text can be read as: a certain reading alone, else that of a machine whose words
    /// have the low byte first, and the other.
    ///
    /// Offsets, the length at the end and the width of columns have to fit throughout: a text with a
    /// line lost has no reading.
    public static func readings(of text: Span<UInt8>) -> [ByteListing] {
        guard let lines = try? ListingLine.all(in: text) else { return [] }
        return readings(of: lines, in: text).found
    }

    /// The reading of a listing that is known to be one.
    ///
    /// - Throws: ``WireFormatError`` with the offset of a line: `line` if it has another form, or an
    ///   offset that does not continue the lines before (was a line lost?), `truncated` for a `*` at
    ///   the end.
    public static func decode(_ text: Span<UInt8>) throws(WireFormatError) -> ByteListing {
        let lines = try ListingLine.all(in: text)
        let result = readings(of: lines, in: text)
        if let first = result.found.first { return first }
        throw result.error ?? WireFormatError(.line, at: 0)
    }

    /// Whether the first line that is not blank looks like one of a listing.
    public static func looksLikeOne(_ text: Span<UInt8>) -> Bool {
        guard let line = ListingLine.first(in: text), !line.isRepeat, line.offset.count >= 7
        else { return false }
        var index = line.rest.lowerBound
        while index < line.rest.upperBound, HexText.isSpace(text[index]) { index += 1 }
        let first = index
        while index < line.rest.upperBound, hexDigit(text[index]) != nil { index += 1 }
        let isEnd = index == line.rest.upperBound || HexText.isSpace(text[index])
        return index - first >= 2 && isEnd
            || ListingCharacters(line, count: nil, in: text)?.bytes.isEmpty == false
    }

    private static func readings(
        of lines: [ListingLine],
        in text: Span<UInt8>,
    ) -> (found: [ByteListing], error: WireFormatError?) {
        var found: [ByteListing] = []
        var furthest: WireFormatError?
        let isOfXXD = lines[0].hasColon
        let styles: [ListingStyle] =
            isOfXXD ? [.forward, .backward] : [.backward, .forward, .characters]
        for radix in isOfXXD ? [16, 10] : [16, 8, 10] {
            for style in styles {
                var reader = ListingReader(radix: radix, style: style)
                do throws(WireFormatError) {
                    guard let listing = try reader.read(lines, in: text) else { continue }
                    if !found.contains(where: { $0.bytes == listing.bytes }) {
                        found.append(listing)
                    }
                } catch {
                    if error.offset >= furthest?.offset ?? 0 { furthest = error }
                }
            }
        }
        if let certain = found.first(where: \.isCertain) { found = [certain] }
        return (found, furthest)
    }
}
