/// Which elements can stay where they are when a list changes its order.
enum LongestRow {
    /// Beyond this many elements out of place, all of them move.
    private static let limit = 2000

    /// The heaviest choice of `order` that only goes up, as positions in `order`.
    static func positions(_ order: [Int], weights: [Int]) -> Set<Int> {
        // Nearly always the ends are in place, and need no search.
        var start = 0
        while start < order.count, order[start] == start { start += 1 }
        var end = order.count
        var expected = weights.count
        while end > start, order[end - 1] == expected - 1 {
            end -= 1
            expected -= 1
        }
        var kept = Set(0..<start).union(end..<order.count)
        guard end - start <= limit else { return kept }
        var best: [(weight: Int, before: Int?)] = []
        for position in start..<end {
            var choice = (weight: 0, before: Int?.none)
            for earlier in start..<position where order[earlier] < order[position] {
                let weight = best[earlier - start].weight
                if weight > choice.weight { choice = (weight, earlier) }
            }
            best.append((choice.weight + weights[order[position]], choice.before))
        }
        // Of two ways that cost the same, the later element moves up: the one that was promoted.
        var position = best.indices.max { best[$0].weight <= best[$1].weight }.map { $0 + start }
        while let found = position {
            kept.insert(found)
            position = best[found - start].before
        }
        return kept
    }
}
