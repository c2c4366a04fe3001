/// Writes bbolt files of any shape, so that readers meet shapes which no recorded file has.
struct BoltBuilder {
    /// A bucket's element: data, or a bucket inside.
    enum Content {
        case data([UInt8])
        case bucket([Element])
    }

    struct Element {
        var key: [UInt8]
        var content: Content
    }

    var pageSize = 4096
    /// How many bytes of elements a node takes before the next one begins.
    var nodeBytes: Int?
    /// Keys of a branch page at most; small numbers give deep trees.
    var branchFanOut = 50
    /// Buckets of up to this many bytes are stored inside their parent's value.
    var inlineLimit: Int?
    /// Unused pages after each node.
    var gap = 0
    var transaction: UInt64 = 8
    var hasTrailer = true

    private var pages: [UInt8] = []

    init(pageSize: Int = 4096) {
        self.pageSize = pageSize
    }

    /// The bytes of a file with these buckets at the root.
    mutating func build(_ buckets: [Element], sha256: ([UInt8]) -> [UInt8]) -> [UInt8] {
        pages = Array(repeating: 0, count: pageSize * 2)
        let root = tree(buckets)
        for page in 0..<2 {
            let meta = Self.meta(
                page: page,
                pageSize: pageSize,
                root: root,
                highWater: pages.count / pageSize,
                transaction: transaction - UInt64(page)
            )
            pages.replaceSubrange(page * pageSize..<page * pageSize + meta.count, with: meta)
        }
        return hasTrailer ? pages + sha256(pages) : pages
    }

    static func meta(
        page: Int,
        pageSize: Int,
        root: Int,
        highWater: Int,
        transaction: UInt64,
        freelist: UInt64 = .max
    ) -> [UInt8] {
        var meta: [UInt8] = []
        meta.append(0xED0C_DAED as UInt32)
        meta.append(2 as UInt32)
        meta.append(UInt32(pageSize))
        meta.append(0 as UInt32)
        meta.append(UInt64(root))
        meta.append(0 as UInt64)
        meta.append(freelist)
        meta.append(UInt64(highWater))
        meta.append(transaction)
        var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in meta { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3 }
        meta.append(checksum)
        return header(id: page, flags: 4, count: 0, overflow: 0) + meta
    }

    static func header(id: Int, flags: UInt16, count: Int, overflow: Int) -> [UInt8] {
        var header: [UInt8] = []
        header.append(UInt64(id))
        header.append(flags)
        header.append(UInt16(count))
        header.append(UInt32(overflow))
        return header
    }

    /// Writes the tree of a bucket, gives its root page.
    private mutating func tree(_ elements: [Element]) -> Int {
        let leaves = elements.map { element in
            switch element.content {
            case .data(let value): (element.key, value, UInt32(0))
            case .bucket(let inner): (element.key, bucketValue(inner), UInt32(1))
            }
        }
        let limit = nodeBytes ?? pageSize / 2
        var level: [(key: [UInt8], page: Int)] = []
        var start = 0
        repeat {
            var end = start
            var size = 0
            while end < leaves.count, end == start || size < limit {
                size += 16 + leaves[end].0.count + leaves[end].1.count
                end += 1
            }
            let slice = Array(leaves[start..<end])
            let page = node(flags: 2, count: slice.count, body: Self.leafBody(slice))
            level.append((slice.first?.0 ?? [], page))
            start = end
        } while start < leaves.count
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: branchFanOut).map { start in
                let children = level[start..<min(start + branchFanOut, level.count)]
                let page = node(
                    flags: 1,
                    count: children.count,
                    body: Self.branchBody(Array(children))
                )
                return (level[start].key, page)
            }
        }
        return level[0].page
    }

    private mutating func bucketValue(_ elements: [Element]) -> [UInt8] {
        var value: [UInt8] = []
        let data = elements.compactMap { element -> ([UInt8], [UInt8], UInt32)? in
            guard case .data(let value) = element.content else { return nil }
            return (element.key, value, 0)
        }
        let body = Self.leafBody(data)
        if data.count == elements.count, body.count + 16 <= inlineLimit ?? pageSize / 4 {
            value.append(0 as UInt64)
            value.append(0 as UInt64)
            return value + Self.header(id: 0, flags: 2, count: data.count, overflow: 0) + body
        }
        value.append(UInt64(tree(elements)))
        value.append(7 as UInt64)
        return value
    }

    private mutating func node(flags: UInt16, count: Int, body: [UInt8]) -> Int {
        let page = pages.count / pageSize
        let overflow = (body.count + 16) / pageSize
        pages += Self.header(id: page, flags: flags, count: count, overflow: overflow) + body
        let end = (page + overflow + 1) * pageSize
        pages += Array(repeating: 0, count: end - pages.count + gap * pageSize)
        return page
    }

    static func leafBody(_ elements: [([UInt8], [UInt8], UInt32)]) -> [UInt8] {
        var head: [UInt8] = []
        var data: [UInt8] = []
        for (index, (key, value, flags)) in elements.enumerated() {
            head.append(flags)
            head.append(UInt32(16 * (elements.count - index) + data.count))
            head.append(UInt32(key.count))
            head.append(UInt32(value.count))
            data += key + value
        }
        return head + data
    }

    static func branchBody(_ children: [(key: [UInt8], page: Int)]) -> [UInt8] {
        var head: [UInt8] = []
        var data: [UInt8] = []
        for (index, child) in children.enumerated() {
            head.append(UInt32(16 * (children.count - index) + data.count))
            head.append(UInt32(child.key.count))
            head.append(UInt64(child.page))
            data += child.key
        }
        return head + data
    }
}

extension [UInt8] {
    /// Appends an integer in little-endian order.
    mutating func append<Number: FixedWidthInteger>(_ number: Number) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    static func bigEndian(_ number: Int64) -> [UInt8] {
        Swift.withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
