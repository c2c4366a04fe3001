internal import WireFormats

extension KubernetesValue {
    /// Builds the tree of a CBOR value.
    ///
    /// Byte strings are text, as Kubernetes writes text, keys included. Tags are passed over.
    init(cbor range: Range<Int>, in bytes: Span<UInt8>) throws(ObjectError) {
        var reader = CBORReader(range)
        var builder = TreeBuilder()
        do throws(WireFormatError) {
            while true {
                let start = reader.position
                let item = try reader.next(in: bytes)
                guard builder.depth <= Self.maximumDepth else {
                    throw WireFormatError(.tooDeep, at: start)
                }
                if item == .finished { break }
                try Self.add(item, from: &reader, in: bytes, at: start, to: &builder)
            }
        } catch {
            throw .encoding(error)
        }
        self = builder.root ?? .null
    }

    private static func add(
        _ item: CBORItem,
        from reader: inout CBORReader,
        in bytes: Span<UInt8>,
        at start: Int,
        to builder: inout TreeBuilder,
    ) throws(WireFormatError) {
        let value: KubernetesValue
        switch item {
        case .tag, .finished: return
        case .end:
            builder.end()
            return
        case .bytes(let range), .text(let range):
            value = .string(String(decoding: range.map { bytes[$0] }, as: UTF8.self))
        case .chunksStart:
            var text: [UInt8] = []
            while true {
                switch try reader.next(in: bytes) {
                case .bytes(let range), .text(let range):
                    text.append(contentsOf: range.map { bytes[$0] })
                    continue
                default: break
                }
                break
            }
            value = .string(String(decoding: text, as: UTF8.self))
        case .arrayStart where !builder.needsKey:
            builder.startArray()
            return
        case .mapStart where !builder.needsKey:
            builder.startObject()
            return
        case .arrayStart, .mapStart: throw WireFormatError(.unexpectedItem, at: start)
        case .unsigned(let number): value = .number(String(number))
        case .negative(let number): value = .number(String(-1 - Int128(number)))
        case .bool(let flag): value = .bool(flag)
        case .null: value = .null
        case .float(let number):
            guard let text = decimal(number) else {
                throw WireFormatError(.unexpectedItem, at: start)
            }
            value = .number(text)
        }
        guard builder.needsKey else {
            builder.add(value)
            return
        }
        guard case .string(let key) = value else {
            throw WireFormatError(.unexpectedItem, at: start)
        }
        builder.key(key)
    }

    /// A number as JSON writes it; nil where JSON cannot.
    private static func decimal(_ number: Double) -> String? {
        guard number.isFinite else { return nil }
        if let integer = Int64(exactly: number), abs(number) < 1e15 { return String(integer) }
        return number.description
    }
}
