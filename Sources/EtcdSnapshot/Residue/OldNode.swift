/// A freed node, of which some pages may have been used again.
struct OldNode {
    private let node: FreePageMap.Node
    /// What is left of it, in order.
    private let runs: [Range<Int>]
    private let start: Int

    init(_ node: FreePageMap.Node, runs: [Range<Int>], layout: PageLayout) {
        self.node = node
        self.runs = runs
        start = layout.offset(of: node.page)
    }

    /// Gives each copy of a record in it once.
    func copies<Failure: Error>(
        in bytes: Span<UInt8>,
        _ body: (RecordCopy) throws(Failure) -> Void
    ) throws(Failure) {
        var covered: [Range<Int>] = []
        let elements = start + PageHeader.byteCount
        let elementsEnd = elements + node.elementCount * PageHeader.elementByteCount
        if let first = runs.first, first.lowerBound == start, elementsEnd <= first.upperBound {
            covered.append(start..<elementsEnd)
            if node.kind == .leaf {
                for element in stride(
                    from: elements,
                    to: elementsEnd,
                    by: PageHeader.elementByteCount
                ) {
                    guard let (copy, data) = copy(at: element, after: elementsEnd, in: bytes) else {
                        continue
                    }
                    covered.append(data)
                    if let copy { try body(copy) }
                }
            }
        }
        covered.sort { $0.lowerBound < $1.lowerBound }
        for gap in gaps(between: covered) {
            try RawScan(gap).copies(in: bytes, body)
        }
    }

    /// The parts of the runs that `covered`, in order, leaves out.
    private func gaps(between covered: [Range<Int>]) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var next = 0
        for run in runs {
            var position = run.lowerBound
            while next < covered.count, covered[next].lowerBound < run.upperBound {
                if covered[next].lowerBound > position {
                    gaps.append(position..<covered[next].lowerBound)
                }
                position = max(position, covered[next].upperBound)
                // A record may go on in the next run.
                if covered[next].upperBound > run.upperBound { break }
                next += 1
            }
            if position < run.upperBound { gaps.append(position..<run.upperBound) }
        }
        return gaps
    }

    /// The record of an element and the bytes it took, or nil if the element tells of none.
    ///
    /// There is no copy where nothing of the record is left.
    private func copy(
        at element: Int,
        after elementsEnd: Int,
        in bytes: Span<UInt8>
    ) -> (RecordCopy?, Range<Int>)? {
        guard bytes.u32(at: element) == 0, let leaf = LeafElement(in: bytes, at: element),
            leaf.key.lowerBound >= elementsEnd, leaf.value.upperBound <= node.end,
            leaf.key.count == RevisionKey.byteCount || leaf.key.count == RevisionKey.byteCount + 1
        else { return nil }
        let data = leaf.key.lowerBound..<leaf.value.upperBound
        var revision: RevisionKey?
        if firstLeft(of: leaf.key) == leaf.key {
            revision = RevisionKey(in: bytes, at: leaf.key)
            guard revision != nil else { return nil }
        }
        let isTombstone = leaf.key.count > RevisionKey.byteCount
        guard let left = firstLeft(of: leaf.value) else { return (nil, data) }
        guard left.lowerBound == leaf.value.lowerBound else {
            // The head of the record was overwritten.
            guard !isTombstone, left.contains(where: { bytes[$0] != 0 }) else { return (nil, data) }
            return (RecordCopy(kind: .fragment, value: left, modRevision: revision?.main), data)
        }
        let isWhole = left == leaf.value
        if isWhole, KeyValueRecord(in: bytes, at: left) == nil { return nil }
        guard let head = RecordHead(in: bytes, at: leaf.value, left: left.upperBound) else {
            return nil
        }
        guard !head.key.isEmpty else { return (nil, data) }
        return (
            RecordCopy(
                kind: isWhole ? .record : .cutRecord,
                key: head.key,
                value: head.value,
                modRevision: revision?.main ?? head.modRevision,
                isTombstone: isTombstone
            ), data
        )
    }

    /// The first piece of `range` that was not used again.
    private func firstLeft(of range: Range<Int>) -> Range<Int>? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].upperBound <= range.lowerBound {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < runs.count else { return nil }
        let piece = runs[low].clamped(to: range)
        return piece.isEmpty ? nil : piece
    }
}
