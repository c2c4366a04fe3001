/// Columns for a terminal: text to the left, numbers to the right.
struct Table {
    enum Alignment {
        case left
        case right
    }

    private var rows: [[String]] = []
    private var streamed: StreamedTable

    init(_ columns: [(title: String, alignment: Alignment)]) {
        streamed = StreamedTable(columns)
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, the titles first.
    func render(style: Style = .standardOutput) -> String {
        var streamed = streamed
        return streamed.add(rows, style: style)
    }
}

/// A table whose rows come in parts: columns get wider when a part needs it.
struct StreamedTable {
    private let titles: [String]
    private let alignments: [Table.Alignment]
    private var widths: [Int]
    private var isFirst = true

    init(_ columns: [(title: String, alignment: Table.Alignment)]) {
        titles = columns.map(\.title)
        alignments = columns.map(\.alignment)
        widths = titles.map { Self.width(of: $0) }
    }

    /// The lines of these rows; the titles come before the first.
    mutating func add(_ rows: [[String]], style: Style = .standardOutput) -> String {
        for row in rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], Self.width(of: cell))
            }
        }
        var text = isFirst ? style.paint(line(titles), .bold) + "\n" : ""
        isFirst = false
        for row in rows { text += line(row) + "\n" }
        return text
    }

    private func line(_ row: [String]) -> String {
        var line = ""
        for (column, cell) in row.enumerated() {
            if column > 0 { line += "  " }
            let space = String(
                repeating: " ",
                count: widths[column] - Self.width(of: cell)
            )
            line += alignments[column] == .right ? space + cell : cell + space
        }
        while line.utf8.last == UInt8(ascii: " ") { line.unicodeScalars.removeLast() }
        return line
    }

    private static func width(of cell: String) -> Int {
        let isASCII = cell.utf8.allSatisfy { $0 < 0x80 }
        return isASCII ? cell.utf8.count : cell.unicodeScalars.count
    }
}
