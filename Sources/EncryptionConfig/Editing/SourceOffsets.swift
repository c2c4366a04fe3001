/// Finds the byte at a line and column of a file of UTF-8.
struct SourceOffsets {
    /// The first byte of each line.
    private var lines: [Int] = []
    private let bytes: [UInt8]
    private let isASCII: Bool

    /// Lines end as YAML has it: at LF, CR, CRLF, NEL, LS and PS.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        isASCII = bytes.allSatisfy { $0 < 0x80 }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        lines.append(start)
        var offset = start
        while offset < bytes.count {
            let width = Self.breakWidth(bytes, offset)
            offset += max(width, 1)
            if width > 0 { lines.append(offset) }
        }
    }

    /// How many bytes the line break at `offset` has; 0 where there is none.
    static func breakWidth(_ bytes: [UInt8], _ offset: Int) -> Int {
        guard offset < bytes.count else { return 0 }
        switch bytes[offset] {
        case 0x0A: return 1
        case 0x0D: return offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? 2 : 1
        case 0xC2: return bytes[offset...].starts(with: [0xC2, 0x85]) ? 2 : 0
        case 0xE2:
            let isSeparator =
                bytes[offset...].starts(with: [0xE2, 0x80, 0xA8])
                || bytes[offset...].starts(with: [0xE2, 0x80, 0xA9])
            return isSeparator ? 3 : 0
        default: return 0
        }
    }

    /// The byte at a place; the end of the file for what lies behind it.
    func offset(of place: SourceRange.Position) -> Int {
        guard place.line <= lines.count else { return bytes.count }
        let start = lines[place.line - 1]
        if isASCII { return min(start + place.column - 1, bytes.count) }
        var offset = start
        for _ in 1..<max(place.column, 1) {
            guard offset < bytes.count else { break }
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return offset
    }
}
