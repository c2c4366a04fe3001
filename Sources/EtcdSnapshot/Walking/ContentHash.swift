extension SnapshotFile {
    /// What `etcdutl snapshot status` computes: a CRC-32C over the names of the buckets, their keys
    /// and values in order, and the number of elements of all buckets.
    ///
    /// As in etcd: `etcdutl/snapshot/v3_snapshot.go`.
    ///
    /// - Throws: ``SnapshotError``.
    public func contentHash() throws(SnapshotError) -> (hash: UInt32, elementCount: Int) {
        do throws(SnapshotError) {
            let result = try withBody { bytes throws(SnapshotError) in
                var visited = PageSet(bound: layout.highWater)
                let directory = try BucketDirectory(
                    root: meta.root,
                    layout: layout,
                    in: bytes,
                    visited: &visited
                )
                var hash = CRC32C()
                var count = 0
                for (name, location) in zip(directory.names, directory.locations) {
                    hash.update(name.span)
                    var cursor = BucketCursor(location, layout: layout)
                    while let element = try cursor.next(in: bytes, visited: &visited) {
                        hash.update(bytes.extracting(element.key))
                        if !element.isBucket { hash.update(bytes.extracting(element.value)) }
                        count += 1
                    }
                }
                return (hash.value, count)
            }
            try checkNotLost()
            return result
        } catch {
            try checkNotLost()
            throw error.inFile(path)
        }
    }
}

/// CRC-32 with Castagnoli's polynomial (RFC 3720, appendix B.4), eight bytes at a step.
struct CRC32C {
    private static let tables: [[UInt32]] = {
        var tables = Array(repeating: Array(repeating: 0 as UInt32, count: 256), count: 8)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0x82F6_3B78 : 0) }
            tables[0][index] = value
        }
        for index in 0..<256 {
            for table in 1..<8 {
                let before = tables[table - 1][index]
                tables[table][index] = before >> 8 ^ tables[0][Int(before & 0xFF)]
            }
        }
        return tables
    }()

    private let tables = Self.tables.flatMap(\.self)
    private var state = UInt32.max

    var value: UInt32 { ~state }

    mutating func update(_ bytes: Span<UInt8>) {
        var state = state
        var index = 0
        while index &+ 8 <= bytes.count {
            let word = bytes.u64(at: index) ^ UInt64(state)
            state = 0
            for byte in 0..<8 {
                let place = Int(truncatingIfNeeded: word &>> UInt64(8 &* byte) & 0xFF)
                state ^= tables[(7 &- byte) &* 256 &+ place]
            }
            index &+= 8
        }
        while index < bytes.count {
            state = state &>> 8 ^ tables[Int((state ^ UInt32(bytes[index])) & 0xFF)]
            index &+= 1
        }
        self.state = state
    }
}
