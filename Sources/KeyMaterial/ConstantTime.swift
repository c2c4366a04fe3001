/// Compares two runs of bytes in a time that depends on their lengths only.
///
/// Thirty-two bytes at a step: `CRYPTO_memcmp` takes one at a time, which for a value of 1 KiB is
/// more than opening it costs.
public func equalInConstantTime(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    guard left.count == right.count else { return false }
    return unsafe left.withUnsafeBytes { left in
        unsafe right.withUnsafeBytes { right in
            // No branch looks at what differs until everything was seen.
            var differing = SIMD4<UInt64>.zero
            var offset = 0
            while offset &+ 32 <= left.count {
                let words = unsafe left.loadUnaligned(
                    fromByteOffset: offset,
                    as: SIMD4<UInt64>.self
                )
                let others = unsafe right.loadUnaligned(
                    fromByteOffset: offset,
                    as: SIMD4<UInt64>.self
                )
                differing |= words ^ others
                offset &+= 32
            }
            var rest: UInt8 = 0
            while offset < left.count {
                rest |= unsafe left[offset] ^ right[offset]
                offset &+= 1
            }
            let words = differing[0] | differing[1] | differing[2] | differing[3]
            return words | UInt64(rest) == 0
        }
    }
}
