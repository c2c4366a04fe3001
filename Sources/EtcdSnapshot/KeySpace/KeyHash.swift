/// A hash of etcd keys for a table in memory, eight bytes at a step.
///
/// Seeded anew for each table, since whoever names objects chooses the keys.
struct KeyHash {
    private let seed: UInt64

    init() {
        seed = UInt64.random(in: .min ... .max)
    }

    @inline(__always)
    func callAsFunction(_ range: Range<Int>, in bytes: Span<UInt8>) -> UInt32 {
        var state = seed ^ UInt64(truncatingIfNeeded: range.count)
        var position = range.lowerBound
        while position &+ 8 <= range.upperBound {
            state = Self.mix(state ^ bytes.u64(at: position))
            position &+= 8
        }
        if position < range.upperBound {
            var tail: UInt64 = 0
            if range.count >= 8 {
                // The last eight bytes, some of them for the second time.
                tail = bytes.u64(at: range.upperBound &- 8)
            } else {
                for offset in position..<range.upperBound {
                    tail = tail &<< 8 | UInt64(bytes[offset])
                }
            }
            state = Self.mix(state ^ tail)
        }
        return UInt32(truncatingIfNeeded: Self.mix(state ^ seed) >> 32)
    }

    @inline(__always)
    private static func mix(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
