/// A line of a listing: an offset and what follows it, or a `*`.
struct ListingLine {
    /// Where the line begins in the text.
    let start: Int
    /// The digits of the offset; empty for a `*`.
    let offset: Range<Int>
    let hasColon: Bool
    /// What stands behind the offset and its colon.
    let rest: Range<Int>
    let isRepeat: Bool

    /// Whether nothing but the offset stands there: the length at the end.
    func isBare(in text: Span<UInt8>) -> Bool {
        for index in rest where !HexText.isSpace(text[index]) { return false }
        return true
    }

    /// All lines but blank ones, at least one of them with an offset.
    static func all(in text: Span<UInt8>) throws(WireFormatError) -> [ListingLine] {
        var lines: [ListingLine] = []
        var start = 0
        while let (line, next) = try line(at: start, in: text) {
            start = next
            guard let line else { continue }
            if let first = lines.first, !line.isRepeat, line.hasColon != first.hasColon {
                throw WireFormatError(.line, at: line.start)
            }
            lines.append(line)
        }
        guard let first = lines.first else { throw WireFormatError(.truncated, at: text.count) }
        guard !first.isRepeat else { throw WireFormatError(.line, at: first.start) }
        return lines
    }

    static func first(in text: Span<UInt8>) -> ListingLine? {
        var start = 0
        while let found = try? line(at: start, in: text) {
            if let line = found.line { return line }
            start = found.next
        }
        return nil
    }

    /// The number of an offset; nil where it has other digits.
    func number(radix: Int, in text: Span<UInt8>) -> Int? {
        var number = 0
        for index in offset {
            guard let digit = hexDigit(text[index]), digit < radix else { return nil }
            number = number * radix + Int(digit)
            guard number <= ByteListing.maximumCount else { return nil }
        }
        return number
    }

    /// The line that begins at `start`, nil for a blank one, and where the next begins.
    private static func line(
        at start: Int,
        in text: Span<UInt8>,
    ) throws(WireFormatError) -> (line: ListingLine?, next: Int)? {
        guard start < text.count else { return nil }
        var end =
            WordScan.firstIndex(of: 0x0a, in: text, from: start, to: text.count) ?? text.count
        let next = end + 1
        if end > start, text[end - 1] == 0x0d { end -= 1 }
        var index = start
        while index < end, HexText.isSpace(text[index]) { index += 1 }
        guard index < end else { return (nil, next) }
        let first = index
        if text[index] == UInt8(ascii: "*") {
            let line = ListingLine(
                start: start,
                offset: index..<index,
                hasColon: false,
                rest: (index + 1)..<end,
                isRepeat: true
            )
            guard line.isBare(in: text) else { throw WireFormatError(.line, at: start) }
            return (line, next)
        }
        while index < end, hexDigit(text[index]) != nil { index += 1 }
        let hasColon = index < end && text[index] == UInt8(ascii: ":")
        let rest = hasColon ? index + 1 : index
        guard (6...16).contains(index - first), rest == end || HexText.isSpace(text[rest]) else {
            throw WireFormatError(.line, at: start)
        }
        let line = ListingLine(
            start: start,
            offset: first..<index,
            hasColon: hasColon,
            rest: rest..<end,
            isRepeat: false
        )
        return (line, next)
    }
}
