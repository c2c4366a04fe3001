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
        let high = UInt64(littleEndian: last[1])
        let padding = high >> 56
        guard padding <= 16 else { return longPaddingCount(of: text, UInt8(padding)) }
        // A shift by all 64 bits leaves nothing, so 0 bytes of a word give an empty mask.
        let highMask = UInt64.max << (64 - 8 * min(padding, 8))
        let lowMask = UInt64.max << (64 - 8 * (max(padding, 8) - 8))
        let expected = padding &* 0x0101_0101_0101_0101
        let wrong =
            (high ^ expected) & highMask | (UInt64(littleEndian: last[0]) ^ expected) & lowMask
        guard padding != 0, wrong == 0 else { return nil }
        return Int(padding)
    }

    @inline(never)
    private static func longPaddingCount(of text: Span<UInt8>, _ padding: UInt8) -> Int? {
        guard Int(padding) <= text.count else { return nil }
        var wrong: UInt8 = 0
        for index in (text.count - Int(padding))..<text.count { wrong |= text[index] ^ padding }
        return wrong == 0 ? Int(padding) : nil
    }

    /// The block that ends a message: what is left behind its last whole block, and the padding.
    @inline(__always)
    static func lastBlock(of rest: Span<UInt8>) -> InlineArray<16, UInt8> {
        var block = InlineArray<16, UInt8>(repeating: UInt8(16 - rest.count))
        for index in rest.indices { block[index] = rest[index] }
        return block
    }
}
