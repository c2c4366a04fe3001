/// A place between two leaves of a bucket's tree, so that two walks share the bucket.
///
/// It is found without any check; the walks that meet there look at every page.
struct BucketCut: Sendable {
    /// A branch on the way from the root, and the child to which, or in front of which, it leads.
    struct Step: Sendable {
        /// With those that it is continued on.
        let pages: ClosedRange<Int>
        let child: Int
    }

    /// The way from the root, of one branch or two.
    ///
    /// The walk before the cut goes through all children in front of the last step's, the one behind it
    /// begins with that.
    let steps: [Step]

    /// The branches that both walks pass.
    var pages: [Int] { steps.flatMap(\.pages) }

    /// The part of the bucket in front of the cut: its walk has to look records up as well, so it is
    /// given less.
    private static let share = 0.42

    /// Nil for a bucket that has nothing to share, or no tree as it should be.
    init?(of bucket: BucketLocation, layout: PageLayout, in bytes: Span<UInt8>) {
        // Only headers are looked at: a hostile tree may have any number of children below any other.
        func branch(_ id: UInt64) -> (pages: ClosedRange<Int>, elements: Int, count: Int)? {
            guard id >= 2, let page = Int(exactly: id), page < layout.highWater else { return nil }
            let start = layout.offset(of: page)
            let header = PageHeader(in: bytes, at: start)
            let elements = start + PageHeader.byteCount
            guard header.kind == .branch, header.count > 0,
                header.overflow < layout.highWater - page,
                elements + header.count * PageHeader.elementByteCount <= bytes.count
            else { return nil }
            return (page...page + header.overflow, elements, header.count)
        }
        guard case .page(let id) = bucket, let root = branch(id), root.count > 1 else { return nil }
        let below = (0..<root.count).map {
            branch(bytes.u64(at: root.elements + $0 * PageHeader.elementByteCount + 8))
        }
        let counts = below.map { $0?.count ?? 1 }
        var target = Int(Double(counts.reduce(0, +)) * Self.share)
        var child = 0
        while target >= counts[child], child < counts.count - 1 {
            target -= counts[child]
            child += 1
        }
        target = min(target, counts[child] - 1)
        if target > 0, let inner = below[child] {
            steps = [
                Step(pages: root.pages, child: child), Step(pages: inner.pages, child: target),
            ]
        } else if child > 0 {
            steps = [Step(pages: root.pages, child: child)]
        } else {
            return nil
        }
    }
}
