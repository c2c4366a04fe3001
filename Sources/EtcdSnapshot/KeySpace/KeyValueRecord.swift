/// An `mvccpb.KeyValue` message: *key=1 bytes, create_revision=2, mod_revision=3, version=4 (int64),
/// value=5 bytes, lease=6 (int64)*; absent is 0 or empty.
///
/// A decoder of its own, since it runs once for each record of a file: fields in any order, unknown
/// fields are skipped, the last of a repeated field counts, as protobuf has it.
struct KeyValueRecord {
    private(set) var key: Range<Int>
    private(set) var value: Range<Int>
    private(set) var createRevision: Int64 = 0
    private(set) var modRevision: Int64 = 0
    private(set) var version: Int64 = 0
    private(set) var lease: Int64 = 0

    /// Nil if the bytes are not such a message.
    @inline(__always)
    init?(in bytes: Span<UInt8>, at range: Range<Int>) {
        key = range.lowerBound..<range.lowerBound
        value = key
        var reader = FieldReader(position: range.lowerBound, end: range.upperBound)
        while reader.position < reader.end {
            guard let tag = reader.varint(in: bytes) else { return nil }
            switch tag {
            case 0x0A:
                guard let field = reader.bytes(in: bytes) else { return nil }
                key = field
            case 0x10:
                guard let field = reader.varint(in: bytes) else { return nil }
                createRevision = Int64(bitPattern: field)
            case 0x18:
                guard let field = reader.varint(in: bytes) else { return nil }
                modRevision = Int64(bitPattern: field)
            case 0x20:
                guard let field = reader.varint(in: bytes) else { return nil }
                version = Int64(bitPattern: field)
            case 0x2A:
                guard let field = reader.bytes(in: bytes) else { return nil }
                value = field
            case 0x30:
                guard let field = reader.varint(in: bytes) else { return nil }
                lease = Int64(bitPattern: field)
            default:
                guard reader.skip(tag: tag, in: bytes) else { return nil }
            }
        }
    }
}

/// Reads protobuf's primitives from a range of a span.
struct FieldReader {
    private(set) var position: Int
    let end: Int

    init(position: Int, end: Int) {
        self.position = position
        self.end = end
    }

    @inline(__always)
    mutating func varint(in bytes: Span<UInt8>) -> UInt64? {
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

    @inline(__always)
    mutating func bytes(in bytes: Span<UInt8>) -> Range<Int>? {
        guard let count = varint(in: bytes), count <= UInt64(end &- position) else { return nil }
        let start = position
        position &+= Int(count)
        return start..<position
    }

    /// Skips an unknown field; one of 1...6 with the wrong wire type is not unknown but wrong.
    @inline(never)
    mutating func skip(tag: UInt64, in bytes: Span<UInt8>) -> Bool {
        guard tag >> 3 > 6, tag >> 3 < 1 << 29 else { return false }
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
