internal import WireFormats

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
                var data = elementsEnd
                for offset in stride(
                    from: elements,
                    to: elementsEnd,
                    by: PageHeader.elementByteCount
                ) {
                    // Without gaps, as bbolt writes them: so no byte counts for two elements.
                    guard let element = LeafElement(in: bytes, at: offset),
                        element.key.lowerBound == data, element.value.upperBound <= node.end
                    else { break }
                    data = element.value.upperBound
                    guard let copy = copy(of: element, in: bytes) else { continue }
                    covered.append(element.key.lowerBound..<data)
                    if !copy.isEmpty { try body(copy) }
                }
            }
        }
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

    /// What is left of the record of an element, or nil if the element is no record.
    ///
    /// The copy is empty where nothing of the record is left.
    private func copy(of element: LeafElement, in bytes: Span<UInt8>) -> RecordCopy? {
        let isTombstone = element.key.count == RevisionKey.byteCount + 1
        guard isTombstone || element.key.count == RevisionKey.byteCount,
            bytes.u32(at: element.offset) == 0
        else { return nil }
        var revision: RevisionKey?
        if firstLeft(of: element.key) == element.key {
            revision = RevisionKey(in: bytes, at: element.key)
            guard revision != nil else { return nil }
        }
        guard let left = firstLeft(of: element.value) else { return RecordCopy(kind: .fragment) }
        guard left.lowerBound == element.value.lowerBound else {
            // The head of the record was overwritten.
            guard !isTombstone, left.contains(where: { bytes[$0] != 0 }) else {
                return RecordCopy(kind: .fragment)
            }
            return RecordCopy(kind: .fragment, value: left, modRevision: revision?.main)
        }
        let isWhole = left == element.value
        if isWhole, KeyValueRecord(in: bytes, at: left) == nil { return nil }
        guard let head = RecordHead(in: bytes, at: element.value, left: left.upperBound) else {
            return nil
        }
        return RecordCopy(
            kind: isWhole ? .record : .cutRecord,
            key: head.key,
            value: head.key.isEmpty ? head.key : head.value,
            modRevision: revision?.main ?? head.modRevision,
            isTombstone: isTombstone
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
