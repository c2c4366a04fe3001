/// In which way the bytes of a line are written, and which byte of a word comes first.
enum ListingStyle {
    /// As they stand; a word's low byte is its last.
    case forward
    /// Words with the low byte first in memory, as nearly all machines have them.
    case backward
    /// `od -c`.
    case characters
}

/// Reads the lines of a listing in one way; the caller tries several.
struct ListingReader {
    let radix: Int
    let style: ListingStyle

    private var bytes: [UInt8] = []
    /// Bytes of a word; 0 before the first line.
    private var width = 0
    private var isTextFitting = true
    private var hasText = false
    private var hasNumber = false
    private var form: ListingFields.Form?
    private var textColumn: Int?

    init(radix: Int, style: ListingStyle) {
        self.radix = radix
        self.style = style
    }

    /// Nil where the text has another style.
    mutating func read(
        _ lines: [ListingLine],
        in text: Span<UInt8>,
    ) throws(WireFormatError) -> ByteListing? {
        if lines[0].hasColon {
            // Of some lines the blanks at the end of the text may be lost.
            for line in lines {
                guard let shown = ListingFields(line, in: text)?.text else { continue }
                textColumn = shown.lowerBound - line.rest.lowerBound
                break
            }
        }
        var repeats = false
        var lineCount = 0
        var length: Int?
        for index in lines.indices {
            let line = lines[index]
            guard length == nil else { throw WireFormatError(.line, at: line.start) }
            if line.isRepeat {
                // Only whole lines are left out.
                guard lineCount >= 8, !repeats else { throw WireFormatError(.line, at: line.start) }
                repeats = true
                continue
            }
            guard let offset = line.number(radix: radix, in: text) else {
                throw WireFormatError(.line, at: line.start)
            }
            if repeats { try fill(to: offset, by: lineCount, line) }
            repeats = false
            if line.isBare(in: text) {
                // xxd has no such line.
                guard !line.hasColon else { throw WireFormatError(.line, at: line.start) }
                length = offset
                continue
            }
            guard offset == bytes.count else { throw WireFormatError(.line, at: line.start) }
            let next = index + 1 < lines.count ? lines[index + 1] : nil
            let end = next.flatMap { $0.isRepeat ? nil : $0.number(radix: radix, in: text) }
            let count = bytes.count
            guard try append(line, count: end.map { $0 - offset }, in: text) else { return nil }
            lineCount = bytes.count - count
        }
        guard !repeats else { throw WireFormatError(.truncated, at: text.count) }
        return try finish(lines, length: length)
    }

    /// Repeats the line before up to an offset.
    private mutating func fill(
        to offset: Int,
        by lineCount: Int,
        _ line: ListingLine,
    ) throws(WireFormatError) {
        guard offset > bytes.count, (offset - bytes.count) % lineCount == 0 else {
            throw WireFormatError(.line, at: line.start)
        }
        let last = Array(bytes.suffix(lineCount))
        while bytes.count < offset { bytes += last }
    }

    private mutating func append(
        _ line: ListingLine,
        count: Int?,
        in text: Span<UInt8>,
    ) throws(WireFormatError) -> Bool {
        if style == .characters {
            guard let characters = ListingCharacters(line, count: count, in: text) else {
                throw WireFormatError(.line, at: line.start)
            }
            width = 1
            hasNumber = hasNumber || characters.hasNumber
            bytes += characters.bytes
            return true
        }
        guard let fields = ListingFields(line, textColumn: textColumn, in: text),
            form == nil || form == fields.form || line.hasColon
        else { throw WireFormatError(.line, at: line.start) }
        if form == nil { (form, width) = (fields.form, fields.width) }
        // Single bytes have one order only.
        guard style == .forward || width > 1 else { return false }
        guard let found = fields.bytes(backward: style == .backward, wordsOf: width) else {
            throw WireFormatError(.line, at: line.start)
        }
        if let shown = fields.text {
            hasText = true
            if !Self.fits(shown, found, in: text) { isTextFitting = false }
        }
        bytes += found
        return true
    }

    /// Whether the text beside the bytes shows them, with a `.` for what cannot be shown.
    private static func fits(_ range: Range<Int>, _ bytes: [UInt8], in text: Span<UInt8>) -> Bool {
        guard range.count <= bytes.count else { return false }
        for index in bytes.indices {
            let isShown = (0x20...0x7e).contains(bytes[index])
            // Blanks at the end of a line get lost on the way.
            let shown = index < range.count ? text[range.lowerBound + index] : 0x20
            guard shown == (isShown ? bytes[index] : UInt8(ascii: ".")) else { return false }
        }
        return true
    }

    private func finish(
        _ lines: [ListingLine],
        length: Int?,
    ) throws(WireFormatError) -> ByteListing? {
        guard !bytes.isEmpty else { return nil }
        let isColon = lines[0].hasColon
        let tool: ByteListing.Tool = isColon ? .xxd : radix == 16 ? .hexdump : .od
        var bytes = bytes
        if let length {
            // Of an odd length the last word of hexdump and od has zeros to fill it.
            guard length <= bytes.count, bytes.count - length < max(1, width),
                bytes[length...].allSatisfy({ $0 == 0 })
            else { throw WireFormatError(.line, at: lines[lines.count - 1].start) }
            bytes.removeLast(bytes.count - length)
        } else if width > 1, !isColon {
            // Whether the last word is half full is said by the length only.
            throw WireFormatError(.truncated, at: lines[lines.count - 1].start)
        }
        if isColon, width > 1 {
            // xxd -e writes words the other way round: its text tells.
            guard !hasText || isTextFitting else { return nil }
            return ByteListing(bytes: bytes, tool: tool, isCertain: hasText)
        }
        guard width > 1 else {
            // od -a looks like od -c, but has words for what od -c has numbers for, and loses the
            // highest bit of each byte.
            guard style != .characters || hasNumber else { return nil }
            return ByteListing(bytes: bytes, tool: tool, isCertain: true)
        }
        guard !hasText || isTextFitting else { return nil }
        return ByteListing(bytes: bytes, tool: tool, isCertain: hasText)
    }
}
