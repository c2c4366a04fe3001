internal import DurableFiles

/// Writes the tree of one bucket from its elements in order: leaves first, each level of branches as
/// it fills.
///
/// What etcd needs of a tree beyond what its checks look at, as in bbolt: `node.go`: a branch has two
/// children at least, the last one of a level too, or merging a small child panics some compaction
/// later; and the key in a branch is the first key of its child, or rewriting the child would insert
/// it a second time.
struct TreeWriter {
    private let pages: PageFile
    private let limit: Int
    private var leaf = PendingNode(.leaf)
    /// From the leaves' parents up; each has two children at least once it was written from.
    private var branches: [PendingNode] = []

    /// A branch is written when it has so many more children than a page needs.
    private static let childrenLeft = 2

    /// The number of elements is 16 bits wide, and all ones mean something else.
    private static let countLimit = 1 << 15

    init(_ pages: PageFile) {
        self.pages = pages
        // etcd fills the pages of its growing bucket so far.
        limit = pages.pageSize * 9 / 10
    }

    /// Adds an element, whose key has to lie behind the one before.
    @inline(__always)
    mutating func add(
        _ key: Span<UInt8>,
        _ value: Span<UInt8>,
        isBucket: Bool = false,
    ) throws {
        try add(key, valueCount: value.count, isBucket: isBucket) { $0.append(copying: value) }
    }

    /// Adds an element whose value `fill` appends, so that it is gathered in its place.
    @inline(__always)
    mutating func add(
        _ key: Span<UInt8>,
        valueCount: Int,
        isBucket: Bool = false,
        _ fill: (inout [UInt8]) -> Void,
    ) throws {
        // Whoever copies a file that is written to meanwhile may see anything.
        guard !key.isEmpty, leaf.isBehindLast(key) else {
            throw SnapshotError.damaged("keys do not ascend")
        }
        let more = PageHeader.elementByteCount + key.count + valueCount
        if leaf.count > 0, leaf.byteCount + more > limit || leaf.count >= Self.countLimit {
            let (firstKey, page) = try leaf.write(to: pages)
            try add(firstKey, page, toLevel: 0)
        }
        leaf.add(key, valueCount: valueCount, isBucket: isBucket, fill)
    }

    /// Writes what is left, and gives the root of the tree.
    mutating func finish() throws(FileFailure) -> UInt64 {
        var (firstKey, page) = try leaf.write(to: pages)
        var level = 0
        // A leaf was left, so each level gets a child more here, and has two.
        while level < branches.count {
            try add(firstKey, page, toLevel: level)
            (firstKey, page) = try branches[level].write(to: pages)
            level += 1
        }
        return page
    }

    private mutating func add(
        _ firstKey: [UInt8],
        _ page: UInt64,
        toLevel level: Int,
    ) throws(FileFailure) {
        if level == branches.count { branches.append(PendingNode(.branch)) }
        branches[level].add(firstKey.span, child: page)
        let count = branches[level].count
        guard count >= 2 * Self.childrenLeft,
            branches[level].byteCount > limit || count >= Self.countLimit
        else { return }
        let (firstKey, page) = try branches[level].write(keeping: Self.childrenLeft, to: pages)
        try add(firstKey, page, toLevel: level + 1)
    }
}
