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
    private let hash = KeyHash()

    private static let retiredBit: UInt64 = 1 << 63

    /// Makes the record at `offset` the newest of `key`.
    @inline(__always)
    mutating func put(
        _ key: Range<Int>,
        record offset: Int,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) {
        let hash = hash(key, in: bytes)
        let slot = try find(key, hash: hash, in: bytes)
        if slots[slot] == 0 {
            usedSlots &+= 1
        } else {
            retire(Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) &- 1)
        }
        records.append(UInt64(bitPattern: Int64(offset)))
        hashes.append(hash)
        guard records.count < Int(UInt32.max) else {
            throw SnapshotError(.limit, "more than \(UInt32.max) revisions")
        }
        slots[slot] = UInt64(hash) &<< 32 | UInt64(truncatingIfNeeded: records.count)
        if usedSlots &* 3 > slots.count &* 2 || retired > max(1 << 16, records.count / 2) {
            rebuild()
        }
    }

    /// Takes `key` out; an unknown key is normal after a compaction.
    @inline(__always)
    mutating func delete(_ key: Range<Int>, in bytes: Span<UInt8>) throws(SnapshotError) {
        let slot = try find(key, hash: hash(key, in: bytes), in: bytes)
        guard slots[slot] != 0 else { return }
        retire(Int(truncatingIfNeeded: slots[slot] & 0xFFFF_FFFF) &- 1)
    }

    /// The offsets of the newest records, in the order of revisions.
    consuming func finish() -> [UInt64] {
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

    /// The slot that holds `key`, or the free one where it belongs.
    @inline(__always)
    private func find(
        _ key: Range<Int>,
        hash: UInt32,
        in bytes: Span<UInt8>
    ) throws(SnapshotError) -> Int {
        let mask = slots.count &- 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let content = slots[slot]
            if content == 0 { return slot }
            if UInt32(truncatingIfNeeded: content &>> 32) == hash {
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
