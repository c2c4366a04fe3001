internal import WireFormats

/// Why the scanner stopped within an item.
enum ScanStop: Error {
    /// The text read so far ends inside the item.
    case needMore
    case problem(DumpError.Problem, at: Int)
}

/// Finds the entries of a dump in its text.
///
/// The text comes in pieces: ``scan(_:from:isLast:into:)`` goes on as far as whole items reach and
/// says where it stopped, and the next piece starts there. An item is an element of `kvs`, or any
/// other member of the outer object but a text that is of no interest, of which no piece is kept.
struct DumpScanner {
    private enum State {
        case betweenObjects
        case firstMemberOrEnd
        case member
        case afterMember
        /// Inside a text that nobody asked for, however long it is.
        case foreignText
        case firstEntryOrEnd
        case entry
        case afterEntry
    }

    private var state = State.betweenObjects
    /// The line of the next byte, from 1.
    private(set) var line = 1
    /// Where the last item that was begun starts in the piece.
    private(set) var itemStart = 0
    /// Where a value begins that nobody asked for, if the last piece ended in it.
    private(set) var foreignStart: Int?
    /// How many outer objects have ended.
    private(set) var objectCount = 0
    /// What the objects say of themselves.
    private(set) var answers = DumpAnswers()
    private var looksLikeDump = false

    /// Counts lines that were taken out of the text behind what was scanned.
    mutating func passLines(_ count: Int) { line += count }

    /// Goes as far as whole items reach, or to the end of the first.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - start: Where to go on.
    ///   - isLast: Whether the dump ends with `bytes`.
    ///   - isOne: Whether to stop behind the first item.
    ///   - entries: Takes the layout of every entry.
    /// - Returns: Where the first item starts that does not end in `bytes`.
    /// - Throws: The problem and its offset in `bytes`; never `needMore`.
    mutating func scan(
        _ bytes: Span<UInt8>,
        from start: Int,
        isLast: Bool,
        isOne: Bool = false,
        into entries: inout [EntryLayout],
    ) throws(ScanStop) -> Int {
        var done = start
        itemStart = start
        foreignStart = nil
        while done < bytes.count {
            var cursor = ScanCursor(position: done, line: line)
            let before = self
            do throws(ScanStop) {
                try step(&cursor, in: bytes, isLast: isLast, into: &entries)
            } catch .needMore {
                self = before
                foreignStart = cursor.foreignStart
                guard isLast else { return done }
                throw .problem(.json(.inputEnded), at: bytes.count)
            }
            done = cursor.position
            line = cursor.line
            itemStart = done
            if isOne { return done }
        }
        guard isLast else { return done }
        if state != .betweenObjects { throw .problem(.json(.inputEnded), at: done) }
        if objectCount == 0 { throw .problem(.empty, at: done) }
        return done
    }

    private mutating func step(
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
        isLast: Bool,
        into entries: inout [EntryLayout],
    ) throws(ScanStop) {
        if state == .foreignText {
            if try cursor.skipText(in: bytes) { state = .afterMember }
            return
        }
        cursor.skipWhitespace(in: bytes)
        guard cursor.position < bytes.count else { return }
        let byte = bytes[cursor.position]
        switch state {
        case .foreignText: return
        case .betweenObjects:
            try startObject(&cursor, byte, in: bytes)
        case .firstMemberOrEnd where byte == UInt8(ascii: "}"):
            cursor.position += 1
            endObject()
        case .firstMemberOrEnd, .member:
            try member(&cursor, in: bytes)
        case .afterMember:
            cursor.position += 1
            switch byte {
            case UInt8(ascii: ","): state = .member
            case UInt8(ascii: "}"):
                guard looksLikeDump else { throw .problem(.notADump, at: cursor.position - 1) }
                endObject()
            default: throw .problem(.json(.expectedCommaOrObjectEnd), at: cursor.position - 1)
            }
        case .firstEntryOrEnd where byte == UInt8(ascii: "]"):
            cursor.position += 1
            state = .afterMember
        case .firstEntryOrEnd, .entry:
            let entry = try EntryScan.entry(&cursor, in: bytes)
            answers.add(
                hasValue: !entry.value.isEmpty,
                modRevision: EntryScan.integer(entry.modRevision, in: bytes) ?? 0
            )
            entries.append(entry)
            state = .afterEntry
        case .afterEntry:
            cursor.position += 1
            switch byte {
            case UInt8(ascii: ","): state = .entry
            case UInt8(ascii: "]"): state = .afterMember
            default: throw .problem(.json(.expectedCommaOrArrayEnd), at: cursor.position - 1)
            }
        }
    }

    private mutating func startObject(
        _ cursor: inout ScanCursor,
        _ byte: UInt8,
        in bytes: Span<UInt8>,
    ) throws(ScanStop) {
        let start = cursor.position
        guard byte == UInt8(ascii: "{") else {
            if objectCount > 0 { throw .problem(.json(.trailingText), at: start) }
            // A byte order mark is of no harm at the very start.
            if start == 0, byte == 0xef {
                guard bytes.count >= 3 else { throw .needMore }
                if bytes[1] == 0xbb, bytes[2] == 0xbf {
                    cursor.position = 3
                    return
                }
            }
            if start == 0, byte == 0x1f, bytes.count >= 2, bytes[1] == 0x8b {
                throw .problem(.gzip, at: 0)
            }
            throw .problem(.notJSON, at: start)
        }
        cursor.position += 1
        state = .firstMemberOrEnd
        looksLikeDump = false
    }

    private mutating func endObject() {
        objectCount += 1
        answers.endAnswer()
        state = .betweenObjects
    }

    /// A member of the outer object, up to what has to come after it.
    private mutating func member(
        _ cursor: inout ScanCursor,
        in bytes: Span<UInt8>,
    ) throws(ScanStop) {
        guard bytes[cursor.position] == UInt8(ascii: "\"") else {
            throw .problem(.json(.expectedKey), at: cursor.position)
        }
        let name = try cursor.anyString(in: bytes)
        try cursor.skipColon(in: bytes)
        let start = cursor.position
        if name.equals("kvs", in: bytes) {
            looksLikeDump = true
            if bytes[start] == UInt8(ascii: "[") {
                cursor.position += 1
                state = .firstEntryOrEnd
                return
            }
            guard bytes[start] == UInt8(ascii: "n") else {
                throw .problem(.kvsNotAnArray, at: start)
            }
        }
        if bytes[start] == UInt8(ascii: "\""), !name.equals("count", in: bytes) {
            cursor.position += 1
            state = .foreignText
            return
        }
        if name.equals("header", in: bytes) {
            answers.current.revision = try EntryScan.header(&cursor, in: bytes)
            looksLikeDump = true
        } else if name.equals("count", in: bytes) {
            let range = try cursor.skipValue(in: bytes)
            answers.current.count = EntryScan.wholeNumber(range, in: bytes)
            looksLikeDump = true
        } else if name.equals("more", in: bytes) {
            let range = try cursor.skipValue(in: bytes)
            answers.current.more = bytes[range.lowerBound] == UInt8(ascii: "t")
        } else {
            try cursor.skipForeignValue(in: bytes)
        }
        state = .afterMember
    }
}
