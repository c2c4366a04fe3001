internal import Glibc

/// Whether the bytes of `range` are the UTF-8 of `word`.
package func bytesEqual(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside span")
    return unsafe bytes.withUnsafeBytes { buffer in
        guard !range.isEmpty, let base = buffer.baseAddress else { return true }
        return unsafe memcmp(base + range.lowerBound, word.utf8Start, range.count) == 0
    }
}

/// Whether two ranges hold the same bytes.
package func bytesEqual(
    _ left: Span<UInt8>,
    _ leftRange: Range<Int>,
    _ right: Span<UInt8>,
    _ rightRange: Range<Int>,
) -> Bool {
    guard leftRange.count == rightRange.count else { return false }
    precondition(
        leftRange.lowerBound >= 0 && leftRange.upperBound <= left.count
            && rightRange.lowerBound >= 0 && rightRange.upperBound <= right.count,
        "range outside span",
    )
    return unsafe left.withUnsafeBytes { left in
        unsafe right.withUnsafeBytes { right in
            guard !leftRange.isEmpty, let first = left.baseAddress, let second = right.baseAddress
            else { return true }
            return unsafe memcmp(
                first + leftRange.lowerBound,
                second + rightRange.lowerBound,
                leftRange.count,
            ) == 0
        }
    }
}

/// Whether the bytes of `range` are those of `other`.
package func bytesEqual(_ bytes: Span<UInt8>, _ range: Range<Int>, _ other: [UInt8]) -> Bool {
    bytesEqual(bytes, range, other.span, 0..<other.count)
}

extension Span<UInt8> {
    /// Whether these bytes begin with the others.
    package func starts(with beginning: [UInt8]) -> Bool {
        count >= beginning.count && bytesEqual(self, 0..<beginning.count, beginning)
    }
}
