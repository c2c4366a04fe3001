/// What bbolt needs of the trees of a file beyond what its own check looks at.
enum BoltTrees {
    /// The first rule that is broken, in words; nil for a file that bbolt can go on with.
    static func flaw(in file: [UInt8]) -> String? {
        let pageSize = Int(u32(file, 24))
        var reached: Set<Int> = [0, 1]
        let root = Int(u64(file, 32))
        if let flaw = tree(root, file, pageSize, isRoot: true, &reached) { return flaw }
        let highWater = Int(u64(file, 56))
        if reached.count != highWater { return "\(highWater - reached.count) pages are not used" }
        return highWater * pageSize + 32 == file.count ? nil : "the file does not end at its pages"
    }

    private static func tree(
        _ page: Int,
        _ file: [UInt8],
        _ pageSize: Int,
        isRoot: Bool,
        _ reached: inout Set<Int>,
    ) -> String? {
        let start = page * pageSize
        let count = Int(u16(file, start + 10))
        for used in page...(page + Int(u32(file, start + 12))) where !reached.insert(used).inserted
        {
            return "page \(used) is used twice"
        }
        let isBranch = u16(file, start + 8) == 1
        if isBranch, count < 2 { return "branch \(page) has \(count) children" }
        if !isBranch, count == 0, !isRoot { return "leaf \(page) is empty" }
        var end = start + 16 + 16 * count
        for index in 0..<count {
            let element = start + 16 + 16 * index
            let position = Int(u32(file, element + (isBranch ? 0 : 4))) + element
            let keyCount = Int(u32(file, element + (isBranch ? 4 : 8)))
            guard position == end else { return "page \(page) has a gap" }
            end = position + keyCount
            if isBranch {
                let child = Int(u64(file, element + 8))
                if firstKey(of: child, file, pageSize) != Array(file[position..<end]) {
                    return "branch \(page) does not name the first key of page \(child)"
                }
                if let flaw = tree(child, file, pageSize, isRoot: false, &reached) { return flaw }
            } else {
                if u32(file, element) == 1 {
                    let root = Int(u64(file, end))
                    if let flaw = tree(root, file, pageSize, isRoot: true, &reached) { return flaw }
                }
                end += Int(u32(file, element + 12))
            }
        }
        let next = (page + Int(u32(file, start + 12)) + 1) * pageSize
        guard next - end < pageSize else { return "page \(page) is longer than it needs to be" }
        return file[end..<next].allSatisfy { $0 == 0 } ? nil : "page \(page) has bytes at its end"
    }

    private static func firstKey(of page: Int, _ file: [UInt8], _ pageSize: Int) -> [UInt8] {
        let start = page * pageSize
        let isBranch = u16(file, start + 8) == 1
        let element = start + 16
        let position = Int(u32(file, element + (isBranch ? 0 : 4))) + element
        return Array(file[position..<position + Int(u32(file, element + (isBranch ? 4 : 8)))])
    }

    private static func u16(_ file: [UInt8], _ offset: Int) -> UInt16 {
        UInt16(file[offset]) | UInt16(file[offset + 1]) << 8
    }

    private static func u32(_ file: [UInt8], _ offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(file[offset + $1]) << UInt32(8 * $1) }
    }

    private static func u64(_ file: [UInt8], _ offset: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(file[offset + $1]) << UInt64(8 * $1) }
    }
}
