/// The free pages of a file, and which old node each of them belonged to last.
struct FreePageMap {
    /// A free page that still begins with a header of its own number.
    struct Node {
        let page: Int
        let kind: PageKind
        let elementCount: Int
        /// The end of the node as its header says, clipped to the file.
        let end: Int
    }

    /// The free pages with a header, in order.
    private(set) var nodes: [Node] = []
    /// Runs of bytes in free pages that belong to no node.
    private(set) var orphans: [Range<Int>] = []
    private(set) var freePageCount = 0
    private(set) var orphanedPageCount = 0

    private var nodeRuns: [(node: Int, bytes: Range<Int>)] = []

    /// Goes through all pages once.
    ///
    /// A free page without a header belongs to the nearest node before it that reaches it: had an
    /// earlier, longer node been written later, it would have overwritten that header.
    init(used: PageSet, layout: PageLayout, in bytes: Span<UInt8>) {
        let pageCount = bytes.count / layout.pageSize
        var covering: [(page: Int, end: Int)] = []
        for page in 2..<max(pageCount, 2) where page >= used.bound || !used.contains(page) {
            freePageCount += 1
            let start = layout.offset(of: page)
            let range = start..<start + layout.pageSize
            if let node = Self.node(page, layout: layout, pageCount: pageCount, in: bytes) {
                nodes.append(node)
                covering.append((page, layout.page(at: node.end)))
            }
            while let last = covering.last, page >= last.end { covering.removeLast() }
            if let owner = covering.last {
                append(range, to: owner.page)
            } else {
                orphanedPageCount += 1
                if let last = orphans.last, last.upperBound == start {
                    orphans[orphans.count - 1] = last.lowerBound..<range.upperBound
                } else {
                    orphans.append(range)
                }
            }
        }
        nodeRuns.sort { ($0.node, $0.bytes.lowerBound) < ($1.node, $1.bytes.lowerBound) }
    }

    /// The runs of bytes that are left of a node, in order; the first begins with its header.
    func runs(of node: Node) -> [Range<Int>] {
        var low = 0
        var high = nodeRuns.count
        while low < high {
            let middle = (low + high) / 2
            if nodeRuns[middle].node < node.page { low = middle + 1 } else { high = middle }
        }
        return nodeRuns[low...].prefix { $0.node == node.page }.map(\.bytes)
    }

    private mutating func append(_ range: Range<Int>, to node: Int) {
        if let last = nodeRuns.last, last.node == node, last.bytes.upperBound == range.lowerBound {
            nodeRuns[nodeRuns.count - 1].bytes = last.bytes.lowerBound..<range.upperBound
        } else {
            nodeRuns.append((node, range))
        }
    }

    private static func node(
        _ page: Int,
        layout: PageLayout,
        pageCount: Int,
        in bytes: Span<UInt8>
    ) -> Node? {
        let header = PageHeader(in: bytes, at: layout.offset(of: page))
        guard header.id == UInt64(page), let kind = header.kind, kind != .meta else { return nil }
        let end = min(page + header.overflow + 1, pageCount)
        return Node(
            page: page,
            kind: kind,
            elementCount: header.count,
            end: layout.offset(of: end)
        )
    }
}

/// Lends the bytes behind the last element of each node in use.
func forEachSlack<Failure: Error>(
    of used: PageSet,
    layout: PageLayout,
    in bytes: Span<UInt8>,
    _ body: (Range<Int>) throws(Failure) -> Void
) throws(Failure) {
    var page = 2
    while page < used.bound {
        guard used.contains(page) else {
            page += 1
            continue
        }
        let start = layout.offset(of: page)
        let header = PageHeader(in: bytes, at: start)
        let next = min(page + header.overflow + 1, used.bound)
        let end = layout.offset(of: next)
        if let dataEnd = dataEnd(of: header, at: start, in: bytes), dataEnd < end {
            try body(dataEnd..<end)
        }
        page = next
    }
}

/// Where the data of a branch or leaf ends.
private func dataEnd(of header: PageHeader, at start: Int, in bytes: Span<UInt8>) -> Int? {
    let elements = start + PageHeader.byteCount
    guard header.count > 0 else { return elements }
    let last = elements + (header.count - 1) * PageHeader.elementByteCount
    guard last + PageHeader.elementByteCount <= bytes.count else { return nil }
    switch header.kind {
    case .leaf: return LeafElement(in: bytes, at: last)?.value.upperBound
    case .branch: return last + Int(bytes.u32(at: last)) + Int(bytes.u32(at: last + 4))
    default: return nil
    }
}
