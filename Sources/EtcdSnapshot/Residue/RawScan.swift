internal import WireFormats

/// Searches free bytes, of which no header tells, for records and for the heads of stored values.
struct RawScan {
    private let range: Range<Int>

    /// `k8s:enc:`, before every encrypted value, as one little-endian integer.
    private static let encryptedHead: UInt64 = 0x3A63_6E65_3A73_386B
    /// `k8s` and a zero byte, before every protobuf object.
    private static let protobufHead: UInt32 = 0x0073_386B
    /// Longer etcd keys than this are not looked for.
    private static let keyLimit = 1 << 15

    init(_ range: Range<Int>) {
        self.range = range
    }

    /// Gives each copy found, in order.
    func copies<Failure: Error>(
        in bytes: Span<UInt8>,
        _ body: (RecordCopy) throws(Failure) -> Void
    ) throws(Failure) {
        var position = range.lowerBound
        while true {
            position = candidate(from: position, in: bytes)
            guard position < range.upperBound else { return }
            if bytes[position] == 0x0A {
                if let (copy, end) = record(at: position, in: bytes) {
                    try body(copy)
                    position = end
                    continue
                }
            } else if isHead(position, in: bytes) {
                try body(RecordCopy(kind: .bareValue, value: position..<range.upperBound))
            }
            position += 1
        }
    }

    /// The next position of `k` or of a record's first tag.
    @inline(__always)
    private func candidate(from start: Int, in bytes: Span<UInt8>) -> Int {
        var position = start
        let ones: UInt64 = 0x0101_0101_0101_0101
        while position &+ 8 <= range.upperBound {
            let word = bytes.u64(at: position)
            if word != 0 {
                // A byte of these is zero where the word holds the byte sought.
                let heads = word ^ (ones &* 0x6B)
                let tags = word ^ (ones &* 0x0A)
                let zeros = ((heads &- ones) & ~heads) | ((tags &- ones) & ~tags)
                let hits = zeros & (ones &* 0x80)
                if hits != 0 { return position &+ hits.trailingZeroBitCount / 8 }
            }
            position &+= 8
        }
        while position < range.upperBound {
            let byte = bytes[position]
            if byte == 0x6B || byte == 0x0A { return position }
            position &+= 1
        }
        return position
    }

    private func isHead(_ position: Int, in bytes: Span<UInt8>) -> Bool {
        let left = range.upperBound - position
        if left >= 4, bytes.u32(at: position) == Self.protobufHead { return true }
        return left >= 8 && bytes.u64(at: position) == Self.encryptedHead
    }

    /// A record that begins here, and its end.
    ///
    /// *0a, length, key*, then revisions and a value as etcd writes them, or a tombstone's revision
    /// before it.
    private func record(at start: Int, in bytes: Span<UInt8>) -> (RecordCopy, end: Int)? {
        var reader = FieldReader(position: start + 1, end: range.upperBound)
        guard let key = reader.bytes(in: bytes), !key.isEmpty, key.count <= Self.keyLimit,
            bytes[key.lowerBound] == 0x2F,
            key.allSatisfy({ (0x21...0x7E).contains(bytes[$0]) })
        else { return nil }
        if let revision = tombstone(before: start, in: bytes) {
            return (
                RecordCopy(kind: .record, key: key, modRevision: revision.main, isTombstone: true),
                key.upperBound
            )
        }
        guard key.upperBound < range.upperBound, bytes[key.upperBound] == 0x10,
            let head = RecordHead(in: bytes, at: start..<Int.max, left: range.upperBound),
            head.modRevision != nil
        else { return nil }
        return (
            RecordCopy(
                kind: head.isValueWhole ? .record : .cutRecord,
                key: key,
                value: head.value,
                modRevision: head.modRevision
            ),
            max(head.end, key.upperBound)
        )
    }

    private func tombstone(before start: Int, in bytes: Span<UInt8>) -> RevisionKey? {
        let key = start - RevisionKey.byteCount - 1..<start
        guard key.lowerBound >= range.lowerBound else { return nil }
        return RevisionKey(in: bytes, at: key).flatMap { $0.isTombstone ? $0 : nil }
    }
}
