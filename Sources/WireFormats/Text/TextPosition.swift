/// A place in a text as an editor shows it.
public struct TextPosition: Equatable, Hashable, Sendable {
    /// From 1.
    public let line: Int
    /// From 1, in Unicode scalars; a byte that is no UTF-8 counts as one.
    public let column: Int

    /// Finds the place of the byte at `offset`; lines end with a line feed.
    ///
    /// An offset beyond the end is the place after the last byte.
    public init(of offset: Int, in bytes: Span<UInt8>) {
        let end = min(max(offset, 0), bytes.count)
        var line = 1
        var start = 0
        while let feed = WordScan.firstIndex(of: 0x0a, in: bytes, from: start, to: end) {
            line += 1
            start = feed + 1
        }
        var column = 1
        while start < end {
            start += max(1, utf8Length(at: start, end: bytes.count, in: bytes))
            if start <= end { column += 1 }
        }
        self.line = line
        self.column = column
    }
}
