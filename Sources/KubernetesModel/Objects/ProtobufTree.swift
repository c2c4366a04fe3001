internal import WireFormats

/// Decodes protobuf messages to trees by their schema.
///
/// Fields that the schema does not name are passed over: newer servers may write them.
struct ProtobufTree {
    private struct Slot {
        var value: KubernetesValue?
        var elements: [KubernetesValue] = []
        var members: [KubernetesValue.Member] = []
    }

    /// Decodes the message in `range`.
    ///
    /// Schemas nest four levels at most.
    static func decode(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
        as schema: MessageSchema,
    ) throws(ObjectError) -> KubernetesValue {
        var slots = [Slot](repeating: Slot(), count: schema.fields.count)
        var reader = ProtobufReader(range)
        while let field = try next(&reader, in: bytes) {
            guard let index = schema.fields.firstIndex(where: { $0.number == field.number }) else {
                continue
            }
            try read(field, in: bytes, as: schema.fields[index], into: &slots[index])
        }
        var members: [KubernetesValue.Member] = []
        for (field, slot) in zip(schema.fields, slots) {
            if let value = finished(slot, field) {
                members.append(.init(key: field.name, value: value))
            }
        }
        return .sorted(members)
    }

    private static func next(
        _ reader: inout ProtobufReader,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> ProtobufField? {
        do throws(WireFormatError) { return try reader.next(in: bytes) } catch {
            throw .encoding(error)
        }
    }

    private static func read(
        _ field: ProtobufField,
        in bytes: Span<UInt8>,
        as schema: MessageSchema.Field,
        into slot: inout Slot,
    ) throws(ObjectError) {
        do throws(WireFormatError) {
            switch schema.kind {
            case .string: slot.value = .string(text(try field.content(), in: bytes))
            case .bool: slot.value = .bool(try field.number() != 0)
            case .integer:
                slot.value = .number(String(Int64(bitPattern: try field.number())))
            case .time: slot.value = try time(field.content(), in: bytes)
            case .strings: slot.elements.append(.string(text(try field.content(), in: bytes)))
            case .textMap, .bytesMap:
                slot.members.append(try mapEntry(field.content(), in: bytes, as: schema.kind))
            case .rawJSON, .message, .messages: _ = try field.content()
            }
        } catch {
            throw .encoding(error)
        }
        switch schema.kind {
        case .rawJSON: slot.value = try rawJSON(field.range, in: bytes)
        case .message(let inner): slot.value = try decode(field.range, in: bytes, as: inner)
        case .messages(let inner):
            slot.elements.append(try decode(field.range, in: bytes, as: inner))
        default: break
        }
    }

    /// What is printed for a field; nil for nothing, by the rules of Go's `omitempty`.
    private static func finished(_ slot: Slot, _ field: MessageSchema.Field) -> KubernetesValue? {
        switch field.kind {
        case .strings, .messages: return slot.elements.isEmpty ? nil : .array(slot.elements)
        case .textMap, .bytesMap: return slot.members.isEmpty ? nil : .sorted(slot.members)
        case .message: return slot.value ?? (field.printsZero ? .object([]) : nil)
        case .string where field.printsZero && slot.value == nil: return .string("")
        default: break
        }
        if field.printsZero { return slot.value }
        switch slot.value {
        case .string(""), .number("0"), .bool(false): return nil
        default: return slot.value
        }
    }

    private static func text(_ range: Range<Int>, in bytes: Span<UInt8>) -> String {
        String(decoding: range.map { bytes[$0] }, as: UTF8.self)
    }

    private static func mapEntry(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
        as kind: MessageSchema.Kind,
    ) throws(WireFormatError) -> KubernetesValue.Member {
        var reader = ProtobufReader(range)
        var key = 0..<0
        var value = 0..<0
        while let field = try reader.next(in: bytes) {
            if field.number == 1 { key = try field.content() }
            if field.number == 2 { value = try field.content() }
        }
        let text =
            if case .bytesMap = kind {
                String(decoding: Base64.encode(bytes.extracting(value)), as: UTF8.self)
            } else {
                text(value, in: bytes)
            }
        return .init(key: Self.text(key, in: bytes), value: .string(text))
    }

    /// A `Time`: seconds in field 1.
    ///
    /// The zero time is an empty message and is not printed.
    private static func time(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) throws(WireFormatError) -> KubernetesValue? {
        var reader = ProtobufReader(range)
        var seconds: Int64?
        while let field = try reader.next(in: bytes) {
            if field.number == 1 { seconds = Int64(bitPattern: try field.number()) }
        }
        guard let seconds, let text = rfc3339(seconds) else { return nil }
        return .string(text)
    }

    /// A `FieldsV1`: JSON text in field 1.
    private static func rawJSON(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) throws(ObjectError) -> KubernetesValue? {
        var reader = ProtobufReader(range)
        var text: Range<Int>?
        while let field = try next(&reader, in: bytes) {
            guard field.number == 1 else { continue }
            do throws(WireFormatError) { text = try field.content() } catch {
                throw .encoding(error)
            }
        }
        guard let text, !text.isEmpty else { return nil }
        return try KubernetesValue(json: text, in: bytes)
    }
}
