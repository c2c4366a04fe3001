/// Columns for a terminal: text to the left, numbers to the right.
struct Table {
    enum Alignment {
        case left
        case right
    }

    private let alignments: [Alignment]
    private var rows: [[String]] = []

    init(_ columns: [(title: String, alignment: Alignment)]) {
        alignments = columns.map(\.alignment)
        rows.append(columns.map(\.title))
    }

    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The lines, the titles first.
    func render(style: Style = .standardOutput) -> String {
        let widths = alignments.indices.map { column in
            rows.map { $0[column].unicodeScalars.count }.max() ?? 0
        }
        var text = ""
        for (number, row) in rows.enumerated() {
            var line = ""
            for (column, cell) in row.enumerated() {
                if column > 0 { line += "  " }
                let space = String(
                    repeating: " ",
                    count: widths[column] - cell.unicodeScalars.count
                )
                line += alignments[column] == .right ? space + cell : cell + space
            }
            while line.last == " " { line.removeLast() }
            text += (number == 0 ? style.paint(line, .bold) : line) + "\n"
        }
        return text
    }
}

/// Numbers as people read them.
enum Numbers {
    /// `12,345`.
    static func grouped(_ number: Int) -> String {
        let digits = String(abs(number))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return number < 0 ? "-" + text : text
    }

    /// `1.4 MiB`.
    static func bytes(_ count: Int) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB"]
        var value = Double(count)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        guard unit > 0 else { return "\(count) B" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// `1 value`, `2 values`.
    static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }
}
