internal import KeyMaterial

/// A place in the text, counted from 0 in Unicode scalars.
struct YAMLMark: Sendable, Equatable {
    var index = 0
    var line = 0
    var column = 0

    /// For people.
    var position: SourceRange.Position {
        SourceRange.Position(line: line + 1, column: column + 1)
    }
}

/// The text breaks YAML's rules.
struct YAMLSyntaxError: Error {
    let problem: YAMLProblem
    let place: SourceRange.Position

    init(_ problem: YAMLProblem, at place: SourceRange.Position) {
        self.problem = problem
        self.place = place
    }

    init(_ problem: YAMLProblem, at mark: YAMLMark) {
        self.init(problem, at: mark.position)
    }
}

/// Turns the bytes of a file into Unicode scalars, as far as the scanner asks.
///
/// The API server's YAML library decodes 512 bytes at a time, so bytes that are not text are noticed
/// up to 511 bytes before the scanner gets there, and never after the first document's last block.
/// As it decides over the verdict, the same blocks are decoded here.
struct YAMLReader {
    private enum Encoding { case utf8, utf16LittleEndian, utf16BigEndian }

    private static let blockSize = 512

    private let bytes: [UInt8]
    private var encoding: Encoding?
    /// The next byte to decode.
    private var offset = 0
    /// The end of the bytes that were taken into the block.
    private var blockEnd = 0
    private var atEnd = false

    /// Scalars that were decoded and not passed long ago, of which `filled` count.
    ///
    /// It never grows, so that wiping it leaves nothing behind.
    private var window = [UInt32](repeating: 0, count: YAMLReader.windowSize)
    private var filled = 0
    /// How many scalars lie before the window.
    private var dropped = 0
    private(set) var mark = YAMLMark()
    private(set) var lines = LineTable()
    /// The scalar that begins the library's buffer: see `startsWithByteOrderMark`.
    private var bufferHead: UInt32?

    private static let windowSize = 4 * blockSize

    init(_ bytes: [UInt8]) {
        // An empty file reads as an empty line.
        self.bytes = bytes.isEmpty ? [0x0A] : bytes
    }

    /// Wipes the text, secrets and all.
    mutating func wipeText() {
        wipe(&window)
    }

    /// The scalar `distance` after the current one; 0 after the end.
    func peek(_ distance: Int = 0) -> UInt32 {
        let index = mark.index - dropped + distance
        return index < filled ? window[index] : 0
    }

    /// How many scalars lie ahead.
    private var ahead: Int { dropped + filled - mark.index }

    /// Whether the library's buffer begins with a byte order mark.
    ///
    /// Where it means to look at the current place, the library looks at the start of its buffer. So
    /// after a doubled mark it eats one character of every line.
    var startsWithByteOrderMark: Bool { bufferHead == 0xFEFF }

    mutating func skip() {
        mark.index += 1
        mark.column += 1
    }

    /// Passes one line break and says what it counts as in a scalar.
    @discardableResult
    mutating func skipLine() -> UInt32? {
        let scalar = peek()
        guard YAMLCharacter.isBreak(scalar) else { return nil }
        mark.index += scalar == 0x0D && peek(1) == 0x0A ? 2 : 1
        mark.column = 0
        mark.line += 1
        lines.add(mark.index)
        return scalar == 0x2028 || scalar == 0x2029 ? scalar : 0x0A
    }

    /// At the end of the text, an unfinished line counts as finished.
    mutating func endLine() {
        guard mark.column != 0 else { return }
        // As if there were a line break, so that what ends here does not share its place.
        mark.index += 1
        mark.column = 0
        mark.line += 1
        lines.add(mark.index)
    }

    /// Decodes until `count` scalars lie ahead or the file ends.
    mutating func need(_ count: Int) throws(YAMLSyntaxError) {
        guard ahead < count else { return }
        if encoding == nil { chooseEncoding() }
        dropPassed()
        defer { bufferHead = ahead > 0 ? peek() : nil }
        var first = true
        while ahead < count {
            if !first || offset == blockEnd {
                if atEnd { return }
                takeBlock()
            }
            first = false
            try decodeBlock()
            if atEnd { return }
        }
    }

    /// Makes room for the next blocks: what was passed is never looked at again.
    private mutating func dropPassed() {
        let passed = min(mark.index - dropped, filled)
        guard passed > 0 else { return }
        for index in passed..<filled { window[index - passed] = window[index] }
        filled -= passed
        dropped += passed
    }

    private mutating func takeBlock() {
        let room = Self.blockSize - (blockEnd - offset)
        guard room > 0 else { return }
        let taken = min(room, bytes.count - blockEnd)
        blockEnd += taken
        if taken == 0 { atEnd = true }
    }

    private mutating func chooseEncoding() {
        while !atEnd, blockEnd - offset < 3 { takeBlock() }
        let head = bytes[offset..<blockEnd].prefix(3)
        if head.starts(with: [0xFF, 0xFE]) {
            encoding = .utf16LittleEndian
            offset += 2
        } else if head.starts(with: [0xFE, 0xFF]) {
            encoding = .utf16BigEndian
            offset += 2
        } else {
            encoding = .utf8
            if head.elementsEqual([0xEF, 0xBB, 0xBF]) { offset += 3 }
        }
    }

    private mutating func decodeBlock() throws(YAMLSyntaxError) {
        while offset < blockEnd {
            let decoded: (scalar: UInt32, width: Int)? =
                encoding == .utf8 ? try decodeUTF8() : try decodeUTF16()
            guard let (scalar, width) = decoded else { return }
            guard YAMLCharacter.isAllowed(scalar) else {
                throw failure("control characters are not allowed")
            }
            offset += width
            window[filled] = scalar
            filled += 1
        }
    }

    private func decodeUTF8() throws(YAMLSyntaxError) -> (UInt32, Int)? {
        let lead = bytes[offset]
        let width: Int
        var scalar: UInt32
        switch lead {
        case 0x00...0x7F: return (UInt32(lead), 1)
        case 0xC0...0xDF: (width, scalar) = (2, UInt32(lead & 0x1F))
        case 0xE0...0xEF: (width, scalar) = (3, UInt32(lead & 0x0F))
        case 0xF0...0xF7: (width, scalar) = (4, UInt32(lead & 0x07))
        default: throw failure("the bytes are not UTF-8")
        }
        guard offset + width <= blockEnd else {
            if atEnd { throw failure("the file ends inside a UTF-8 sequence") }
            return nil
        }
        for trail in bytes[(offset + 1)..<(offset + width)] {
            guard trail & 0xC0 == 0x80 else { throw failure("the bytes are not UTF-8") }
            scalar = scalar << 6 | UInt32(trail & 0x3F)
        }
        let least: [UInt32] = [0, 0, 0x80, 0x800, 0x10000]
        guard scalar >= least[width], Unicode.Scalar(scalar) != nil else {
            throw failure("the bytes are not UTF-8")
        }
        return (scalar, width)
    }

    private func decodeUTF16() throws(YAMLSyntaxError) -> (UInt32, Int)? {
        guard let unit = codeUnit(at: offset) else {
            if atEnd { throw failure("the file ends inside a UTF-16 character") }
            return nil
        }
        guard unit & 0xFC00 != 0xDC00 else { throw failure("the bytes are not UTF-16") }
        guard unit & 0xFC00 == 0xD800 else { return (unit, 2) }
        guard let low = codeUnit(at: offset + 2) else {
            if atEnd { throw failure("the file ends inside a UTF-16 surrogate pair") }
            return nil
        }
        guard low & 0xFC00 == 0xDC00 else { throw failure("the bytes are not UTF-16") }
        return (0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF, 4)
    }

    private func codeUnit(at index: Int) -> UInt32? {
        guard index + 2 <= blockEnd else { return nil }
        let (first, second) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
        return encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second
    }

    /// Points at the first scalar that could not be decoded.
    private func failure(_ problem: String) -> YAMLSyntaxError {
        // Beyond the line that is being read there are only the scalars of the window.
        var place = mark
        for index in max(mark.index - dropped, 0)..<max(filled, mark.index - dropped) {
            let scalar = window[index]
            place.index += 1
            place.column += 1
            let startsPair = scalar == 0x0D && index + 1 < filled && window[index + 1] == 0x0A
            if YAMLCharacter.isBreak(scalar), !startsPair {
                place.line += 1
                place.column = 0
            }
        }
        return YAMLSyntaxError(.encoding(problem), at: place)
    }
}
