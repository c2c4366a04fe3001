/// What a page is: the one flag in its header.
enum PageKind: UInt16 {
    case branch = 0x01
    case leaf = 0x02
    case meta = 0x04
    case freelist = 0x10
}

/// The first 16 bytes of a page: *id u64, flags u16, element count u16, overflow u32*.
struct PageHeader {
    static let byteCount = 16
    static let elementByteCount = 16

    let id: UInt64
    let flags: UInt16
    let count: Int
    let overflow: Int

    @inline(__always)
    init(in bytes: Span<UInt8>, at offset: Int) {
        id = bytes.u64(at: offset)
        flags = bytes.u16(at: offset + 8)
        count = Int(bytes.u16(at: offset + 10))
        overflow = Int(bytes.u32(at: offset + 12))
    }

    var kind: PageKind? { PageKind(rawValue: flags) }
}

/// How the bytes of a file are cut into pages.
struct PageLayout: Sendable {
    let pageSize: Int
    /// The number of pages in use; ids from here on are invalid.
    let highWater: Int

    /// Checks a meta page against the length of the file.
    init(_ meta: MetaPage, byteCount: Int) throws(SnapshotError) {
        guard let highWater = Int(exactly: meta.highWater), highWater >= 2 else {
            throw .damaged(page: 0, "the meta page says that \(meta.highWater) pages are in use")
        }
        let (needed, overflow) = highWater.multipliedReportingOverflow(by: meta.pageSize)
        guard !overflow, needed <= byteCount else {
            throw SnapshotError(
                .truncated,
                "the file is truncated: \(highWater) pages of \(meta.pageSize) bytes are in use,"
                    + " and \(byteCount) bytes are there",
                hint: "the copy or download stopped early; take the snapshot again"
            )
        }
        pageSize = meta.pageSize
        self.highWater = highWater
    }

    @inline(__always)
    func offset(of page: Int) -> Int { page * pageSize }

    @inline(__always)
    func page(at offset: Int) -> Int { offset / pageSize }

    /// The header of page `id` and the bytes of the page with its overflow, entered in `visited`.
    ///
    /// A page that is reached twice is an error: so no walk goes round in circles.
    func visit(
        _ id: UInt64,
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) -> (header: PageHeader, bytes: Range<Int>) {
        guard id >= 2, let page = Int(exactly: id), page < highWater else {
            throw .damaged("a tree leads to page \(id), which is outside 2..<\(highWater)")
        }
        let start = offset(of: page)
        let header = PageHeader(in: bytes, at: start)
        guard header.id == id else {
            throw .damaged(page: page, "the page says that it is page \(header.id)")
        }
        guard header.kind == .branch || header.kind == .leaf else {
            throw .damaged(
                page: page,
                "neither branch nor leaf (flags 0x\(String(header.flags, radix: 16)))"
            )
        }
        guard header.overflow < highWater - page else {
            throw .damaged(
                page: page,
                "\(header.overflow) overflow pages reach past the pages in use"
            )
        }
        for used in page...(page + header.overflow) {
            guard visited.insert(used) else {
                throw .damaged(page: used, "the page is reached twice")
            }
        }
        return (header, start..<offset(of: page + header.overflow + 1))
    }
}
