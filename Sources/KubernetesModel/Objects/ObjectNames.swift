internal import WireFormats

extension ObjectNames {
    /// In whatever encoding the plaintext is; nil where it begins as none.
    init?(of plaintext: Span<UInt8>) throws {
        switch StoredFormat(of: plaintext) {
        case .protobuf: try self.init(protobuf: plaintext)
        case .json: try self.init(json: plaintext)
        case .cbor: try self.init(cbor: plaintext)
        case .encrypted, .unknown: return nil
        }
    }

    init(protobuf plaintext: Span<UInt8>) throws(WireFormatError) {
        let envelope = try ProtobufEnvelope(of: plaintext)
        apiVersion.range = envelope.apiVersion
        var object = ProtobufReader(envelope.raw)
        while let field = try object.next(in: plaintext) {
            guard field.number == 1 else { continue }
            var metadata = ProtobufReader(try field.content())
            while let field = try metadata.next(in: plaintext) {
                if field.number == 1 { name.range = try field.content() }
                if field.number == 3 { namespace.range = try field.content() }
                if field.number == 8 { try readTime(field.content(), in: plaintext) }
            }
        }
    }

    private mutating func readTime(
        _ range: Range<Int>,
        in plaintext: Span<UInt8>,
    ) throws(WireFormatError) {
        var time = ProtobufReader(range)
        while let field = try time.next(in: plaintext) {
            if field.number == 1 { createdSeconds = try field.number() }
        }
    }

    /// Reads on to the end, as the last of several members with one key counts.
    init(json plaintext: Span<UInt8>) throws(JSONError) {
        enum Member {
            case apiVersion
            case metadata
            case name
            case namespace
            case created
            case other
        }
        var tokenizer = JSONTokenizer(0..<plaintext.count)
        var inMetadata = false
        var member = Member.other
        while true {
            let token = try tokenizer.next(in: plaintext)
            switch token {
            case .end: return
            case .key(let key, let escaped):
                func matches(_ word: StaticString) -> Bool {
                    JSONString.equals(key, escaped: escaped, in: plaintext, word)
                }
                member = .other
                if tokenizer.depth == 1 {
                    if matches("apiVersion") { member = .apiVersion }
                    if matches("metadata") { member = .metadata }
                } else if inMetadata, tokenizer.depth == 2 {
                    if matches("name") { member = .name }
                    if matches("namespace") { member = .namespace }
                    if matches("creationTimestamp") { member = .created }
                }
            case .string(let range, let escaped):
                let decoded = escaped ? JSONString.decode(range, in: plaintext) : nil
                let text = Text(range: range, decoded: decoded)
                switch member {
                case .apiVersion: apiVersion = text
                case .name: name = text
                case .namespace: namespace = text
                case .created: created = text
                case .metadata, .other: break
                }
                member = .other
            case .objectStart:
                if tokenizer.depth == 2, member == .metadata {
                    inMetadata = true
                } else if tokenizer.depth > 1 {
                    try tokenizer.skipValue(startedBy: token, in: plaintext)
                }
                member = .other
            case .arrayStart:
                try tokenizer.skipValue(startedBy: token, in: plaintext)
                member = .other
            case .objectEnd:
                if tokenizer.depth == 1 { inMetadata = false }
                member = .other
            default: member = .other
            }
        }
    }

    init(cbor plaintext: Span<UInt8>) throws(WireFormatError) {
        var reader = CBORReader(0..<plaintext.count)
        var item = try reader.next(in: plaintext)
        while case .tag = item { item = try reader.next(in: plaintext) }
        guard item == .mapStart else { throw WireFormatError(.unexpectedItem, at: 0) }
        while let key = try Self.key(&reader, in: plaintext) {
            var value = try reader.next(in: plaintext)
            while case .tag = value { value = try reader.next(in: plaintext) }
            if key.equals("apiVersion", in: plaintext) {
                apiVersion = try Self.text(value, &reader, in: plaintext)
            } else if key.equals("metadata", in: plaintext), value == .mapStart {
                try readMetadata(&reader, in: plaintext)
            } else {
                try reader.skip(value, in: plaintext)
            }
        }
    }

    private mutating func readMetadata(
        _ reader: inout CBORReader,
        in plaintext: Span<UInt8>,
    ) throws(WireFormatError) {
        while let key = try Self.key(&reader, in: plaintext) {
            let value = try reader.next(in: plaintext)
            if key.equals("name", in: plaintext) {
                name = try Self.text(value, &reader, in: plaintext)
            } else if key.equals("namespace", in: plaintext) {
                namespace = try Self.text(value, &reader, in: plaintext)
            } else if key.equals("creationTimestamp", in: plaintext) {
                created = try Self.text(value, &reader, in: plaintext)
            } else {
                try reader.skip(value, in: plaintext)
            }
        }
    }

    /// The next key of a map; nil at its end.
    private static func key(
        _ reader: inout CBORReader,
        in plaintext: Span<UInt8>,
    ) throws(WireFormatError) -> Text? {
        let item = try reader.next(in: plaintext)
        return item == .end ? nil : try text(item, &reader, in: plaintext)
    }

    /// A byte or text string; anything else is passed over and counts as empty.
    private static func text(
        _ item: CBORItem,
        _ reader: inout CBORReader,
        in plaintext: Span<UInt8>,
    ) throws(WireFormatError) -> Text {
        switch item {
        case .bytes(let range), .text(let range): return Text(range: range)
        case .chunksStart:
            var joined: [UInt8] = []
            while true {
                switch try reader.next(in: plaintext) {
                case .bytes(let range), .text(let range):
                    joined.append(contentsOf: range.map { plaintext[$0] })
                default: return Text(decoded: joined)
                }
            }
        default:
            try reader.skip(item, in: plaintext)
            return Text()
        }
    }
}

extension ObjectNames.Text {
    fileprivate func equals(_ word: StaticString, in plaintext: Span<UInt8>) -> Bool {
        if let decoded { return bytesEqual(decoded.span, 0..<decoded.count, word) }
        return bytesEqual(plaintext, range, word)
    }
}
