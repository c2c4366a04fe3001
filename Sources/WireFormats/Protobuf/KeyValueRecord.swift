/// An `mvccpb.KeyValue` message, as etcd stores and sends it: *key=1 bytes, create_revision=2,
/// mod_revision=3, version=4 (int64), value=5 bytes, lease=6 (int64)*; absent is 0 or empty.
///
/// The one decoder of it, since it runs once for each record of a file and of an answer: fields in
/// any order, unknown fields are skipped, the last of a repeated field counts, as protobuf has it.
/// Inlined into its callers, which rarely want all of it.
public struct KeyValueRecord: Sendable {
    /// Where the key lies in the span.
    public var key: Range<Int>
    /// Where the value lies in the span.
    public var value: Range<Int>
    /// The revision that made the key.
    public var createRevision: Int64 = 0
    /// The revision of the last write.
    public var modRevision: Int64 = 0
    /// How many writes since the key was made.
    public var version: Int64 = 0
    /// The lease, or 0.
    public var lease: Int64 = 0

    /// Nil if the bytes are not such a message.
    @inlinable
    @inline(__always)
    public init?(in bytes: Span<UInt8>, at range: Range<Int>) {
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
                // One of 1...6 with the wrong wire type is not unknown but wrong.
                guard tag >> 3 > 6, reader.skip(tag: tag, in: bytes) else { return nil }
            }
        }
    }
}
