/// Comparison of two ranges of one span, byte by byte as bbolt orders keys.
@inline(__always)
func precedes(_ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    let shared = min(left.count, right.count)
    var done = 0
    while done &+ 8 <= shared {
        let a = bytes.bigEndian64(at: left.lowerBound &+ done)
        let b = bytes.bigEndian64(at: right.lowerBound &+ done)
        if a != b { return a < b }
        done &+= 8
    }
    while done < shared {
        let a = bytes[left.lowerBound &+ done]
        let b = bytes[right.lowerBound &+ done]
        if a != b { return a < b }
        done &+= 1
    }
    return left.count < right.count
}

/// Whether two ranges of one span hold the same bytes.
@inline(__always)
func equal(_ left: Range<Int>, _ right: Range<Int>, in bytes: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    let count = left.count
    var done = 0
    while done &+ 8 <= count {
        guard
            bytes.u64(at: left.lowerBound &+ done) == bytes.u64(at: right.lowerBound &+ done)
        else { return false }
        done &+= 8
    }
    while done < count {
        guard bytes[left.lowerBound &+ done] == bytes[right.lowerBound &+ done] else {
            return false
        }
        done &+= 1
    }
    return true
}
