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

    /// Adds another set, of which nothing but two sets of pages may be in this one already.
    ///
    /// - Returns: Whether that is so.
    mutating func formUnion(_ other: PageSet, sharing base: PageSet, and pages: [Int]) -> Bool {
        var shared = base
        for page in pages { _ = shared.insert(page) }
        for index in words.indices {
            guard words[index] & other.words[index] == shared.words[index] else { return false }
            words[index] |= other.words[index]
        }
        count += other.count - shared.count
        return true
    }
}
