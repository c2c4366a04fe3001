internal import Glibc

extension Span<UInt8> {
    /// Whether the bytes from `offset` on start with an ASCII literal.
    @inline(__always)
    func starts(with literal: StaticString, at offset: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard offset <= count, length <= count - offset else { return false }
        let expected = unsafe literal.utf8Start
        for index in 0..<length {
            // In bounds by the guard above.
            guard unsafe self[unchecked: offset + index] == expected[index] else { return false }
        }
        return true
    }

    /// Whether the bytes from `offset` on start with a part of `text`.
    @inline(__always)
    func starts(with text: [UInt8], _ part: Range<Int>, at offset: Int) -> Bool {
        guard offset <= count, part.count <= count - offset else { return false }
        precondition(part.upperBound <= text.count)
        guard !part.isEmpty else { return true }
        return unsafe text.withUnsafeBytes { text in
            unsafe withUnsafeBytes { bytes in
                unsafe memcmp(
                    bytes.baseAddress.unsafelyUnwrapped + offset,
                    text.baseAddress.unsafelyUnwrapped + part.lowerBound,
                    part.count
                ) == 0
            }
        }
    }

    /// Sixteen bytes from `offset` on, as two words in memory order.
    @inline(__always)
    func load16(at offset: Int) -> SIMD2<UInt64> {
        precondition(offset >= 0 && offset <= count - 16)
        return unsafe withUnsafeBytes { bytes in
            unsafe bytes.loadUnaligned(fromByteOffset: offset, as: SIMD2<UInt64>.self)
        }
    }

    /// The range from `offset` up to the next `:`, nil if there is none.
    func field(from offset: Int) -> Range<Int>? {
        var end = offset
        while end < count {
            if self[end] == UInt8(ascii: ":") { return offset..<end }
            end += 1
        }
        return nil
    }

    /// Copies a range as text.
    func text(_ range: Range<Int>) -> String {
        let part = extracting(range)
        return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }
}
