/// A set of page numbers below a bound, one bit a page.
struct PageSet: Sendable {
    let bound: Int
    private(set) var count = 0
    private var words: [UInt64]

    init(bound: Int) {
        self.bound = bound
        words = Array(repeating: 0, count: (bound + 63) / 64)
    }

    @inline(__always)
    func contains(_ page: Int) -> Bool {
        words[page >> 6] & (1 << UInt64(page & 63)) != 0
    }

    /// Whether the page was not in the set before.
    @inline(__always)
    mutating func insert(_ page: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(page & 63)
        guard words[page >> 6] & bit == 0 else { return false }
        words[page >> 6] |= bit
        count += 1
        return true
    }
}
