internal import WireFormats

/// The members of a JSON object with a key and a value, as etcd's answers hold them.
struct KeyValueObject {
    private var key: [UInt8]?
    private var value: [UInt8]?
    private var modRevision: Int64?
    /// Whether every member is one of etcd's.
    private(set) var isOfEtcd = true
    private var names: Set<String> = []

    /// Reads the members after `{`; nil for a member given twice, or text where none can be.
    init?(_ tokens: inout JSONTokenizer, in bytes: Span<UInt8>) throws(JSONError) {
        while case .key(let range, _) = try tokens.next(in: bytes) {
            let name = JSONString.text(range, in: bytes)
            guard names.insert(name).inserted else { return nil }
            if !Self.names.contains(name) { isOfEtcd = false }
            let token = try tokens.next(in: bytes)
            if name == "mod_revision" || name == "modRevision" {
                modRevision = Self.number(token, in: bytes)
            }
            guard ["key", "value"].contains(name) else {
                try tokens.skipValue(startedBy: token, in: bytes)
                continue
            }
            guard case .string(let text, _) = token else { return nil }
            let decoded = JSONString.decode(text, in: bytes)
            if name == "key" { key = decoded } else { value = decoded }
        }
    }

    private static let names: Set = [
        "key", "value", "lease", "version", "create_revision", "mod_revision", "createRevision",
        "modRevision",
    ]

    /// Both as bytes; nil unless the key is there, and both are base64, or hex as with `--hex`.
    var pair: EtcdAnswer.Pair? {
        guard let key else { return nil }
        let value = value ?? []
        // A key begins with a slash, which tells the two apart.
        if let key = try? HexText.decode(key.span), key.first == 0x2f,
            let value = try? HexText.decode(value.span)
        {
            return EtcdAnswer.Pair(key: key, value: value, modRevision: modRevision)
        }
        guard let key = try? Base64.decode(key.span), let value = try? Base64.decode(value.span)
        else { return nil }
        return EtcdAnswer.Pair(key: key, value: value, modRevision: modRevision)
    }

    /// JSON gateways write large numbers in quotes.
    private static func number(_ token: JSONToken, in bytes: Span<UInt8>) -> Int64? {
        switch token {
        case .number(let range), .string(let range, _):
            Int64(JSONString.text(range, in: bytes))
        default: nil
        }
    }

    /// The value as it is written, where there is one, and the key as bytes.
    var written: (key: [UInt8]?, value: [UInt8])? {
        guard let value else { return nil }
        return (LabelledText.key(key), value)
    }

    /// Whether it is an object of Kubernetes'.
    var isObject: Bool { names.contains("apiVersion") || names.contains("kind") }
}
