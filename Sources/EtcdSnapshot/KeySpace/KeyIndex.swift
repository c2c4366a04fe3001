internal import WireFormats

/// Which record of the file is the newest of each etcd key, while a walk goes through the revisions.
///
/// Keys stay in the file: a record is the offset of its leaf element, and the table is open
/// addressing over 64-bit slots (32 bits of the key's hash, 32 bits of an index into the records).
/// A replaced or deleted record keeps its place, marked, so that what is left is in the order of
/// revisions. About 30 bytes a key at the peak.
struct KeyIndex {
    /// Records in the order of revisions: offset, and whether it is no longer current.
    private var records: [UInt64] = []
    private var hashes: [UInt32] = []
    private var slots: [UInt64] = Array(repeating: 0, count: 1 << 10)
    private var usedSlots = 0
    private var retired = 0
    private let hash: KeyHash

    private static let retiredBit: UInt64 = 1 << 63

    /// A change that waits for its slot to arrive from memory.
    private struct Pending {
        /// Empty where it is to be read from the record.
        var key = 0..<0
        var offset = 0
        var hash: UInt32 = 0
        var isDeletion = false
    }

    private var pending = Array(repeating: Pending(), count: Self.pendingCount)
    private var added = 0
    private static let pendingCount = 16

    /// - Parameter hash: Of the keys.
    init(_ hash: KeyHash) {
        self.hash = hash
    }

    /// Makes the record at `offset` the newest of `key`, or takes the key out.
    ///
    /// Changes count in the order they are given in; an unknown key may be deleted, which is normal
    /// after a compaction.
    @inline(__always)
    mutating func add(
        _ key: Range<Int>,
        record offset: Int,
        isDeletion: Bool,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        try add(
            Pending(
                key: key,
                offset: offset,
                hash: hash(key, in: bytes),
                isDeletion: isDeletion
            ),
            in: bytes
        )
    }

    /// Adds what a walk elsewhere in the file has found, behind all that was added before.
    mutating func add(
        _ changes: consuming KeyChanges,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        for index in 0..<changes.count {
            let (offset, hash, isDeletion) = changes[index]
            try add(Pending(offset: offset, hash: hash, isDeletion: isDeletion), in: bytes)
        }
    }

    @inline(__always)
    private mutating func add(
        _ change: Pending,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        slots.prefetch(Int(truncatingIfNeeded: change.hash) & (slots.count &- 1))
        let place = added & (Self.pendingCount &- 1)
        if added >= Self.pendingCount { try apply(pending[place], in: bytes) }
        pending[place] = change
        added &+= 1
    }

    private mutating func applyRest(in bytes: Span<UInt8>) throws(SnapshotError) {
        for place in max(0, added - Self.pendingCount)..<added {
            try apply(pending[place & (Self.pendingCount - 1)], in: bytes)
        }
        added = 0
    }

    @inline(__always)
    private mutating func apply(
        _ change: Pending,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        let slot = try find(change, in: bytes)
        let content = slots[slot]
        if content != 0 {
            retire(Int(truncatingIfNeeded: content & 0xFFFF_FFFF) &- 1)
        }
        guard !change.isDeletion else { return }
        if content == 0 { usedSlots &+= 1 }
        records.append(UInt64(bitPattern: Int64(change.offset)))
        hashes.append(change.hash)
        guard records.count < Int(UInt32.max) else {
            throw SnapshotError(.limit, "more than \(UInt32.max) revisions")
        }
        slots[slot] = UInt64(change.hash) &<< 32 | UInt64(truncatingIfNeeded: records.count)
        if usedSlots &* 3 > slots.count &* 2 || retired > max(1 << 16, records.count / 2) {
            rebuild()
        }
    }

    /// The offsets of the newest records, in the order of revisions.
    consuming func finish(in bytes: Span<UInt8>) throws(SnapshotError) -> [UInt64] {
        try applyRest(in: bytes)
        slots = []
        hashes = []
        var kept = 0
        for index in records.indices where records[index] & Self.retiredBit == 0 {
            records[kept] = records[index]
            kept += 1
        }
        records.removeLast(records.count - kept)
        // Growth by doubling may have left half of it unused.
        return records.capacity > kept + kept / 8 ? Array(records[...]) : records
    }

    @inline(__always)
    private mutating func retire(_ index: Int) {
        guard records[index] & Self.retiredBit == 0 else { return }
        records[index] |= Self.retiredBit
        retired &+= 1
    }

    /// The slot that holds the key of a change, or the free one where it belongs.
    @inline(__always)
    private func find(
        _ change: Pending,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) -> Int {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: change.hash) & mask
        while true {
            let content = slots[slot]
            if content == 0 { return slot }
            if UInt32(truncatingIfNeeded: content &>> 32) == change.hash {
                let key =
                    change.key.isEmpty
                    ? try recordKey(UInt64(change.offset), in: bytes) : change.key
                let index = Int(truncatingIfNeeded: content & 0xFFFF_FFFF) &- 1
                let other = try recordKey(records[index] & ~Self.retiredBit, in: bytes)
                if equal(other, key, in: bytes) { return slot }
            }
            slot = (slot &+ 1) & mask
        }
    }

    private func recordKey(
        _ offset: UInt64,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) -> Range<Int> {
        guard let element = LeafElement(in: bytes, at: Int(offset)),
            let record = KeyValueRecord(in: bytes, at: element.value)
        else { throw SnapshotError(.changedWhileReading, "the file changed while it was read") }
        return record.key
    }

    /// Drops retired records and makes room.
    private mutating func rebuild() {
        var kept = 0
        for index in records.indices where records[index] & Self.retiredBit == 0 {
            records[kept] = records[index]
            hashes[kept] = hashes[index]
            kept += 1
        }
        records.removeLast(records.count - kept)
        hashes.removeLast(hashes.count - kept)
        retired = 0
        usedSlots = kept
        var capacity = 1 << 10
        while kept * 3 > capacity { capacity *= 2 }
        slots = []
        slots = Array(repeating: 0, count: capacity)
        let mask = capacity - 1
        for index in 0..<kept {
            var slot = Int(truncatingIfNeeded: hashes[index]) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt64(hashes[index]) &<< 32 | UInt64(truncatingIfNeeded: index &+ 1)
        }
    }
}
