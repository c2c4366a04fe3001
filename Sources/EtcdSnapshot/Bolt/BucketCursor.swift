/// Walks the elements of one bucket in the order of their keys.
///
/// Checks every page it enters: number, kind, bounds, that no page is entered twice, that keys
/// strictly ascend over the whole tree, and that no child begins before its branch key.
struct BucketCursor {
    /// bbolt's trees of a million records are five levels deep.
    static let depthLimit = 64

    let layout: PageLayout
    private var branches: [Branch] = []
    private var leaf = Leaf.none
    /// The key before, or an empty range at the start.
    private var previous = 0..<0
    private var pending: Pending?
    /// Where it ends, if not at the end of the bucket.
    private var end: BucketCut?

    private enum Pending {
        case page(UInt64)
        case inline(Range<Int>)
    }

    private struct Branch {
        let page: Int
        let elements: Int
        /// How many children are walked.
        var count: Int
        var next = 0
    }

    private struct Leaf {
        static let none = Leaf(page: 0, element: 0, elementsEnd: 0, data: 0, limit: 0)

        let page: Int
        var element: Int
        let elementsEnd: Int
        var data: Int
        let limit: Int
    }

    /// The bucket at a location from `BucketLocation`, up to a cut if one is given.
    init(_ location: BucketLocation, layout: PageLayout, endingAt end: BucketCut? = nil) {
        self.layout = layout
        self.end = end
        switch location {
        case .page(let root): pending = .page(root)
        case .inline(let range): pending = .inline(range)
        }
    }

    /// The bucket from a cut on.
    init(
        layout: PageLayout,
        beginningAt cut: BucketCut,
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) {
        self.layout = layout
        var lowerBound: Range<Int>?
        for (depth, step) in cut.steps.enumerated() {
            let isLeaf = try enter(
                UInt64(step.pages.lowerBound),
                lowerBound: lowerBound,
                in: bytes,
                visited: &visited
            )
            guard !isLeaf, step.child < branches[depth].count else {
                throw .damaged(page: step.pages.lowerBound, "the branch changed")
            }
            let isLast = depth == cut.steps.count - 1
            branches[depth].next = step.child + (isLast ? 0 : 1)
            lowerBound = branchKey(
                at: branches[depth].elements + step.child * PageHeader.elementByteCount,
                in: bytes
            )
        }
    }

    /// Whether all that was walked lies in front of what a branch says to begin at a cut.
    func isBefore(_ cut: BucketCut, in bytes: Span<UInt8>) -> Bool {
        guard let step = cut.steps.last else { return false }
        let elements = layout.offset(of: step.pages.lowerBound) + PageHeader.byteCount
        let key = branchKey(at: elements + step.child * PageHeader.elementByteCount, in: bytes)
        // The walk that has checked it was long ago.
        return key.upperBound <= bytes.count && precedes(previous, key, in: bytes)
    }

    /// The page of the element that `next` gave last; for an inline bucket that of its parent.
    var page: Int { leaf.page }

    /// The next element, or nil at the end.
    @inline(__always)
    mutating func next(
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) -> LeafElement? {
        if leaf.element == leaf.elementsEnd {
            guard try nextLeaf(in: bytes, visited: &visited) else { return nil }
        }
        let element = try LeafElement(
            in: bytes,
            at: leaf.element,
            data: leaf.data,
            limit: leaf.limit,
            page: leaf.page
        )
        guard precedes(previous, element.key, in: bytes) else {
            throw .damaged(page: leaf.page, "keys do not ascend")
        }
        previous = element.key
        leaf.element &+= PageHeader.elementByteCount
        leaf.data = element.value.upperBound
        return element
    }

    /// Enters the next leaf that has elements.
    private mutating func nextLeaf(
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) -> Bool {
        switch pending {
        case .inline(let range):
            pending = nil
            try enterInline(range, in: bytes)
            return leaf.element < leaf.elementsEnd
        case .page(let root):
            pending = nil
            if try enter(root, lowerBound: nil, in: bytes, visited: &visited) {
                // Only the root of an empty bucket is a leaf without elements.
                return leaf.element < leaf.elementsEnd
            }
        case nil:
            break
        }
        while let branch = branches.last {
            guard branch.next < branch.count else {
                branches.removeLast()
                continue
            }
            branches[branches.count - 1].next += 1
            let element = branch.elements + branch.next * PageHeader.elementByteCount
            let key = branchKey(at: element, in: bytes)
            guard precedes(previous, key, in: bytes) else {
                throw .damaged(
                    page: branch.page,
                    "branch key \(branch.next) is not above the keys of the child before it"
                )
            }
            let child = bytes.u64(at: element + 8)
            if branch.next + 2 < branch.count {
                let later = bytes.u64(at: element + 8 + 2 * PageHeader.elementByteCount)
                bytes.prefetch(layout.offset(of: Int(later & 0xFFFF_FFFF)))
            }
            if try enter(child, lowerBound: key, in: bytes, visited: &visited) {
                guard leaf.element < leaf.elementsEnd else {
                    throw .damaged(page: leaf.page, "a leaf below a branch has no elements")
                }
                return true
            }
        }
        return false
    }

    /// Whether the page entered is a leaf.
    private mutating func enter(
        _ id: UInt64,
        lowerBound: Range<Int>?,
        in bytes: Span<UInt8>,
        visited: inout PageSet
    ) throws(SnapshotError) -> Bool {
        let (header, range) = try layout.visit(id, in: bytes, visited: &visited)
        let page = layout.page(at: range.lowerBound)
        let elements = range.lowerBound + PageHeader.byteCount
        let data = elements + header.count * PageHeader.elementByteCount
        guard data <= range.upperBound else {
            throw .damaged(page: page, "\(header.count) elements do not fit into the page")
        }
        let firstKey: Range<Int>?
        if header.kind == .leaf {
            leaf = Leaf(
                page: page,
                element: elements,
                elementsEnd: data,
                data: data,
                limit: range.upperBound
            )
            // The data of a page's first records, which are not next to each other.
            for index in 0..<min(header.count, 8) {
                let element = elements + index * PageHeader.elementByteCount
                let start = element + Int(bytes.u32(at: element + 4))
                bytes.prefetch(start)
                bytes.prefetch(start + 64)
            }
            firstKey =
                header.count == 0
                ? nil
                : try LeafElement(
                    in: bytes,
                    at: elements,
                    data: data,
                    limit: range.upperBound,
                    page: page
                ).key
        } else {
            guard branches.count < Self.depthLimit else {
                throw .damaged(page: page, "the tree is deeper than \(Self.depthLimit) levels")
            }
            try checkBranch(page, elements: elements, header.count, range, in: bytes)
            branches.append(Branch(page: page, elements: elements, count: header.count))
            if let steps = end?.steps, branches.count <= steps.count,
                steps[branches.count - 1].pages.lowerBound == page
            {
                let isLast = branches.count == steps.count
                let walked = steps[branches.count - 1].child + (isLast ? 0 : 1)
                branches[branches.count - 1].count = min(walked, header.count)
            }
            firstKey = branchKey(at: elements, in: bytes)
        }
        if let lowerBound, let firstKey, precedes(firstKey, lowerBound, in: bytes) {
            throw .damaged(page: page, "the page begins before the branch key that leads to it")
        }
        return header.kind == .leaf
    }

    private mutating func enterInline(
        _ range: Range<Int>,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        let page = layout.page(at: range.lowerBound)
        guard range.count >= PageHeader.byteCount else {
            throw .damaged(page: page, "an inline bucket is shorter than a page header")
        }
        let header = PageHeader(in: bytes, at: range.lowerBound)
        let elements = range.lowerBound + PageHeader.byteCount
        let data = elements + header.count * PageHeader.elementByteCount
        guard header.id == 0, header.kind == .leaf, header.overflow == 0, data <= range.upperBound
        else { throw .damaged(page: page, "an inline bucket has a broken header") }
        leaf = Leaf(
            page: page,
            element: elements,
            elementsEnd: data,
            data: data,
            limit: range.upperBound
        )
    }

    /// Checks the bounds and the order of all keys of a branch page: *pos u32, ksize u32, child u64*.
    private func checkBranch(
        _ page: Int,
        elements: Int,
        _ count: Int,
        _ range: Range<Int>,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        guard count > 0 else { throw .damaged(page: page, "a branch without elements") }
        var data = elements + count * PageHeader.elementByteCount
        var before = 0..<0
        for index in 0..<count {
            let element = elements + index * PageHeader.elementByteCount
            let start = element + Int(bytes.u32(at: element))
            let end = start + Int(bytes.u32(at: element + 4))
            guard start == data, end > start, end <= range.upperBound else {
                throw .damaged(page: page, "branch element \(index) lies outside its place")
            }
            guard precedes(before, start..<end, in: bytes) else {
                throw .damaged(page: page, "branch keys do not ascend")
            }
            before = start..<end
            data = end
        }
    }

    /// The key of a branch element that `checkBranch` has seen.
    private func branchKey(at element: Int, in bytes: Span<UInt8>) -> Range<Int> {
        let start = element + Int(bytes.u32(at: element))
        return start..<start + Int(bytes.u32(at: element + 4))
    }
}
