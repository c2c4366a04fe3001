import Glibc

// In one piece or by the C library: byte by byte takes long in tests, which are not optimized.

extension Span<UInt8> {
    /// The bytes as an array.
    public func copied() -> [UInt8] { withUnsafeBufferPointer { Array($0) } }
}

extension Collection<UInt8> {
    /// How often a needle lies in contiguous bytes, begun before an offset.
    func occurrences(of needle: [UInt8], before end: Int) -> Int {
        let found = withContiguousStorageIfAvailable { bytes in
            var (found, offset) = (0, 0)
            while offset < end, let base = bytes.baseAddress.map(UnsafeRawPointer.init),
                let hit = memchr(base + offset, Int32(needle[0]), end - offset)
            {
                offset = UnsafeRawPointer(hit) - base
                if bytes.count - offset >= needle.count, memcmp(hit, needle, needle.count) == 0 {
                    found += 1
                }
                offset += 1
            }
            return found
        }
        guard let found else { preconditionFailure("the bytes are not contiguous") }
        return found
    }
}
