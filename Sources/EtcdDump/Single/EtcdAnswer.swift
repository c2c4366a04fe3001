internal import WireFormats

/// The answer to `etcdctl get` in one of the forms that programs read, as far as one value goes.
struct EtcdAnswer {
    struct Pair {
        var key: [UInt8] = []
        var value: [UInt8] = []
        var modRevision: Int64?
    }

    let form: HandedForm
    /// How many keys it holds.
    private(set) var count = 0
    /// The last of them.
    private(set) var pair = Pair()

    /// Nil for what is no such answer from beginning to end.
    init?(_ input: [UInt8]) {
        guard let answer = Self(json: input) ?? Self(fields: input) ?? Self(protobuf: input) else {
            return nil
        }
        self = answer
    }

    private init(form: HandedForm) {
        self.form = form
    }

    private mutating func add(_ pair: Pair) {
        count += 1
        self.pair = pair
    }
}

// MARK: -w json

extension EtcdAnswer {
    /// An object of `header`, `kvs`, `more` and `count` alone, each key with the fields of etcd alone.
    private init?(json input: [UInt8]) {
        guard input.first == UInt8(ascii: "{") || PastedText.trimmed(input).first == 0x7b else {
            return nil
        }
        self.init(form: .etcdctlJSON)
        let bytes = input.span
        do throws(JSONError) {
            var tokens = JSONTokenizer(0..<input.count)
            guard try tokens.next(in: bytes) == .objectStart else { return nil }
            var names: Set<String> = []
            while case .key(let range, _) = try tokens.next(in: bytes) {
                let name = JSONString.text(range, in: bytes)
                guard ["header", "kvs", "more", "count"].contains(name),
                    names.insert(name).inserted
                else { return nil }
                let token = try tokens.next(in: bytes)
                if name == "kvs", token == .arrayStart {
                    guard try pairs(&tokens, bytes) else { return nil }
                } else {
                    try tokens.skipValue(startedBy: token, in: bytes)
                }
            }
            guard try tokens.next(in: bytes) == .end,
                names.contains("header") || count > 0
            else { return nil }
        } catch {
            return nil
        }
    }

    private mutating func pairs(
        _ tokens: inout JSONTokenizer,
        _ bytes: Span<UInt8>,
    ) throws(JSONError) -> Bool {
        while true {
            switch try tokens.next(in: bytes) {
            case .arrayEnd: return true
            case .objectStart:
                guard let object = try KeyValueObject(&tokens, in: bytes), object.isOfEtcd else {
                    return false
                }
                guard let pair = object.pair else { return false }
                add(pair)
            default: return false
            }
        }
    }
}

// MARK: -w fields

extension EtcdAnswer {
    /// Lines such as `"Value" : "k8s:enc:…"`, quoted as Go does.
    private init?(fields input: [UInt8]) {
        guard PastedText.trimmed(input).starts(with: "\"".utf8) else { return nil }
        self.init(form: .etcdctlFields)
        var labels: [String] = []
        var pair: Pair?
        for line in input.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let text = PastedText.trimmed(line)
            guard !text.isEmpty else { continue }
            guard let close = text.dropFirst().firstIndex(of: UInt8(ascii: "\"")) else {
                return nil
            }
            let label = String(decoding: text[..<close].dropFirst(), as: UTF8.self)
            let rest = PastedText.trimmed(text[close...].dropFirst())
            guard Self.labels.contains(label), rest.first == UInt8(ascii: ":") else { return nil }
            labels.append(label)
            let content = PastedText.trimmed(rest.dropFirst())
            if label == "ModRevision" {
                pair?.modRevision = Int64(String(decoding: content, as: UTF8.self))
            }
            guard ["Key", "Value"].contains(label) else { continue }
            guard let bytes = Self.unquoted(content) else { return nil }
            if label == "Key" {
                guard pair == nil else { return nil }
                pair = Pair(key: bytes)
            } else {
                guard var whole = pair else { return nil }
                whole.value = bytes
                add(whole)
                pair = nil
            }
        }
        // Of an answer without keys all that is left is its header.
        guard count > 0 || labels.contains("Revision"), pair == nil else { return nil }
    }

    private static let labels: Set = [
        "ClusterID", "MemberID", "Revision", "RaftTerm", "Key", "CreateRevision", "ModRevision",
        "Version", "Value", "Lease", "More", "Count",
    ]

    /// The bytes of a quoted text; with `--hex` they are escaped twice.
    private static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count >= 2, text.first == 0x22, text.last == 0x22 else { return nil }
        let inner = Array(text.dropFirst().dropLast())
        guard let bytes = try? EscapedText.decode(inner.span) else { return nil }
        let isHex =
            bytes.count >= 4 && bytes.count % 4 == 0
            && stride(from: 0, to: bytes.count, by: 4).allSatisfy {
                bytes[$0] == UInt8(ascii: "\\") && bytes[$0 + 1] == UInt8(ascii: "x")
            }
        return isHex ? (try? EscapedText.decode(bytes.span)) ?? bytes : bytes
    }
}

// MARK: -w protobuf

extension EtcdAnswer {
    /// A `RangeResponse`: *header=1, kvs=2, more=3, count=4*, the header with *cluster_id=1,
    /// member_id=2, revision=3, raft_term=4*.
    private init?(protobuf input: [UInt8]) {
        self.init(form: .etcdctlProtobuf)
        let bytes = input.span
        var counted: UInt64 = 0
        var hasHeader = false
        do throws(WireFormatError) {
            var response = ProtobufReader(0..<input.count)
            while let field = try response.next(in: bytes) {
                switch (field.number, field.wireType) {
                case (1, .bytes):
                    guard !hasHeader, try Self.isHeader(field.range, bytes) else { return nil }
                    hasHeader = true
                case (2, .bytes):
                    guard let pair = try Self.pair(field.range, bytes) else { return nil }
                    add(pair)
                case (3, .varint): break
                case (4, .varint): counted = field.varint
                default: return nil
                }
            }
        } catch {
            return nil
        }
        guard hasHeader, counted >= UInt64(count) else { return nil }
    }

    private static func isHeader(
        _ range: Range<Int>,
        _ bytes: Span<UInt8>,
    ) throws(WireFormatError) -> Bool {
        var numbers: Set<Int> = []
        var reader = ProtobufReader(range)
        while let field = try reader.next(in: bytes) {
            guard (1...4).contains(field.number), field.wireType == .varint else { return false }
            numbers.insert(field.number)
        }
        // Every cluster has an id, and every answer a revision.
        return numbers.isSuperset(of: [1, 2, 3])
    }

    private static func pair(
        _ range: Range<Int>,
        _ bytes: Span<UInt8>,
    ) throws(WireFormatError) -> Pair? {
        var pair = Pair()
        var numbers: Set<Int> = []
        var reader = ProtobufReader(range)
        while let field = try reader.next(in: bytes) {
            let isText = field.number == 1 || field.number == 5
            guard (1...6).contains(field.number), numbers.insert(field.number).inserted,
                field.wireType == (isText ? .bytes : .varint)
            else { return nil }
            if field.number == 1 { pair.key = field.range.map { bytes[$0] } }
            if field.number == 3 { pair.modRevision = Int64(truncatingIfNeeded: field.varint) }
            if field.number == 5 { pair.value = field.range.map { bytes[$0] } }
        }
        return numbers.isSuperset(of: [1, 2, 3, 4]) ? pair : nil
    }

    /// A record of etcd's database, as `bbolt get` gives it: the key-value alone.
    static func record(_ input: [UInt8]) -> Pair? {
        guard let pair = try? pair(0..<input.count, input.span), pair.key.first == 0x2f else {
            return nil
        }
        return pair
    }
}
