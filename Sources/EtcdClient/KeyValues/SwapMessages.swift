#if Etcd

internal import EtcdModel
internal import WireFormats

/// Writes the TxnRequest of a compare-and-swap.
///
/// One message of one shape for every value there is: written straight from the value's bytes, it
/// spares a tree of objects and three copies. Source: etcd's rpc.proto.
struct SwapRequest {
    let key: [UInt8]
    let modRevision: Revision
    let value: [UInt8]

    /// Tags: field number times eight, plus the wire type (0 varint, 2 bytes).
    private enum Tag {
        // TxnRequest
        static let compare: UInt8 = 1 << 3 | 2
        static let success: UInt8 = 2 << 3 | 2
        static let failure: UInt8 = 3 << 3 | 2
        // Compare; its result stays 0, EQUAL
        static let target: UInt8 = 2 << 3 | 0
        static let comparedKey: UInt8 = 3 << 3 | 2
        static let modRevision: UInt8 = 6 << 3 | 0
        // RequestOp
        static let range: UInt8 = 1 << 3 | 2
        static let put: UInt8 = 2 << 3 | 2
        // RangeRequest and PutRequest
        static let key: UInt8 = 1 << 3 | 2
        static let value: UInt8 = 2 << 3 | 2
        static let ignoreLease: UInt8 = 6 << 3 | 0
    }

    /// MOD of Compare.CompareTarget.
    private static let mod: UInt8 = 2

    func bytes() -> [UInt8] {
        let revision = UInt64(bitPattern: modRevision.rawValue)
        let keyField = Self.fieldSize(key.count)
        let compare = 2 + keyField + 1 + Self.varintSize(revision)
        // Without ignore_lease the key would lose its lease and never expire.
        let put = keyField + Self.fieldSize(value.count) + 2
        let success = Self.fieldSize(put)
        let failure = Self.fieldSize(keyField)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            Self.fieldSize(compare) + Self.fieldSize(success) + Self.fieldSize(failure)
        )
        Self.append(Tag.compare, size: compare, to: &bytes)
        bytes.append(Tag.target)
        bytes.append(Self.mod)
        Self.append(Tag.comparedKey, key, to: &bytes)
        bytes.append(Tag.modRevision)
        Self.append(revision, to: &bytes)
        Self.append(Tag.success, size: success, to: &bytes)
        Self.append(Tag.put, size: put, to: &bytes)
        Self.append(Tag.key, key, to: &bytes)
        Self.append(Tag.value, value, to: &bytes)
        bytes.append(Tag.ignoreLease)
        bytes.append(1)
        Self.append(Tag.failure, size: failure, to: &bytes)
        Self.append(Tag.range, size: keyField, to: &bytes)
        Self.append(Tag.key, key, to: &bytes)
        return bytes
    }

    private static func append(_ tag: UInt8, _ content: [UInt8], to bytes: inout [UInt8]) {
        append(tag, size: content.count, to: &bytes)
        bytes.append(contentsOf: content)
    }

    private static func append(_ tag: UInt8, size: Int, to bytes: inout [UInt8]) {
        bytes.append(tag)
        append(UInt64(size), to: &bytes)
    }

    private static func append(_ varint: UInt64, to bytes: inout [UInt8]) {
        var rest = varint
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// What a field of one tag byte with this much content takes.
    private static func fieldSize(_ content: Int) -> Int {
        1 + varintSize(UInt64(content)) + content
    }

    private static func varintSize(_ value: UInt64) -> Int {
        max(1, (64 - value.leadingZeroBitCount + 6) / 7)
    }
}

/// The TxnResponse of a ``SwapRequest``.
struct SwapAnswer: HeadedAnswer {
    private(set) var told = AnswerHeader()
    private(set) var succeeded = false
    /// What the key held, for a swap that did not succeed.
    private(set) var page: EtcdPage?

    static var isLinearizable: Bool { true }

    /// Reads *1 header, 2 succeeded, 3 responses*.
    init(_ bytes: [UInt8]) throws(WireFormatError) {
        let span = bytes.span
        var reader = ProtobufReader(0..<span.count)
        while let field = try reader.next(in: span) {
            switch (field.number, field.wireType) {
            case (1, .bytes): try told.read(field.range, in: span)
            case (2, .varint): succeeded = field.varint != 0
            case (3, .bytes):
                // ResponseOp: 1 response_range.
                let found = try ProtobufField.last(1, in: field.range, of: span)
                if let found, found.wireType == .bytes {
                    page = try EtcdPage(Array(bytes[found.range]))
                }
            default: break
            }
        }
    }

    /// What it means for the request.
    ///
    /// - Throws: ``EtcdError/Code/malformedAnswer`` for what no etcd answers to it.
    func reply(
        to request: SwapRequest,
        from endpoint: EtcdEndpoint,
    ) throws(EtcdError) -> SwapProcedure.Reply {
        let revision = Revision(told.revision)
        guard !succeeded else {
            guard revision > request.modRevision else {
                throw ClusterRecord.contradiction(
                    endpoint,
                    "says that it replaced a value of revision \(request.modRevision) at revision "
                        + "\(revision)"
                )
            }
            return .won(revision: revision)
        }
        guard let page, page.count <= 1,
            page.firstFault(in: KeyRange(key: request.key), newest: revision) == nil
        else {
            throw ClusterRecord.contradiction(
                endpoint,
                "does not say what \(EtcdClient.name(request.key)) holds instead"
            )
        }
        guard page.first?.facts.modRevision != request.modRevision else {
            throw ClusterRecord.contradiction(
                endpoint,
                "refuses to replace \(EtcdClient.name(request.key)), though it still is at "
                    + "revision \(request.modRevision)"
            )
        }
        return .lost(current: page.first)
    }

}

#endif
