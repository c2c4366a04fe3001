internal import WireFormats

/// Directories by their bytes, found without making a string or an array of them.
struct DirectoryTable {
    /// A directory and its resource.
    final class Entry {
        let path: [UInt8]
        let resource: StoredResource

        init(path: [UInt8], resource: StoredResource) {
            self.path = path
            self.resource = resource
        }
    }

    /// Open addressing; a power of two, at most half full.
    private var slots: [Entry?] = Array(repeating: nil, count: 256)
    private var count = 0

    @discardableResult
    mutating func insert(_ path: [UInt8], _ resource: StoredResource) -> Entry {
        if count * 2 >= slots.count { grow() }
        let entry = Entry(path: path, resource: resource)
        place(entry)
        count += 1
        return entry
    }

    func find(_ key: Span<UInt8>, _ range: Range<Int>) -> Entry? {
        var slot = hash(key, range) & (slots.count - 1)
        while let entry = slots[slot] {
            if bytesEqual(key, range, entry.path) { return entry }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func place(_ entry: Entry) {
        let path = entry.path
        var slot = hash(path.span, 0..<path.count) & (slots.count - 1)
        while slots[slot] != nil { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = entry
    }

    private mutating func grow() {
        let entries = slots.compactMap(\.self)
        slots = Array(repeating: nil, count: slots.count * 2)
        for entry in entries { place(entry) }
    }

    /// FNV-1a: the names are short, and a store that was made to collide only slows itself down.
    private func hash(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in range {
            hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: hash ^ hash >> 32)
    }
}
