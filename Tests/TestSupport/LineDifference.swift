/// How many lines of a text went and how many came.
public struct LineDifference: Equatable {
    /// Lines of the old text that are not in the new one.
    public var removed: Int
    /// Lines of the new text that are not in the old one.
    public var added: Int

    /// Makes a difference of two numbers.
    public init(removed: Int, added: Int) {
        self.removed = removed
        self.added = added
    }

    /// Compares by the longest row of lines that both have.
    public init(_ old: [UInt8], _ new: [UInt8]) {
        let old = old.split(separator: 0x0A, omittingEmptySubsequences: false)
        let new = new.split(separator: 0x0A, omittingEmptySubsequences: false)
        var last = [Int](repeating: 0, count: new.count + 1)
        for line in old {
            var row = [0]
            for (index, other) in new.enumerated() {
                row.append(line == other ? last[index] + 1 : max(last[index + 1], row[index]))
            }
            last = row
        }
        removed = old.count - last[new.count]
        added = new.count - last[new.count]
    }

    /// All lines touched.
    public var total: Int { removed + added }
}
