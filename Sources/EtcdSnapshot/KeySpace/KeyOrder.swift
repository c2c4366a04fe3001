internal import WireFormats

extension SnapshotRecords {
    /// The same records in the order of their etcd keys, byte by byte; records of one key stay in
    /// the order of their revisions.
    ///
    /// Takes some 60 bytes a record while it runs, and touches each key a few times.
    public func sortedByKey() throws -> SnapshotRecords {
        let sorted = try file.withBody { bytes throws(SnapshotError) in
            var order = try KeyOrder(offsets, file: file, in: bytes)
            return order.sorted(in: bytes)
        }
        try file.checkNotLost()
        return SnapshotRecords(file: file, offsets: sorted.map { offsets[Int($0)] })
    }
}

extension KeySpace {
    /// The records in the order of their etcd keys; see `SnapshotRecords`.
    public func sortedByKey() throws -> SnapshotRecords {
        try records.sortedByKey()
    }
}

/// Sorts keys that stay in the file: by eight bytes at a time, most significant first.
///
/// Keys of a cluster share long beginnings. A group of keys that agree so far loads its next eight
/// bytes into the items, sorts by them, and each run of equals is a group again.
private struct KeyOrder {
    private struct Item {
        var chunk: UInt64 = 0
        let key: Int
        let count: UInt32
        let record: UInt32
    }

    private struct Group {
        let range: Range<Int>
        let depth: Int
    }

    private var items: [Item] = []
    private var scratch: [Item] = []
    private var groups: [Group] = []

    /// Below this, comparing is cheaper than counting.
    private static let smallGroup = 40

    init(_ offsets: [UInt64], file: SnapshotFile, in bytes: Span<UInt8>) throws(SnapshotError) {
        items.reserveCapacity(offsets.count)
        for (record, offset) in offsets.enumerated() {
            bytes.prefetchRecords(offsets, behind: record)
            guard let element = LeafElement(in: bytes, at: Int(offset)),
                let key = KeyValueRecord(in: bytes, at: element.value)?.key
            else { throw SnapshotFile.lost.inFile(file.path) }
            items.append(
                Item(
                    key: key.lowerBound,
                    count: UInt32(truncatingIfNeeded: key.count),
                    record: UInt32(truncatingIfNeeded: record)
                )
            )
        }
    }

    /// The indices of the records in order.
    mutating func sorted(in bytes: Span<UInt8>) -> [UInt32] {
        groups.append(Group(range: 0..<items.count, depth: 0))
        while let group = groups.popLast() {
            if group.range.count < Self.smallGroup {
                insertionSort(group, in: bytes)
            } else {
                split(group, in: bytes)
            }
        }
        return items.map(\.record)
    }

    private mutating func split(_ group: Group, in bytes: Span<UInt8>) {
        var differing: UInt64 = 0
        for index in group.range {
            if index &+ 12 < group.range.upperBound {
                bytes.prefetch(items[index &+ 12].key &+ group.depth)
            }
            let chunk = Self.chunk(of: items[index], at: group.depth, in: bytes)
            items[index].chunk = chunk
            differing |= chunk ^ items[group.range.lowerBound].chunk
        }
        sortByChunk(group.range, differing: differing)
        var start = group.range.lowerBound
        while start < group.range.upperBound {
            let chunk = items[start].chunk
            var end = start + 1
            while end < group.range.upperBound, items[end].chunk == chunk { end += 1 }
            if end - start > 1 { descend(start..<end, from: group.depth, in: bytes) }
            start = end
        }
    }

    /// Puts the keys of a run that end within the chunk first, by length, and queues the others.
    private mutating func descend(_ run: Range<Int>, from depth: Int, in bytes: Span<UInt8>) {
        let next = depth + 8
        var ended = 0
        for index in run where Int(items[index].count) <= next { ended += 1 }
        if ended > 0 {
            distribute(run) { min(Int($0.count) - depth, 9) }
        }
        if run.count - ended > 1 {
            groups.append(Group(range: run.lowerBound + ended..<run.upperBound, depth: next))
        }
    }

    /// Sorts by the loaded chunks, a byte at a time from the last; bytes that all share are skipped.
    private mutating func sortByChunk(_ range: Range<Int>, differing: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 0xFF != 0 {
            distribute(range) { Int($0.chunk >> shift & 0xFF) }
        }
    }

    /// Orders by a number below 256, and leaves equals in their order.
    @inline(__always)
    private mutating func distribute(_ range: Range<Int>, by place: (Item) -> Int) {
        if scratch.count < range.count {
            scratch = Array(repeating: Item(key: 0, count: 0, record: 0), count: range.count)
        }
        var places = Array(repeating: 0, count: 256)
        for index in range { places[place(items[index])] += 1 }
        var next = 0
        for index in 0..<256 {
            let count = places[index]
            places[index] = next
            next += count
        }
        for index in range {
            let item = items[index]
            let index = place(item)
            scratch[places[index]] = item
            places[index] += 1
        }
        for index in 0..<range.count { items[range.lowerBound + index] = scratch[index] }
    }

    private mutating func insertionSort(_ group: Group, in bytes: Span<UInt8>) {
        for index in group.range.dropFirst() {
            let item = items[index]
            let key = Self.rest(of: item, from: group.depth)
            var position = index
            while position > group.range.lowerBound,
                precedes(key, Self.rest(of: items[position - 1], from: group.depth), in: bytes)
            {
                items[position] = items[position - 1]
                position -= 1
            }
            items[position] = item
        }
    }

    private static func rest(of item: Item, from depth: Int) -> Range<Int> {
        item.key + min(depth, Int(item.count))..<item.key + Int(item.count)
    }

    /// Eight bytes of a key from `depth` on, zeros behind its end.
    @inline(__always)
    private static func chunk(of item: Item, at depth: Int, in bytes: Span<UInt8>) -> UInt64 {
        let start = item.key + depth
        let left = Int(item.count) - depth
        if left >= 8 { return bytes.bigEndian64(at: start) }
        var chunk: UInt64 = 0
        for offset in 0..<max(left, 0) {
            chunk |= UInt64(bytes[start + offset]) << UInt64(56 - 8 * offset)
        }
        return chunk
    }
}
