/// The texts of a table, row by row, with the columns that each takes.
///
/// One buffer for all: a row of a million makes no text of its own.
struct TableCells {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var widths: [Int] = []

    /// How many there are.
    var count: Int { ends.count }

    mutating func add(_ text: String) {
        bytes += text.utf8
        ends.append(bytes.count)
        widths.append(WrappedText.columns(text))
    }

    /// A text of printable ASCII.
    mutating func add(plain text: ArraySlice<UInt8>) {
        bytes += text
        ends.append(bytes.count)
        widths.append(text.count)
    }

    /// How many columns a text takes.
    func width(_ index: Int) -> Int { widths[index] }

    /// A text in UTF-8.
    subscript(index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
}
