/// A field of a protobuf message, as read from the wire.
public struct ProtobufField: Equatable, Sendable {
    /// The wire types of the encoding, groups left out.
    public enum WireType: UInt8, Sendable {
        /// A variable-length integer.
        case varint = 0
        /// Eight bytes, little-endian.
        case fixed64 = 1
        /// A length and as many bytes: strings, bytes, messages, packed lists.
        case bytes = 2
        /// Four bytes, little-endian.
        case fixed32 = 5
    }

    /// From 1 to 2^29 - 1.
    public let number: Int
    /// How the content is encoded.
    public let wireType: WireType
    /// The number of a field of wire type 0, 1 or 5; else 0.
    public let varint: UInt64
    /// Where the content of a field of wire type 2 lies in the span; else where the number lies.
    public let range: Range<Int>
}

/// Walks over the fields of a protobuf message without copying.
///
/// The reader is a cursor: every call takes the span anew, always the same one. A message inside
/// the message is read with a second reader over ``ProtobufField/range``.
///
/// Source: the protocol buffers encoding guide. Groups are refused, as nothing that Kubernetes or
/// etcd stores has them.
public struct ProtobufReader: Sendable {
    /// The offset of the next field.
    public private(set) var position: Int
    /// The offset after the message.
    public let end: Int

    /// Makes a reader of the message that fills `range` of the span.
    public init(_ range: Range<Int>) {
        position = range.lowerBound
        end = range.upperBound
    }

    /// Reads the next field, or gives nil after the last.
    ///
    /// - Parameter bytes: The span that the range of the initializer is about.
    /// - Returns: The field, or nil after the last.
    /// - Throws: ``WireFormatError`` for a field that ends beyond the message (or the message
    ///   beyond the span), a varint over 10 bytes, a field number of 0 or over 2^29 - 1, a group.
    public mutating func next(
        in bytes: Span<UInt8>
    ) throws(WireFormatError) -> ProtobufField? {
        guard position >= 0, end <= bytes.count else {
            throw WireFormatError(.lengthBeyondInput, at: bytes.count)
        }
        guard position < end else { return nil }
        let start = position
        let tag = try varint(in: bytes)
        let number = tag >> 3
        guard number > 0, number < 1 << 29 else { throw WireFormatError(.fieldNumber, at: start) }
        let content = position
        switch tag & 7 {
        case 0:
            let value = try varint(in: bytes)
            return field(number, .varint, value, content..<position)
        case 1:
            let value = try fixed(8, in: bytes)
            return field(number, .fixed64, value, content..<position)
        case 2:
            let length = try varint(in: bytes)
            guard length <= UInt64(end - position) else {
                throw WireFormatError(.lengthBeyondInput, at: content)
            }
            let first = position
            position = first + Int(length)
            return field(number, .bytes, 0, first..<position)
        case 5:
            let value = try fixed(4, in: bytes)
            return field(number, .fixed32, value, content..<position)
        default:
            throw WireFormatError(.wireType, at: start)
        }
    }

    /// Reads the next number of a packed list, or gives nil after the last.
    ///
    /// - Parameters:
    ///   - wireType: How each number is written: as a varint or in eight or four bytes.
    ///   - bytes: The span that the range of the initializer is about.
    /// - Returns: The number, or nil after the last.
    /// - Throws: ``WireFormatError`` for a number that is cut short or too long.
    public mutating func nextPacked(
        _ wireType: ProtobufField.WireType,
        in bytes: Span<UInt8>,
    ) throws(WireFormatError) -> UInt64? {
        guard position >= 0, end <= bytes.count else {
            throw WireFormatError(.lengthBeyondInput, at: bytes.count)
        }
        guard position < end else { return nil }
        switch wireType {
        case .varint: return try varint(in: bytes)
        case .fixed64: return try fixed(8, in: bytes)
        case .fixed32: return try fixed(4, in: bytes)
        case .bytes: throw WireFormatError(.unexpectedWireType, at: position)
        }
    }

    private func field(
        _ number: UInt64,
        _ wireType: ProtobufField.WireType,
        _ varint: UInt64,
        _ range: Range<Int>,
    ) -> ProtobufField {
        ProtobufField(number: Int(number), wireType: wireType, varint: varint, range: range)
    }

    private mutating func varint(in bytes: Span<UInt8>) throws(WireFormatError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw WireFormatError(.varintTooLong, at: start) }
        }
        throw WireFormatError(.truncated, at: start)
    }

    private mutating func fixed(
        _ count: Int,
        in bytes: Span<UInt8>,
    ) throws(WireFormatError) -> UInt64 {
        guard count <= end - position else { throw WireFormatError(.truncated, at: position) }
        var value: UInt64 = 0
        for index in 0..<count {
            value |= UInt64(bytes[position + index]) << UInt64(8 * index)
        }
        position += count
        return value
    }
}

extension ProtobufField {
    /// The last field of a number in a message, as protobuf wants it for fields that do not repeat.
    public static func last(
        _ number: Int,
        in message: Range<Int>,
        of bytes: Span<UInt8>,
    ) throws(WireFormatError) -> ProtobufField? {
        var reader = ProtobufReader(message)
        var found: ProtobufField?
        while let field = try reader.next(in: bytes) {
            if field.number == number { found = field }
        }
        return found
    }
}
