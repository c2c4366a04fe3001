/// A line of `od -c` or `hexdump -c`: four columns for each byte, in which stand a character, an
/// escape such as `\n`, or three octal digits.
struct ListingCharacters {
    private(set) var bytes: [UInt8] = []
    /// Whether a byte is written as a number or an escape.
    private(set) var hasNumber = false

    /// Reads `count` bytes, or as many as there are columns where nobody knows.
    init?(_ line: ListingLine, count: Int?, in text: Span<UInt8>) {
        var end = line.rest.upperBound
        let most = count ?? (line.rest.count + 3) / 4
        guard (1...16).contains(most) else { return nil }
        if count == nil {
            // hexdump fills its last line with blanks.
            while end > line.rest.lowerBound, text[end - 1] == 0x20 { end -= 1 }
        }
        var start = line.rest.lowerBound
        while bytes.count < most, count != nil || start < end {
            var column: [UInt8] = []
            for index in start..<(start + 4) { column.append(index < end ? text[index] : 0x20) }
            guard let byte = byte(column) else { return nil }
            bytes.append(byte)
            start += 4
        }
        while start < end {
            guard text[start] == 0x20 else { return nil }
            start += 1
        }
    }

    private mutating func byte(_ column: [UInt8]) -> UInt8? {
        guard column[0] == 0x20 else { return nil }
        if column[1] == 0x20, column[2] == 0x20 {
            return (0x20...0x7e).contains(column[3]) ? column[3] : nil
        }
        hasNumber = true
        if column[1] == 0x20 {
            guard column[2] == UInt8(ascii: "\\") else { return nil }
            return EscapedText.controlCharacter(column[3])
                ?? (column[3] == UInt8(ascii: "0") ? 0 : nil)
        }
        var number = 0
        for digit in column[1...] {
            guard (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(digit) else { return nil }
            number = number << 3 | Int(digit & 7)
        }
        return UInt8(exactly: number)
    }
}
