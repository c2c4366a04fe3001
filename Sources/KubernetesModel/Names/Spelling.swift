/// Words that look alike.
package enum Spelling {
    /// The word that is the fewest slips away, if that is few for its length; of several the first
    /// by bytes.
    package static func nearest(to word: String, among words: some Sequence<String>) -> String? {
        let allowed = max(1, word.utf8.count / 4)
        var best: (slips: Int, word: String)?
        for candidate in words {
            let slips = slips(Array(word.utf8), Array(candidate.utf8), atMost: allowed)
            guard let slips else { continue }
            if let best, (best.slips, best.word) <= (slips, candidate) { continue }
            best = (slips, candidate)
        }
        return best?.word
    }

    /// Letters missing, too many, exchanged, or swapped with their neighbour; nil for more than
    /// `limit`.
    private static func slips(_ left: [UInt8], _ right: [UInt8], atMost limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit, left.count < 100 else { return nil }
        var older: [Int] = []
        var former = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let exchange = former[column] + (left[row] == right[column] ? 0 : 1)
                var slips = min(former[column + 1] + 1, current[column] + 1, exchange)
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    slips = min(slips, older[column - 1] + 1)
                }
                current.append(slips)
            }
            (older, former) = (former, current)
        }
        return former[right.count] <= limit ? former[right.count] : nil
    }
}
