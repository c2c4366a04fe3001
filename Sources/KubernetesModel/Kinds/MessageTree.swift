internal import WireFormats

/// Gives stored protobuf the form that the API shows, by the table of built-in kinds.
///
/// The rules are those of Go's encoder: what is absent is left out, or written as its zero value,
/// as the field's json tag says.
struct MessageTree {
    /// What a newer server wrote and the table does not know.
    private(set) var unknownFields = UnknownFields()

    private let table = KindTable.shared
    private var types: [Int: MessageType] = [:]
    private var path: [String] = []

    /// The object in `range`, a message of the type.
    mutating func object(
        _ range: Range<Int>,
        of type: Int,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> KubernetesValue {
        try message([range], of: type, in: bytes, level: 1)
    }

    /// An object of which nothing is known but its metadata, in field 1.
    mutating func metadataOnly(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> KubernetesValue {
        var parts: [Range<Int>] = []
        do throws(WireFormatError) {
            var reader = ProtobufReader(range)
            while let field = try reader.next(in: bytes) {
                if field.number == 1 { parts.append(try field.content()) }
            }
        } catch {
            throw .encoding(error)
        }
        path = ["metadata"]
        let metadata = try message(parts, of: KindTable.objectMeta, in: bytes, level: 2)
        return .object([.init(key: "metadata", value: metadata)])
    }

    private mutating func type(_ index: Int) -> MessageType {
        if let known = types[index] { return known }
        let type = table.message(index)
        types[index] = type
        return type
    }

    /// One message; `parts` is empty for the zero value.
    private mutating func message(
        _ parts: [Range<Int>],
        of index: Int,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue {
        guard level <= KubernetesValue.maximumDepth else {
            throw .tooDeep(offset: parts.first?.lowerBound ?? 0)
        }
        let type = type(index)
        switch type.form {
        case .time: return try SpecialForm.time(parts.last, in: bytes, digits: 0)
        case .microTime: return try SpecialForm.time(parts.last, in: bytes, digits: 6)
        case .quantity: return try SpecialForm.quantity(parts.last, in: bytes)
        case .intOrString: return try SpecialForm.intOrString(parts.last, in: bytes)
        case .json: return try SpecialForm.json(parts.last, in: bytes)
        case .object, .orBool, .orList, .list: break
        }
        var unknown = unknownFields
        let content = try MessageContent(parts, of: type, in: bytes) { unknown.add($0, at: path) }
        unknownFields = unknown
        return type.form == .object
            ? try object(content, in: bytes, level: level)
            : try alternative(content, in: bytes, level: level)
    }

    private mutating func object(
        _ content: MessageContent,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue {
        var members: [KubernetesValue.Member] = []
        for (field, slot) in zip(content.type.fields, content.slots) {
            if !field.name.isEmpty { path.append(field.name) }
            defer { if !field.name.isEmpty { path.removeLast() } }
            guard let value = try value(of: field, slot, in: bytes, level: level) else { continue }
            if !field.name.isEmpty {
                members.append(.init(key: field.name, value: value))
            } else if case .object(let embedded) = value {
                members += embedded
            }
        }
        return .sorted(members)
    }

    /// The forms with two readings, and the named list.
    private mutating func alternative(
        _ content: MessageContent,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue {
        var values: [KubernetesValue] = []
        for (field, slot) in zip(content.type.fields, content.slots) {
            let value = try value(of: field, slot, in: bytes, level: level) ?? .null
            if content.type.form == .list { return value }
            values.append(value)
        }
        guard values.count == 2 else { return .null }
        return values[1] == .null ? values[0] : values[1]
    }

    /// What is printed for a field; nil for nothing.
    private mutating func value(
        of field: MessageType.Field,
        _ slot: MessageSlot,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue? {
        switch field.shape {
        case .map:
            if slot.isEmpty { return field.omitsEmpty ? nil : .null }
            return try map(field, slot, in: bytes, level: level + 1)
        case .list where field.isRepeated:
            if slot.isEmpty { return field.omitsEmpty ? nil : .null }
            return try list(field, slot, in: bytes, level: level + 1)
        case .list:
            guard let range = slot.ranges.last else { return field.omitsEmpty ? nil : .null }
            if range.isEmpty, field.omitsEmpty { return nil }
            return scalar(.bytes, 0, range, in: bytes)
        case .pointer:
            if slot.isEmpty { return field.omitsEmpty ? nil : .null }
            return try single(field, slot, in: bytes, level: level)
        case .value:
            let value = try single(field, slot, in: bytes, level: level)
            if case .message = field.content {
                return field.omitsZero && value == .null ? nil : value
            }
            guard field.omitsEmpty else { return value }
            switch value {
            case .string(""), .number("0"), .bool(false): return nil
            default: return value
            }
        }
    }

    private mutating func single(
        _ field: MessageType.Field,
        _ slot: MessageSlot,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue {
        if case .message(let type) = field.content {
            return try message(slot.ranges, of: type, in: bytes, level: level + 1)
        }
        return scalar(field.content, slot.numbers.last ?? 0, slot.ranges.last ?? 0..<0, in: bytes)
    }

    private mutating func list(
        _ field: MessageType.Field,
        _ slot: MessageSlot,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue {
        var elements: [KubernetesValue] = []
        for number in slot.numbers {
            elements.append(scalar(field.content, number, 0..<0, in: bytes))
        }
        for range in slot.ranges {
            if case .message(let type) = field.content {
                elements.append(try message([range], of: type, in: bytes, level: level + 1))
            } else {
                elements.append(scalar(field.content, 0, range, in: bytes))
            }
        }
        return .array(elements)
    }

    /// Entries are messages: 1 key, 2 value.
    private mutating func map(
        _ field: MessageType.Field,
        _ slot: MessageSlot,
        in bytes: Span<UInt8>,
        level: Int,
    ) throws(ObjectError) -> KubernetesValue {
        var members: [KubernetesValue.Member] = []
        for range in slot.ranges {
            var key = 0..<0
            var values: [Range<Int>] = []
            do throws(WireFormatError) {
                var reader = ProtobufReader(range)
                while let field = try reader.next(in: bytes) {
                    switch field.number {
                    case 1: key = try field.content()
                    case 2: values.append(try field.content())
                    default: unknownFields.add(field.number, at: path)
                    }
                }
            } catch {
                throw .encoding(error)
            }
            let value =
                if case .message(let type) = field.content {
                    try message(values, of: type, in: bytes, level: level + 1)
                } else {
                    scalar(field.content, 0, values.last ?? 0..<0, in: bytes)
                }
            members.append(.init(key: SpecialForm.text(key, in: bytes), value: value))
        }
        return .sorted(members)
    }

    private func scalar(
        _ content: MessageType.Content,
        _ number: UInt64,
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) -> KubernetesValue {
        switch content {
        case .string: .string(SpecialForm.text(range, in: bytes))
        case .bool: .bool(number != 0)
        case .int32: .number(String(Int32(truncatingIfNeeded: number)))
        case .int64: .number(String(Int64(bitPattern: number)))
        case .double: .number(SpecialForm.double(Double(bitPattern: number)))
        case .bytes:
            .string(String(decoding: Base64.encode(bytes.extracting(range)), as: UTF8.self))
        case .message: .null
        }
    }
}
