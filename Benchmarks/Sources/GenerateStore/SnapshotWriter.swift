import CGenerateSeal
import Glibc

/// A file written through a buffer.
struct OutputFile {
    let descriptor: Int32
    private var buffer: [UInt8] = []
    private(set) var count = 0

    init(_ path: String) {
        descriptor = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { fail("cannot write \(path)") }
    }

    mutating func append(_ bytes: [UInt8]) {
        buffer += bytes
        count += bytes.count
        if buffer.count >= 1 << 20 { flush() }
    }

    mutating func flush() {
        var done = 0
        buffer.withUnsafeBytes { bytes in
            while done < bytes.count {
                let written = write(
                    descriptor,
                    bytes.baseAddress.map { $0 + done },
                    bytes.count - done
                )
                guard written > 0 else { fail("cannot write") }
                done += written
            }
        }
        buffer.removeAll(keepingCapacity: true)
    }
}

/// Writes the file that `etcdctl snapshot save` would write, leaves filled as bbolt fills them when
/// revisions only grow.
struct SnapshotWriter {
    private var file: OutputFile
    private let pageSize: Int
    private var nextPage = 2
    private var leaf: [(key: [UInt8], value: [UInt8], flags: UInt32)] = []
    private var leafBytes = 16
    private var level: [(key: [UInt8], page: Int)] = []

    static func write(_ objects: inout Objects, pageSize: Int, to path: String) {
        var writer = SnapshotWriter(file: OutputFile(path), pageSize: pageSize)
        writer.file.append([UInt8](repeating: 0, count: 2 * pageSize))
        for round in 0..<objects.revisions {
            for place in 0..<objects.count {
                objects.make(objects.index(at: place), round: round, at: place)
                let entry = objects.entry
                var value = Objects.field(1, objects.key)
                value += [0x10] + Objects.varint(entry.create)
                value += [0x18] + Objects.varint(entry.mod)
                value += [0x20] + Objects.varint(entry.version)
                value += Objects.field(5, objects.stored)
                writer.add(revisionKey(entry.mod), value, flags: 0)
            }
        }
        let keys = writer.finishTree()
        writer.add(
            Array("cluster".utf8),
            inline([("clusterVersion", Array("3.6.0".utf8))]),
            flags: 1
        )
        writer.add(Array("key".utf8), little(UInt64(keys)) + little(0 as UInt64), flags: 1)
        writer.add(
            Array("meta".utf8),
            inline([
                ("consistent_index", bigEndian(objects.revision + 5)),
                ("storageVersion", Array("3.6.0".utf8)), ("term", bigEndian(2)),
            ]),
            flags: 1
        )
        let root = writer.finishTree()
        writer.finish(root: root)
    }

    private init(file: OutputFile, pageSize: Int) {
        self.file = file
        self.pageSize = pageSize
    }

    private mutating func add(_ key: [UInt8], _ value: [UInt8], flags: UInt32) {
        let size = 16 + key.count + value.count
        if leafBytes + size > pageSize * 9 / 10, !leaf.isEmpty { flushLeaf() }
        leaf.append((key, value, flags))
        leafBytes += size
    }

    private mutating func flushLeaf() {
        var head: [UInt8] = []
        var data: [UInt8] = []
        for (index, element) in leaf.enumerated() {
            head += little(element.flags)
            head += little(UInt32(16 * (leaf.count - index) + data.count))
            head += little(UInt32(element.key.count)) + little(UInt32(element.value.count))
            data += element.key
            data += element.value
        }
        let page = node(flags: 2, count: leaf.count, head + data)
        level.append((leaf[0].key, page))
        leaf.removeAll(keepingCapacity: true)
        leafBytes = 16
    }

    private mutating func finishTree() -> Int {
        flushLeaf()
        while level.count > 1 {
            let perPage = (pageSize * 9 / 10) / (32 + level[0].key.count)
            var parents: [(key: [UInt8], page: Int)] = []
            for start in stride(from: 0, to: level.count, by: perPage) {
                let children = level[start..<min(start + perPage, level.count)]
                var head: [UInt8] = []
                var data: [UInt8] = []
                for (index, child) in children.enumerated() {
                    head += little(UInt32(16 * (children.count - index) + data.count))
                    head += little(UInt32(child.key.count)) + little(UInt64(child.page))
                    data += child.key
                }
                parents.append(
                    (level[start].key, node(flags: 1, count: children.count, head + data))
                )
            }
            level = parents
        }
        defer { level = [] }
        return level[0].page
    }

    private mutating func node(flags: UInt16, count: Int, _ body: [UInt8]) -> Int {
        let page = nextPage
        let overflow = (16 + body.count) / pageSize
        nextPage += overflow + 1
        file.append(
            little(UInt64(page)) + little(flags) + little(UInt16(count)) + little(UInt32(overflow))
        )
        file.append(body)
        file.append([UInt8](repeating: 0, count: nextPage * pageSize - file.count))
        return page
    }

    private mutating func finish(root: Int) {
        file.flush()
        for page in 0..<2 {
            var meta = little(0xED0C_DAED as UInt32) + little(2 as UInt32)
            meta += little(UInt32(pageSize)) + little(0 as UInt32)
            meta += little(UInt64(root)) + little(0 as UInt64) + little(UInt64.max)
            meta += little(UInt64(nextPage)) + little(UInt64(100 - page))
            var checksum: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in meta { checksum = (checksum ^ UInt64(byte)) &* 0x100_0000_01B3 }
            meta =
                little(UInt64(page)) + little(4 as UInt16) + little(0 as UInt16)
                + little(0 as UInt32) + meta + little(checksum)
            guard pwrite(file.descriptor, meta, meta.count, page * pageSize) == meta.count else {
                fail("cannot write")
            }
        }
        let count = nextPage * pageSize
        guard let bytes = mmap(nil, count, PROT_READ, MAP_SHARED, file.descriptor, 0),
            bytes != MAP_FAILED
        else { fail("cannot map what was written") }
        var digest = [UInt8](repeating: 0, count: 32)
        sha256_of(bytes.assumingMemoryBound(to: UInt8.self), count, &digest)
        munmap(bytes, count)
        file.append(digest)
        file.flush()
    }
}

func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

func bigEndian(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

func revisionKey(_ main: Int) -> [UInt8] {
    bigEndian(main) + [0x5F] + bigEndian(0)
}

/// The value of a bucket that is stored inside its parent.
func inline(_ elements: [(String, [UInt8])]) -> [UInt8] {
    var head: [UInt8] = []
    var data: [UInt8] = []
    for (index, (key, value)) in elements.enumerated() {
        head += little(0 as UInt32)
        head += little(UInt32(16 * (elements.count - index) + data.count))
        head += little(UInt32(key.utf8.count)) + little(UInt32(value.count))
        data += Array(key.utf8) + value
    }
    let header =
        little(0 as UInt64) + little(2 as UInt16) + little(UInt16(elements.count))
        + little(0 as UInt32)
    return [UInt8](repeating: 0, count: 16) + header + head + data
}
