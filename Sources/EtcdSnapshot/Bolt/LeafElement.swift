/// One element of a leaf page: *flags u32, pos u32, ksize u32, vsize u32*, `pos` from its own start.
struct LeafElement {
    /// Offset of the element in the file.
    let offset: Int
    let isBucket: Bool
    let key: Range<Int>
    let value: Range<Int>

    /// The element at `offset`, whose key has to begin at `data` and whose value ends by `limit`.
    ///
    /// bbolt writes the data of a page without gaps, in the order of the elements. To insist on
    /// that finds damage to counts and sizes which would otherwise drop records silently.
    @inline(__always)
    init(
        in bytes: Span<UInt8>,
        at offset: Int,
        data: Int,
        limit: Int,
        page: Int
    ) throws(SnapshotError) {
        let flags = bytes.u32(at: offset)
        let start = offset &+ Int(bytes.u32(at: offset &+ 4))
        let keyEnd = start &+ Int(bytes.u32(at: offset &+ 8))
        let end = keyEnd &+ Int(bytes.u32(at: offset &+ 12))
        guard flags <= 1, start == data, keyEnd > start, end <= limit else {
            throw Self.flaw(page: page, flags: flags, start == data, keyEnd > start)
        }
        self.offset = offset
        isBucket = flags == 1
        key = start..<keyEnd
        value = keyEnd..<end
    }

    /// The element at an offset that was found by a walk, checked against the file's end only.
    @inline(__always)
    init?(in bytes: Span<UInt8>, at offset: Int) {
        let start = offset &+ Int(bytes.u32(at: offset &+ 4))
        let keyEnd = start &+ Int(bytes.u32(at: offset &+ 8))
        let end = keyEnd &+ Int(bytes.u32(at: offset &+ 12))
        guard end <= bytes.count else { return nil }
        self.offset = offset
        isBucket = false
        key = start..<keyEnd
        value = keyEnd..<end
    }

    @inline(never)
    private static func flaw(
        page: Int,
        flags: UInt32,
        _ isContiguous: Bool,
        _ hasKey: Bool
    ) -> SnapshotError {
        if flags > 1 {
            return .damaged(page: page, "a leaf element has unknown flags \(flags)")
        }
        if !isContiguous {
            return .damaged(page: page, "the elements' data does not follow one another")
        }
        if !hasKey { return .damaged(page: page, "a leaf element has an empty key") }
        return .damaged(page: page, "a leaf element reaches past the end of its page")
    }
}
