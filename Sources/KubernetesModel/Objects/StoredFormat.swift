/// How a stored value is encoded, told from its first bytes.
public enum StoredFormat: String, Sendable {
    /// `k8s` and a NUL, then a protobuf envelope.
    case protobuf
    /// `{`.
    case json
    /// Tag 55799 of CBOR: `d9 d9 f7`.
    case cbor
    /// `k8s:enc:`, which a transformer wrote.
    case encrypted
    /// None of these.
    case unknown

    /// Looks at the first bytes of a value.
    public init(of value: Span<UInt8>) {
        if Self.starts(value, with: [0x6b, 0x38, 0x73, 0x00]) {
            self = .protobuf
        } else if value.count > 0, value[0] == UInt8(ascii: "{") {
            self = .json
        } else if Self.starts(value, with: [0xd9, 0xd9, 0xf7]) {
            self = .cbor
        } else if Self.starts(value, with: [0x6b, 0x38, 0x73, 0x3a, 0x65, 0x6e, 0x63, 0x3a]) {
            self = .encrypted
        } else {
            self = .unknown
        }
    }

    private static func starts<let count: Int>(
        _ value: Span<UInt8>,
        with head: InlineArray<count, UInt8>,
    ) -> Bool {
        guard value.count >= count else { return false }
        for index in 0..<count where value[index] != head[index] { return false }
        return true
    }
}
