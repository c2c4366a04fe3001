/// Columns for a terminal: text to the left, numbers to the right.
struct Table {
    private var rows: [[String]] = []
    private var streamed: StreamedTable

    init(_ columns: [TableColumn]) {
        streamed = StreamedTable(columns)
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, the titles first.
    func render(style: Style = .standardOutput, width: Int? = Screen.width) -> String {
        var streamed = streamed
        return streamed.add(rows, style: style, width: width)
    }
}

/// A table whose rows come in parts: columns get wider when a part needs it.
///
/// Where the screen is too narrow, texts are cut, the widest first, and if that is not enough,
/// columns are left out. Which ones is settled with the titles.
struct StreamedTable {
    private let columns: [TableColumn]
    /// What each column would take.
    private var wanted: [Int]
    private var layout: TableLayout?

    init(_ columns: [TableColumn]) {
        self.columns = columns
        wanted = columns.map { WrappedText.columns($0.title) }
    }

    /// The lines of these rows; the titles come before the first.
    mutating func add(
        _ rows: [[String]],
        style: Style = .standardOutput,
        width: Int? = Screen.width,
    ) -> String {
        for row in rows {
            for (column, cell) in row.enumerated() {
                wanted[column] = max(wanted[column], WrappedText.columns(cell))
            }
        }
        let isFirst = layout == nil
        let layout = TableLayout(columns, wanted, width: width, after: layout)
        self.layout = layout
        var text = isFirst ? style.paint(line(columns.map(\.title), layout), .bold) + "\n" : ""
        for row in rows { text += line(row, layout) + "\n" }
        return text
    }

    private func line(_ row: [String], _ layout: TableLayout) -> String {
        var line = ""
        var isFirst = true
        for (column, text) in row.enumerated() where layout.isShown[column] {
            if !isFirst { line += "  " }
            isFirst = false
            let cell = columns[column].keeps.cut(text, to: layout.widths[column])
            let space = String(
                repeating: " ",
                count: max(0, layout.widths[column] - WrappedText.columns(cell))
            )
            line += columns[column].isNumber ? space + cell : cell + space
        }
        while line.utf8.last == UInt8(ascii: " ") { line.unicodeScalars.removeLast() }
        return line
    }
}
