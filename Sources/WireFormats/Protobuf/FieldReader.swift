/// Reads protobuf's primitives from a range of a span, where a message is known well enough to
/// switch over whole tags; ``ProtobufReader`` is for all others.
public struct FieldReader: Sendable {
    /// The offset of the next byte.
    public var position: Int
    /// The offset after the message.
    public let end: Int

    /// Starts at a position.
    @inlinable
    public init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    /// A number; nil where it is cut or takes more than 64 bits.
    @inlinable
    @inline(__always)
    public mutating func varint(in bytes: Span<UInt8>) -> UInt64? {
        guard position < end else { return nil }
        let first = bytes[position]
        position &+= 1
        if first < 0x80 { return UInt64(first) }
        var result = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while position < end, shift < 64 {
            let byte = bytes[position]
            position &+= 1
            // The tenth byte has room for one bit.
            guard shift < 63 || byte <= 1 else { return nil }
            result |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 { return result }
            shift &+= 7
        }
        return nil
    }

    /// Where the content of a field with a length lies; nil where it ends beyond the message.
    @inlinable
    @inline(__always)
    public mutating func bytes(in bytes: Span<UInt8>) -> Range<Int>? {
        guard let count = varint(in: bytes), count <= UInt64(end &- position) else { return nil }
        let start = position
        position &+= Int(count)
        return start..<position
    }

    /// Skips the field of a tag that means nothing here; false where that is impossible.
    @inline(never)
    public mutating func skip(tag: UInt64, in bytes: Span<UInt8>) -> Bool {
        guard tag >> 3 > 0, tag >> 3 < 1 << 29 else { return false }
        switch tag & 7 {
        case 0: return varint(in: bytes) != nil
        case 1: return advance(by: 8)
        case 2: return self.bytes(in: bytes) != nil
        case 5: return advance(by: 4)
        default: return false
        }
    }

    private mutating func advance(by count: Int) -> Bool {
        guard end - position >= count else { return false }
        position += count
        return true
    }
}
