/// A key of the `key` bucket: *main revision u64, `_`, sub revision u64* (big-endian), and a final
/// `t` for a tombstone; as in etcd: `server/storage/mvcc/revision.go`.
struct RevisionKey: Equatable {
    static let byteCount = 17

    let main: Int64
    let sub: Int64
    let isTombstone: Bool

    /// Nil if the bytes are not such a key.
    @inline(__always)
    init?(in bytes: Span<UInt8>, at range: Range<Int>) {
        let start = range.lowerBound
        switch range.count {
        case Self.byteCount: isTombstone = false
        case Self.byteCount + 1 where bytes[start &+ 17] == 0x74: isTombstone = true
        default: return nil
        }
        guard bytes[start &+ 8] == 0x5F else { return nil }
        main = Int64(bitPattern: bytes.bigEndian64(at: start))
        sub = Int64(bitPattern: bytes.bigEndian64(at: start &+ 9))
        guard main >= 0, sub >= 0 else { return nil }
    }

    /// The key of the first change of a revision.
    static func bytes(main: Int64) -> [UInt8] {
        var key: [UInt8] = []
        key.append(bigEndian: main)
        key.append(0x5F)
        key.append(bigEndian: 0 as Int64)
        return key
    }
}
