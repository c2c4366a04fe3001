internal import WireFormats

/// The beginning of a `KeyValue` message of which the end may be missing.
struct RecordHead {
    private(set) var key = 0..<0
    /// The value as far as it is left.
    private(set) var value = 0..<0
    private(set) var modRevision: Int64?
    private(set) var isValueWhole = false
    /// Behind the last field that was read.
    private(set) var end = 0

    /// Reads fields from a message that takes `range`, of which the bytes before `left` are there.
    ///
    /// Nil if what is there is not the beginning of such a message.
    init?(in bytes: Span<UInt8>, at range: Range<Int>, left: Int) {
        var reader = FieldReader(position: range.lowerBound, end: min(left, range.upperBound))
        while reader.position < reader.end {
            guard let tag = reader.varint(in: bytes) else { return }
            switch tag {
            case 0x0A:
                // The key is whole, or the copy tells nothing.
                guard key.isEmpty, let field = reader.bytes(in: bytes) else { return nil }
                key = field
            case 0x10, 0x20, 0x30:
                guard reader.varint(in: bytes) != nil else { return }
            case 0x18:
                guard let number = reader.varint(in: bytes) else { return }
                modRevision = Int64(bitPattern: number)
            case 0x2A:
                guard let count = reader.varint(in: bytes) else { return }
                guard count <= UInt64(range.upperBound - reader.position) else { return nil }
                let whole = reader.position + Int(count)
                value = reader.position..<min(whole, reader.end)
                isValueWhole = whole <= reader.end
                end = value.upperBound
                guard isValueWhole else { return }
                reader = FieldReader(position: whole, end: reader.end)
            default:
                // What follows a record in free bytes is the next one's revision.
                guard !key.isEmpty else { return nil }
                return
            }
            end = reader.position
        }
    }
}
