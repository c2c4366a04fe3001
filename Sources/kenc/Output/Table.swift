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
        return String(decoding: streamed.add(rows, style: style, width: width), as: UTF8.self)
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

    /// The lines of these rows, as UTF-8; the titles come before the first.
    mutating func add(
        _ rows: [[String]],
        style: Style = .standardOutput,
        width: Int? = Screen.width,
    ) -> [UInt8] {
        var taken: [Int] = []
        taken.reserveCapacity(rows.count * columns.count)
        for row in rows {
            for (column, cell) in row.enumerated() {
                let width = WrappedText.columns(cell)
                wanted[column] = max(wanted[column], width)
                taken.append(width)
            }
        }
        let isFirst = layout == nil
        let layout = TableLayout(columns, wanted, width: width, after: layout)
        self.layout = layout
        var text: [UInt8] = []
        if isFirst {
            let titles = columns.map(\.title)
            var line: [UInt8] = []
            add(titles, titles.map { WrappedText.columns($0) }[...], layout, to: &line)
            text += style.paint(String(decoding: line, as: UTF8.self), .bold).utf8
            text.append(UInt8(ascii: "\n"))
        }
        for (index, row) in rows.enumerated() {
            let cells = index * columns.count
            add(row, taken[cells..<cells + row.count], layout, to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// One line without spaces at its end, of cells whose columns are known.
    private func add(
        _ row: [String],
        _ taken: ArraySlice<Int>,
        _ layout: TableLayout,
        to text: inout [UInt8],
    ) {
        let space = UInt8(ascii: " ")
        let start = text.count
        var isFirst = true
        for (column, cell) in row.enumerated() where layout.isShown[column] {
            if !isFirst { text.append(contentsOf: repeatElement(space, count: 2)) }
            isFirst = false
            let width = layout.widths[column]
            let count = taken[taken.startIndex + column]
            let padding = repeatElement(space, count: max(0, width - count))
            if columns[column].isNumber { text.append(contentsOf: padding) }
            if count > width {
                text.append(contentsOf: columns[column].keeps.cut(cell, to: width).utf8)
            } else {
                text.append(contentsOf: cell.utf8)
            }
            if !columns[column].isNumber { text.append(contentsOf: padding) }
        }
        while text.count > start, text.last == space { text.removeLast() }
    }
}
