internal import Glibc

/// Searches of spans that are worth looking at several bytes at a time.
public enum WordScan {
    /// The offset of the first quote, backslash or byte under 0x20 in `from..<to`; else `to`.
    public static func endOfPlainText(in bytes: Span<UInt8>, from: Int, to: Int) -> Int {
        precondition(from >= 0 && from <= to && to <= bytes.count, "range outside the span")
        return unsafe bytes.withUnsafeBytes { buffer in
            var index = from
            while index + 8 <= to {
                let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let found =
                    zeroBytes(word ^ (ones &* 0x22)) | zeroBytes(word ^ (ones &* 0x5c))
                    | ((word &- ones &* 0x20) & ~word & highBits)
                if found != 0 {
                    return index + UInt64(littleEndian: found).trailingZeroBitCount / 8
                }
                index += 8
            }
            while index < to {
                let byte = unsafe buffer[index]
                if byte == 0x22 || byte == 0x5c || byte < 0x20 { break }
                index += 1
            }
            return index
        }
    }

    /// The offset of the first `byte` in `from..<to`, or nil.
    public static func firstIndex(
        of byte: UInt8,
        in bytes: Span<UInt8>,
        from: Int,
        to: Int,
    ) -> Int? {
        precondition(from >= 0 && from <= to && to <= bytes.count, "range outside the span")
        return unsafe bytes.withUnsafeBytes { buffer -> Int? in
            guard from < to, let base = buffer.baseAddress else { return nil }
            guard let found = unsafe memchr(base + from, CInt(byte), to - from) else { return nil }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// The high bit of every byte that is 0; higher bytes than the first such may be wrong.
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
        (word &- ones) & ~word & highBits
    }
}
