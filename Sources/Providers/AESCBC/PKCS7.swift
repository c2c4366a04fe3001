/// The padding of aescbc (RFC 5652, section 6.3), with Kubernetes' rule for reading it.
enum PKCS7 {
    /// How many bytes of padding end a decrypted text; nil if it does not end in padding.
    ///
    /// The API server accepts 1 byte up to the whole text, as long as all padding bytes agree, as in
    /// Kubernetes: `aes/aes.go`. The last block is looked at in constant time. Longer padding, which
    /// no API server writes, costs a second look at up to 255 bytes.
    @inline(__always)
    static func paddingCount(of text: Span<UInt8>) -> Int? {
        let count = text.count
        guard count >= 16 else { return nil }
        let last = text.load16(at: count - 16)
        let padding = last[15]
        guard padding <= 16 else { return longPaddingCount(of: text, padding) }
        // Lane i is padding if i >= 16 - padding; such lanes must equal the count.
        let isPadding = positions .>= SIMD16(repeating: 16 &- padding)
        let wrong = SIMD16<UInt8>(repeating: 0).replacing(
            with: last ^ SIMD16(repeating: padding),
            where: isPadding
        )
        guard padding != 0, wrong.max() == 0 else { return nil }
        return Int(padding)
    }

    private static let positions = SIMD16<UInt8>(
        0,
        1,
        2,
        3,
        4,
        5,
        6,
        7,
        8,
        9,
        10,
        11,
        12,
        13,
        14,
        15
    )

    @inline(never)
    private static func longPaddingCount(of text: Span<UInt8>, _ padding: UInt8) -> Int? {
        guard Int(padding) <= text.count else { return nil }
        var wrong: UInt8 = 0
        for index in (text.count - Int(padding))..<text.count { wrong |= text[index] ^ padding }
        return wrong == 0 ? Int(padding) : nil
    }

    /// The block that ends a message: what is left behind its last whole block, and the padding.
    @inline(__always)
    static func lastBlock(of rest: Span<UInt8>) -> SIMD16<UInt8> {
        var block = SIMD16<UInt8>(repeating: UInt8(16 - rest.count))
        for index in rest.indices { block[index] = rest[index] }
        return block
    }
}
