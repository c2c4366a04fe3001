/// A column of a table, and what may become of it on a narrow screen.
struct TableColumn {
    /// Which part of a text that is too long tells most.
    enum Part {
        case start
        case end
        case both
    }

    let title: String
    var isNumber = false
    /// How many columns a text keeps at least; nil: it is never cut.
    var least: Int?
    var keeps = Part.start
    /// Columns with the highest number are left out first; nil: this one stays.
    var rank: Int?

    /// A text, which is cut down to `least` columns where that is given.
    static func text(
        _ title: String,
        least: Int? = nil,
        keeps: Part = .start,
        rank: Int? = nil,
    ) -> TableColumn {
        TableColumn(title: title, least: least, keeps: keeps, rank: rank)
    }

    /// A number, which is never cut.
    static func number(_ title: String, rank: Int? = nil) -> TableColumn {
        TableColumn(title: title, isNumber: true, rank: rank)
    }
}

extension TableColumn.Part {
    /// The text with an ellipsis for what does not fit.
    func cut(_ text: String, to width: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > width, width > 0 else { return text }
        let (head, tail) =
            switch self {
            case .start: (width - 1, 0)
            case .end: (0, width - 1)
            case .both: (width / 2, (width - 1) / 2)
            }
        return String(scalars.prefix(head)) + "…" + String(scalars.suffix(tail))
    }
}

/// Which columns of a table are shown, and how wide.
struct TableLayout {
    private(set) var widths: [Int]
    private(set) var isShown: [Bool]

    /// What a text keeps where even the least widths are too wide.
    private static let emergency = 4

    /// Fits columns that would take `wanted` into `width`; the columns of a former part stay.
    init(_ columns: [TableColumn], _ wanted: [Int], width: Int?, after former: TableLayout?) {
        widths = wanted
        isShown = former?.isShown ?? columns.map { _ in true }
        guard let width else { return }
        while true {
            widths = wanted
            if cut(columns.map(\.least), to: width) { return }
            let next = columns.indices.filter { isShown[$0] && columns[$0].rank != nil }
                .max { (columns[$0].rank ?? 0) < (columns[$1].rank ?? 0) }
            guard former == nil, let next else { break }
            isShown[next] = false
        }
        _ = cut(columns.map { $0.isNumber ? nil : Self.emergency }, to: width)
    }

    /// Cuts the widest of the texts until all fits; false where it does not.
    private mutating func cut(_ least: [Int?], to width: Int) -> Bool {
        let shown = widths.indices.filter { isShown[$0] }
        var excess = shown.reduce(0) { $0 + widths[$1] } + 2 * (shown.count - 1) - width
        while excess > 0 {
            let next = shown.filter { widths[$0] > least[$0] ?? .max }
                .max { widths[$0] < widths[$1] }
            guard let next else { return false }
            widths[next] -= 1
            excess -= 1
        }
        return true
    }
}
