/// Mutations of bbolt files that know their pages: *id (8), flags (2), count (2), overflow (4)*, then
/// elements of 16 bytes; the meta pages 0 and 1 have 64 bytes more, the last 8 their checksum.
public enum SnapshotPages {
    /// Makes both meta pages' magic number, version and checksum right, for pages of 1 to 4 KiB.
    public static func mendChecksums(_ bytes: inout [UInt8]) {
        mend(&bytes, at: 0)
        for shift in 10...12 { mend(&bytes, at: 1 << shift) }
    }

    private static func mend(_ bytes: inout [UInt8], at page: Int) {
        guard bytes.count >= page + 80 else { return }
        bytes.replaceSubrange(page + 16..<page + 24, with: [0xED, 0xDA, 0x0C, 0xED, 2, 0, 0, 0])
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes[page + 16..<page + 72] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        for index in 0..<8 {
            bytes[page + 72 + index] = UInt8(truncatingIfNeeded: hash >> (8 * index))
        }
    }

    /// A mutation of the input in place; gives its new length.
    public static func mutate(
        _ data: UnsafeMutablePointer<UInt8>,
        _ count: Int,
        _ capacity: Int,
        _ seed: UInt32,
    ) -> Int {
        var random = Random(state: UInt64(seed) | 1)
        guard count >= 4096, random.next(below: 2) == 0 else {
            return mutateBytes(data, count, capacity)
        }
        let bytes = UnsafeMutableBufferPointer(start: data, count: count)
        for _ in 0...random.next(below: 3) { change(bytes, &random) }
        return count
    }

    private static func change(_ bytes: UnsafeMutableBufferPointer<UInt8>, _ random: inout Random) {
        let size = bytes[16 + 8 + 1] == 4 ? 1024 : 4096
        let pages = bytes.count / size
        let page = random.next(below: pages) * size
        let other = random.next(below: pages) * size
        switch random.next(below: 9) {
        case 0: put(random.number, 8, bytes, page)
        case 1: put([1, 2, 4, 16, 0, 3][random.next(below: 6)], 2, bytes, page + 8)
        case 2: put(random.number, 2, bytes, page + 10)
        case 3: put(random.number, 4, bytes, page + 12)
        case 4:
            // A field of an element: flags or child, position, sizes.
            let element = page + 16 + 16 * random.next(below: 8)
            put(random.number, 4, bytes, element + 4 * random.next(below: 4))
        case 5:
            // Of a meta page: page size, flags, root, sequence, free list, high water, transaction.
            let offset = [24, 28, 32, 40, 48, 56, 64][random.next(below: 7)]
            put(random.number, offset < 32 ? 4 : 8, bytes, random.next(below: 2) * size + offset)
        case 6:
            for index in 0..<size { bytes[page + index] = bytes[other + index] }
            put(UInt64(page / size), 8, bytes, page)
        case 7:
            for index in 0..<size {
                (bytes[page + index], bytes[other + index]) =
                    (bytes[other + index], bytes[page + index])
            }
        default:
            // The header of a bucket, or a revision, somewhere in the page.
            put(random.number, 8, bytes, page + 16 + random.next(below: size - 24))
        }
    }

    private static func put(
        _ value: UInt64,
        _ size: Int,
        _ bytes: UnsafeMutableBufferPointer<UInt8>,
        _ offset: Int,
    ) {
        for index in 0..<size where offset + index < bytes.count {
            bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
        }
    }

    private struct Random {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }

        /// Small ones, those around a power of two, and any.
        var number: UInt64 {
            mutating get {
                switch next(below: 4) {
                case 0: UInt64(next(below: 8))
                case 1: UInt64(next(below: 1 << 16))
                case 2: (UInt64(1) << UInt64(next(below: 64))) &- UInt64(next(below: 2))
                default: state
                }
            }
        }
    }
}

@_silgen_name("LLVMFuzzerMutate")
private func mutateBytes(_ data: UnsafeMutablePointer<UInt8>, _ count: Int, _ capacity: Int) -> Int
