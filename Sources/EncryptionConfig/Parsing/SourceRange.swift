/// A stretch of the text, counted from 0 in Unicode scalars of the whole file; the end is exclusive.
///
/// Small, since a hostile file has millions of places: ``LineTable`` says the lines.
struct SourceRange: Sendable, Equatable {
    /// A place for people: line and column from 1.
    struct Position: Sendable, Equatable, Comparable {
        var line: Int
        var column: Int

        static func < (left: Position, right: Position) -> Bool {
            (left.line, left.column) < (right.line, right.column)
        }
    }

    private let shortStart: Int32
    private let shortEnd: Int32

    var start: Int { Int(shortStart) }
    var end: Int { Int(shortEnd) }

    init(start: Int, end: Int) {
        (shortStart, shortEnd) = (Int32(start), Int32(end))
    }

    /// The place without its extent.
    var startOnly: SourceRange { SourceRange(start: start, end: start) }
}

/// Where the lines of a file begin, in Unicode scalars.
struct LineTable: Sendable {
    private var starts: [Int32] = [0]

    /// Notes that a line begins, unless it is known.
    mutating func add(_ start: Int) {
        if starts.last.map({ $0 < start }) ?? true { starts.append(Int32(start)) }
    }

    /// The line of a place, from 1.
    func line(of index: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= index { low = middle } else { high = middle }
        }
        return low + 1
    }

    func position(of index: Int) -> SourceRange.Position {
        let line = line(of: index)
        return SourceRange.Position(line: line, column: index - Int(starts[line - 1]) + 1)
    }
}
