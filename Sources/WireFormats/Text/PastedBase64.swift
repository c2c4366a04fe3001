/// Base64 as people paste it: broken into lines, without its padding, or of the alphabet that URLs
/// take.
public enum PastedBase64 {
    /// Decodes a text of either alphabet, but not of both.
    ///
    /// - Throws: ``WireFormatError``; its offset counts the characters that are no white space.
    public static func decode(_ text: Span<UInt8>) throws(WireFormatError) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(text.count + 3)
        var isOfURLs = false
        var isPlain = false
        for index in text.indices {
            switch text[index] {
            case 0x20, 0x09...0x0d: continue
            case UInt8(ascii: "-"):
                isOfURLs = true
                packed.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"):
                isOfURLs = true
                packed.append(UInt8(ascii: "/"))
            case UInt8(ascii: "+"), UInt8(ascii: "/"):
                isPlain = true
                packed.append(text[index])
            default: packed.append(text[index])
            }
        }
        guard !(isOfURLs && isPlain) else { throw WireFormatError(.character, at: 0) }
        guard packed.last != UInt8(ascii: "=") else { return try Base64.decode(packed.span) }
        while packed.count % 4 > 1 { packed.append(UInt8(ascii: "=")) }
        return try Base64.decode(packed.span)
    }
}
