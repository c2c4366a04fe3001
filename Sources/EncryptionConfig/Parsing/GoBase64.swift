/// Standard base64 with padding, as lenient as Go's decoder, which the API server uses.
///
/// CR and LF are ignored wherever they stand, and the bits that the last character has too many may
/// be anything.
enum GoBase64 {
    /// The bytes, in an array that never grew, so that wiping it leaves nothing behind.
    static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        var count = 0
        var padding = 0
        for index in text.indices {
            switch text[index] {
            case 0x0A, 0x0D: continue
            case UInt8(ascii: "="):
                padding += 1
                guard padding <= 2 else { return nil }
            case let character:
                guard padding == 0, value(of: character) != nil else { return nil }
            }
            count += 1
        }
        guard count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count / 4 * 3)
        var group: UInt32 = 0
        var filled = 0
        for index in text.indices where text[index] != 0x0A && text[index] != 0x0D {
            group = group << 6 | UInt32(value(of: text[index]) ?? 0)
            filled += 1
            guard filled == 4 else { continue }
            bytes.append(UInt8(truncatingIfNeeded: group >> 16))
            bytes.append(UInt8(truncatingIfNeeded: group >> 8))
            bytes.append(UInt8(truncatingIfNeeded: group))
            (group, filled) = (0, 0)
        }
        bytes.removeLast(padding)
        return bytes
    }

    static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
