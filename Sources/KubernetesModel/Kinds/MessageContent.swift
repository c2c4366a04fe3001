internal import WireFormats

/// What one field of a message holds in the store, before it is given a form.
struct MessageSlot {
    /// The numbers of a scalar, one for each time it comes.
    var numbers: [UInt64] = []
    /// The contents of a text, bytes or message, likewise.
    var ranges: [Range<Int>] = []

    var isEmpty: Bool { numbers.isEmpty && ranges.isEmpty }

    mutating func add(
        _ field: ProtobufField,
        in bytes: Span<UInt8>,
        as schema: MessageType.Field,
    ) throws(WireFormatError) {
        switch schema.content {
        case .string, .bytes, .message: ranges.append(try field.content())
        case .bool, .int32, .int64: try addNumbers(field, .varint, in: bytes, schema)
        case .double: try addNumbers(field, .fixed64, in: bytes, schema)
        }
    }

    /// A list of numbers comes as one field for each, or packed into one.
    private mutating func addNumbers(
        _ field: ProtobufField,
        _ wireType: ProtobufField.WireType,
        in bytes: Span<UInt8>,
        _ schema: MessageType.Field,
    ) throws(WireFormatError) {
        if field.wireType == .bytes, schema.isRepeated {
            var reader = ProtobufReader(field.range)
            while let number = try reader.nextPacked(wireType, in: bytes) { numbers.append(number) }
            return
        }
        guard field.wireType == wireType else {
            throw WireFormatError(.unexpectedWireType, at: field.range.lowerBound)
        }
        numbers.append(field.varint)
    }
}

/// The fields of a message, sorted out by their schema.
struct MessageContent {
    let type: MessageType
    private(set) var slots: [MessageSlot]

    /// Reads a message that comes in one part, or in several that are merged.
    init(
        _ parts: [Range<Int>],
        of type: MessageType,
        in bytes: Span<UInt8>,
        unknown: (Int) -> Void,
    ) throws(ObjectError) {
        self.type = type
        slots = [MessageSlot](repeating: MessageSlot(), count: type.fields.count)
        do throws(WireFormatError) {
            for part in parts {
                var reader = ProtobufReader(part)
                while let field = try reader.next(in: bytes) {
                    let index = type.fields.firstIndex { $0.number == field.number }
                    guard let index else {
                        unknown(field.number)
                        continue
                    }
                    try slots[index].add(field, in: bytes, as: type.fields[index])
                }
            }
        } catch {
            throw .encoding(error)
        }
    }
}
