internal import WireFormats

/// Takes quotes and escapes off a text.
enum PastedText {
    /// Without white space around it.
    static func trimmed(_ text: [UInt8]) -> [UInt8] { Array(trimmed(text[...])) }

    static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return text
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    /// What stands in single, double, typographic or back quotes, as it is written, also behind the
    /// `b` of Python and the `$` of a shell; and whether the same quotes stand nowhere within.
    static func quoted(_ input: [UInt8]) -> (inner: [UInt8], isClosed: Bool)? {
        var text = trimmed(input[...])
        if let last = text.last, [UInt8(ascii: ","), UInt8(ascii: ";")].contains(last) {
            text = trimmed(text.dropLast())
        }
        if let first = text.first, [UInt8(ascii: "b"), UInt8(ascii: "$")].contains(first),
            let quote = text.dropFirst().first, quote == 0x27 || quote == 0x22
        {
            text = text.dropFirst()
        }
        for (open, close) in quotes
        where text.count > open.count + close.count && text.starts(with: open)
            && text.suffix(close.count).elementsEqual(close)
        {
            let inner = Array(text.dropFirst(open.count).dropLast(close.count))
            var isEscape = false
            let isClosed = inner.allSatisfy { byte in
                defer { isEscape = byte == UInt8(ascii: "\\") && !isEscape }
                return isEscape || byte != close.first
            }
            return (inner, isClosed || close.count > 1)
        }
        return nil
    }

    /// What stands in quotes, without its escapes.
    static func unescaped(_ input: [UInt8]) -> [UInt8]? {
        quoted(input).flatMap { $0.isClosed ? escaped($0.inner) : nil }
    }

    private static let quotes: [(open: [UInt8], close: [UInt8])] = [
        ("\"", "\""), ("'", "'"), ("```", "```"), ("`", "`"), ("\u{201c}", "\u{201d}"),
        ("\u{201e}", "\u{201c}"), ("\u{2018}", "\u{2019}"),
    ].map { (Array($0.utf8), Array($1.utf8)) }

    /// The bytes of a text with escapes; nil where there are none, or where it is no text.
    ///
    /// What a cipher writes is no text: 28 random bytes, the fewest that an API server stores, are
    /// UTF-8 without control characters and with a valid escape once in a million million times.
    static func escaped(_ text: [UInt8]) -> [UInt8]? {
        guard text.contains(UInt8(ascii: "\\")), isText(text) else { return nil }
        return try? EscapedText.decode(text.span)
    }

    /// UTF-8 without control characters but white space.
    static func isText(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || isSpace($0) }
            && String(validating: bytes, as: UTF8.self) != nil
    }

    /// Digits, also as `xxd -i` and source code have them: `0x6b, 0x38`.
    static func hex(_ input: [UInt8]) -> [UInt8]? {
        if let bytes = try? HexText.decode(input.span) { return bytes.isEmpty ? nil : bytes }
        var text = input[...]
        if let open = text.firstIndex(of: UInt8(ascii: "{")),
            let close = text.firstIndex(of: UInt8(ascii: "}")), open < close
        {
            text = text[(open + 1)..<close]
        }
        var bytes: [UInt8] = []
        for item in text.split(separator: UInt8(ascii: ",")) {
            let word = trimmed(item)
            guard !word.isEmpty else { continue }
            guard word.count == 4, word.starts(with: [0x30, 0x78]),
                let pair = try? HexText.decode(Array(word).span), pair.count == 1
            else { return nil }
            bytes += pair
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Text in UTF-16 with a byte order mark, as UTF-8; of UTF-8 with such a mark, what follows it.
    static func utf16(_ input: [UInt8]) -> [UInt8]? {
        if input.starts(with: [0xef, 0xbb, 0xbf]) { return Array(input.dropFirst(3)) }
        let isLittle = input.starts(with: [0xff, 0xfe])
        guard isLittle || input.starts(with: [0xfe, 0xff]), input.count % 2 == 0 else { return nil }
        let units = stride(from: 2, to: input.count, by: 2).map { index in
            let (first, second) = (UInt16(input[index]), UInt16(input[index + 1]))
            return isLittle ? second << 8 | first : first << 8 | second
        }
        return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    }
}
