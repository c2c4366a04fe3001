extension StoredFormat {
    /// Whether bytes are what an API server stores, as far as their form tells: encrypted, or an
    /// object in protobuf or CBOR by its first bytes, or a whole JSON object with `apiVersion` and
    /// `kind`, which is neither a configuration nor a `List`.
    public static func looksStored(_ value: Span<UInt8>) -> Bool {
        switch StoredFormat(of: value) {
        case .encrypted, .protobuf, .cbor: return true
        case .unknown: return false
        case .json:
            guard let head = JSONHead(value), head.apiVersion != nil, head.kind != nil else {
                return false
            }
            return HandwrittenFile(value) == nil
        }
    }
}
