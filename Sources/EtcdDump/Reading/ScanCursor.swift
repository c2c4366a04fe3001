internal import WireFormats

/// A name or text between quotes.
struct ScannedString {
    let range: Range<Int>
    let escaped: Bool

    func equals(_ word: StaticString, in bytes: Span<UInt8>) -> Bool {
        JSONString.equals(range, escaped: escaped, in: bytes, word)
    }
}

/// A place in the text of a dump, with its line.
struct ScanCursor {
    var position: Int
    var line: Int
    /// Where a value began that nobody asked for, if the text ended in it.
    private(set) var foreignStart: Int?

    init(position: Int, line: Int) {
        (self.position, self.line) = (position, line)
    }

    /// Skips a value that nobody asked for, which need not be held.
    mutating func skipForeignValue(in bytes: Span<UInt8>) throws(ScanStop) {
        foreignStart = position
        _ = try skipValue(in: bytes)
        foreignStart = nil
    }

    mutating func skipWhitespace(in bytes: Span<UInt8>) {
        while position < bytes.count {
            switch bytes[position] {
            case 0x0a:
                line += 1
                position += 1
            case 0x20, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    /// The next byte that is no white space; it stays.
    mutating func nextByte(in bytes: Span<UInt8>) throws(ScanStop) -> UInt8 {
        skipWhitespace(in: bytes)
        guard position < bytes.count else { throw .needMore }
        return bytes[position]
    }

    /// White space, a colon and white space, up to a value.
    mutating func skipColon(in bytes: Span<UInt8>) throws(ScanStop) {
        guard try nextByte(in: bytes) == UInt8(ascii: ":") else {
            throw .problem(.json(.expectedColon), at: position)
        }
        position += 1
        _ = try nextByte(in: bytes)
    }

    /// A string of which every character is looked at; starts at its opening quote.
    mutating func anyString(in bytes: Span<UInt8>) throws(ScanStop) -> ScannedString {
        // The name of a field: quicker here than in the tokenizer, and nearly always plain.
        let start = position + 1
        let end = WordScan.endOfPlainText(in: bytes, from: min(start, bytes.count), to: bytes.count)
        guard end < bytes.count else { throw .needMore }
        if bytes[end] == UInt8(ascii: "\"") {
            position = end + 1
            return ScannedString(range: start..<end, escaped: false)
        }
        var tokenizer = JSONTokenizer(position..<bytes.count)
        do throws(JSONError) {
            guard case .string(let range, let escaped) = try tokenizer.next(in: bytes) else {
                throw JSONError(.expectedKey, at: position)
            }
            position = tokenizer.position
            return ScannedString(range: range, escaped: escaped)
        } catch {
            throw stop(error)
        }
    }

    /// A string that ought to be base64, of which only the end is looked for.
    ///
    /// What is in it is seen when it is decoded: a backslash, which JSON allows and base64 does
    /// not, as much as a character that neither allows. Nearly all of a dump is such text.
    mutating func base64String(in bytes: Span<UInt8>) throws(ScanStop) -> Range<Int> {
        let start = position + 1
        guard start <= bytes.count,
            let end = WordScan.firstIndex(
                of: UInt8(ascii: "\""),
                in: bytes,
                from: start,
                to: bytes.count
            )
        else { throw .needMore }
        if end > start, bytes[end - 1] == UInt8(ascii: "\\") {
            return try anyString(in: bytes).range
        }
        position = end + 1
        return start..<end
    }

    /// Any value, checked; gives its range.
    mutating func skipValue(in bytes: Span<UInt8>) throws(ScanStop) -> Range<Int> {
        let start = position
        var tokenizer = JSONTokenizer(position..<bytes.count)
        do throws(JSONError) {
            try tokenizer.skipValue(startedBy: tokenizer.next(in: bytes), in: bytes)
        } catch {
            throw stop(error)
        }
        // A number may go on in the next piece; no value is the last thing in a dump.
        guard tokenizer.position < bytes.count else { throw .needMore }
        var from = start
        while let feed = WordScan.firstIndex(
            of: 0x0a,
            in: bytes,
            from: from,
            to: tokenizer.position
        ) {
            line += 1
            from = feed + 1
        }
        position = tokenizer.position
        return start..<position
    }

    /// A text of which nothing is kept, checked; starts behind its opening quote or anywhere in it.
    ///
    /// - Returns: Whether it ended; if not, the cursor is as far as whole escapes reach.
    mutating func skipText(in bytes: Span<UInt8>) throws(ScanStop) -> Bool {
        let start = position
        while true {
            position = WordScan.endOfPlainText(in: bytes, from: position, to: bytes.count)
            guard position < bytes.count else { return false }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return true
            case UInt8(ascii: "\\"):
                guard try skipEscape(in: bytes) else {
                    guard position > start else { throw .needMore }
                    return false
                }
            default: throw .problem(.json(.controlCharacter), at: position)
            }
        }
    }

    private mutating func skipEscape(in bytes: Span<UInt8>) throws(ScanStop) -> Bool {
        guard position + 1 < bytes.count else { return false }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
            return true
        case UInt8(ascii: "u"):
            for index in (position + 2)..<(position + 6) {
                guard index < bytes.count else { return false }
                guard Self.isHex(bytes[index]) else { throw .problem(.json(.escape), at: position) }
            }
            position += 6
            return true
        default: throw .problem(.json(.escape), at: position)
        }
    }

    static func isHex(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }

    private func stop(_ error: JSONError) -> ScanStop {
        error.problem == .inputEnded ? .needMore : .problem(.json(error.problem), at: error.offset)
    }
}
