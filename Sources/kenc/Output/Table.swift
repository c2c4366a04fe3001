/// Columns for a terminal: text to the left, numbers to the right.
struct Table {
    private var cells = TableCells()
    private var streamed: StreamedTable

    init(_ columns: [TableColumn]) {
        streamed = StreamedTable(columns)
    }

    mutating func add(_ row: [String]) {
        for cell in row { cells.add(cell) }
    }

    /// The lines, the titles first.
    func render(style: Style = .standardOutput, width: Int? = Screen.width) -> String {
        var streamed = streamed
        return String(decoding: streamed.add(cells, style: style, width: width), as: UTF8.self)
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

    /// The lines of these cells, as UTF-8; the titles come before the first.
    mutating func add(
        _ cells: TableCells,
        style: Style = .standardOutput,
        width: Int? = Screen.width,
    ) -> [UInt8] {
        for index in 0..<cells.count {
            let column = index % columns.count
            wanted[column] = max(wanted[column], cells.width(index))
        }
        let isFirst = layout == nil
        let layout = TableLayout(columns, wanted, width: width, after: layout)
        self.layout = layout
        var text: [UInt8] = []
        if isFirst {
            var titles = TableCells()
            for column in columns { titles.add(column.title) }
            var line: [UInt8] = []
            addLine(0, of: titles, layout, to: &line)
            text += style.paint(String(decoding: line, as: UTF8.self), .bold).utf8
            text.append(UInt8(ascii: "\n"))
        }
        for row in stride(from: 0, to: cells.count, by: columns.count) {
            addLine(row, of: cells, layout, to: &text)
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    /// One line without spaces at its end, of the cells from `first` on.
    private func addLine(
        _ first: Int,
        of cells: TableCells,
        _ layout: TableLayout,
        to text: inout [UInt8],
    ) {
        let space = UInt8(ascii: " ")
        let start = text.count
        var isFirst = true
        for column in columns.indices where layout.isShown[column] {
            if !isFirst { text.append(contentsOf: repeatElement(space, count: 2)) }
            isFirst = false
            let width = layout.widths[column]
            let count = cells.width(first + column)
            let padding = repeatElement(space, count: max(0, width - count))
            if columns[column].isNumber { text.append(contentsOf: padding) }
            let cell = cells[first + column]
            if count > width {
                let whole = String(decoding: cell, as: UTF8.self)
                text.append(contentsOf: columns[column].keeps.cut(whole, to: width).utf8)
            } else {
                text.append(contentsOf: cell)
            }
            if !columns[column].isNumber { text.append(contentsOf: padding) }
        }
        while text.count > start, text.last == space { text.removeLast() }
    }
}
