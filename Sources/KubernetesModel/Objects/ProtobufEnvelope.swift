internal import WireFormats

/// What stands around a protobuf object: `runtime.Unknown` of apimachinery, after the four bytes
/// `k8s` NUL.
struct ProtobufEnvelope {
    /// Where the parts lie in the value; empty where the envelope has none.
    private(set) var apiVersion = 0..<0
    private(set) var kind = 0..<0
    private(set) var raw = 0..<0
    private(set) var contentEncoding = 0..<0
    private(set) var contentType = 0..<0

    init(of value: Span<UInt8>) throws(WireFormatError) {
        var reader = ProtobufReader(4..<value.count)
        while let field = try reader.next(in: value) {
            switch field.number {
            case 1:
                var inner = ProtobufReader(try field.content())
                while let field = try inner.next(in: value) {
                    if field.number == 1 { apiVersion = try field.content() }
                    if field.number == 2 { kind = try field.content() }
                }
            case 2: raw = try field.content()
            case 3: contentEncoding = try field.content()
            case 4: contentType = try field.content()
            default: break
            }
        }
    }
}

extension ProtobufField {
    /// The bytes of a field that has to be of wire type 2.
    func content() throws(WireFormatError) -> Range<Int> {
        guard wireType == .bytes else {
            throw WireFormatError(.unexpectedWireType, at: range.lowerBound)
        }
        return range
    }

    /// The number of a field that has to be a varint.
    func number() throws(WireFormatError) -> UInt64 {
        guard wireType == .varint else {
            throw WireFormatError(.unexpectedWireType, at: range.lowerBound)
        }
        return varint
    }
}
