internal import CryptoLoops

/// One row of the result.
struct Measurement {
    let provider: String
    let operation: String
    let bytes: Int
    /// Nanoseconds a value.
    let c: Double
    let swift: Double
    /// The median over the rounds of Swift's time by C's in the same round.
    let ratio: Double
    let allocationsPerValue: Double
    /// The faster of several loops in C.
    let loop: String
    var target: Double? {
        switch bytes {
        case 1024: 1.15
        case 65536...: 1.03
        default: nil
        }
    }
}

/// Interleaved rounds of several contestants.
///
/// What else the machine does hits neighbours alike, so ratios are formed inside a round.
struct Rounds {
    /// Nanoseconds a value, contestant by contestant, round by round.
    private(set) var times: [[Double]]

    /// Times every contestant in turn, `count` times.
    ///
    /// A contestant gets how many values to do and returns nanoseconds.
    init(_ count: Int, valuesPerRound: Int, _ contestants: [(Int) throws -> Int64]) throws {
        times = Array(repeating: [], count: contestants.count)
        for contestant in contestants { _ = try contestant(max(1, valuesPerRound / 10)) }
        for round in 0..<count {
            for offset in contestants.indices {
                // Each goes first equally often.
                let index = (offset + round) % contestants.count
                let time = try contestants[index](valuesPerRound)
                times[index].append(Double(time) / Double(valuesPerRound))
            }
        }
    }

    func median(_ contestant: Int) -> Double { Self.median(times[contestant]) }

    func ratio(_ contestant: Int, to other: Int) -> Double {
        Self.median(zip(times[contestant], times[other]).map { $0 / $1 })
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
