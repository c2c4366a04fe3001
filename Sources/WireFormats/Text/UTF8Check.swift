/// How many bytes the UTF-8 sequence at `start` has, or 0 if it is not valid (RFC 3629).
package func utf8Length(at start: Int, end: Int, in bytes: Span<UInt8>) -> Int {
    let first = bytes[start]
    let count: Int
    var second: ClosedRange<UInt8> = 0x80...0xbf
    switch first {
    case 0x00...0x7f: return 1
    case 0xc2...0xdf: count = 2
    case 0xe0: (count, second) = (3, 0xa0...0xbf)
    case 0xed: (count, second) = (3, 0x80...0x9f)
    case 0xe1...0xef: count = 3
    case 0xf0: (count, second) = (4, 0x90...0xbf)
    case 0xf1...0xf3: count = 4
    case 0xf4: (count, second) = (4, 0x80...0x8f)
    default: return 0
    }
    guard start + count <= end, second.contains(bytes[start + 1]) else { return 0 }
    for offset in 2..<4 where offset < count && bytes[start + offset] & 0xc0 != 0x80 { return 0 }
    return count
}
