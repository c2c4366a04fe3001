/// The numbers of a line of a listing, between its offset and the text on the right.
struct ListingFields {
    /// How numbers are written, told by how many digits they have.
    enum Form {
        case hex
        case octal
        case decimal
    }

    let form: Form
    /// Bytes of a number; of xxd's last number there can be fewer.
    let width: Int
    let tokens: [[UInt8]]
    /// The text on the right, without its bars.
    let text: Range<Int>?

    /// Nil where the line has other fields.
    ///
    /// `textColumn` is where the text on the right begins, counted from the offset, as far as it is
    /// known of the lines before.
    init?(_ line: ListingLine, textColumn: Int? = nil, in bytes: Span<UInt8>) {
        let hasColon = line.hasColon
        let columns =
            hasColon
            ? Self.columnsOfXXD(line.rest, textColumn: textColumn, in: bytes)
            : Self.columns(line.rest, in: bytes)
        guard let columns, let first = columns.tokens.first else { return nil }
        let digits = first.count
        switch digits {
        // xxd has hex only, of any length on a short line.
        case _ where hasColon && digits % 2 == 0: (form, width) = (.hex, digits / 2)
        case 3, 6: (form, width) = (.octal, digits / 3)
        case 5: (form, width) = (.decimal, 2)
        case 2, 4, 8, 16, 32: (form, width) = (.hex, digits / 2)
        default: return nil
        }
        guard !hasColon || form == .hex else { return nil }
        for (index, token) in columns.tokens.enumerated() where token.count != digits {
            let isLast = index == columns.tokens.count - 1
            guard hasColon, isLast, token.count < digits, token.count % 2 == 0 else { return nil }
        }
        (tokens, text) = columns
    }

    /// The bytes; of a short line of xxd, with words of the line before it.
    func bytes(backward: Bool, wordsOf width: Int) -> [UInt8]? {
        var all: [UInt8] = []
        for token in tokens {
            guard token.count / (form == .octal ? 3 : 2) <= width, let bytes = number(token)
            else { return nil }
            all += backward ? bytes.reversed() : bytes
        }
        return all
    }

    /// The bytes of a number, the highest first.
    private func number(_ token: [UInt8]) -> [UInt8]? {
        if form == .hex { return try? HexText.decode(token.span) }
        let radix = form == .octal ? 8 : 10
        var number = 0
        for character in token {
            guard let digit = hexDigit(character), digit < radix else { return nil }
            number = number * radix + Int(digit)
        }
        guard number < 1 << (8 * width) else { return nil }
        return width == 1 ? [UInt8(number)] : [UInt8(number >> 8), UInt8(number & 0xff)]
    }

    /// Numbers up to a `|` or `>`, with which text begins.
    private static func columns(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) -> (tokens: [[UInt8]], text: Range<Int>?)? {
        var tokens: [[UInt8]] = []
        var index = range.lowerBound
        while true {
            while index < range.upperBound, HexText.isSpace(bytes[index]) { index += 1 }
            guard index < range.upperBound else { return (tokens, nil) }
            let first = bytes[index]
            if first == UInt8(ascii: "|") || first == UInt8(ascii: ">") {
                let close = first == UInt8(ascii: "|") ? first : UInt8(ascii: "<")
                var end = range.upperBound
                while end > index + 1, bytes[end - 1] != close { end -= 1 }
                return (tokens, end > index + 1 ? (index + 1)..<(end - 1) : nil)
            }
            guard let token = token(&index, range.upperBound, in: bytes) else { return nil }
            tokens.append(token)
        }
    }

    /// Numbers up to two blanks and the text, which has as many characters as bytes came before it.
    ///
    /// On short lines more blanks stand before the text, and `xxd -e` sets a short number to the
    /// right, so that lines after the first go by its column.
    private static func columnsOfXXD(
        _ range: Range<Int>,
        textColumn: Int?,
        in bytes: Span<UInt8>,
    ) -> (tokens: [[UInt8]], text: Range<Int>?)? {
        var tokens: [[UInt8]] = []
        var index = range.lowerBound
        var end = range.upperBound
        var text: Range<Int>?
        if let textColumn, range.count > textColumn {
            end = range.lowerBound + textColumn
            text = end..<range.upperBound
        }
        while true {
            var spaces = 0
            while index < end, HexText.isSpace(bytes[index]) {
                index += 1
                spaces += 1
                let count = tokens.reduce(0) { $0 + $1.count } / 2
                if textColumn == nil, spaces >= 2, count > 0, end - index == count {
                    return (tokens, index..<end)
                }
            }
            guard index < end else { return (tokens, text) }
            guard let token = token(&index, end, in: bytes) else { return nil }
            tokens.append(token)
        }
    }

    private static func token(
        _ index: inout Int,
        _ end: Int,
        in bytes: Span<UInt8>,
    ) -> [UInt8]? {
        var token: [UInt8] = []
        while index < end, !HexText.isSpace(bytes[index]) {
            guard hexDigit(bytes[index]) != nil, token.count < 32 else { return nil }
            token.append(bytes[index])
            index += 1
        }
        return token
    }
}
