import DurableFiles
import EtcdSnapshot
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

/// Writes the file that `etcdctl snapshot save` would write.
enum SnapshotWriter {
    static func write(_ objects: inout Objects, pageSize: Int, to path: String) {
        do {
            try writeAll(&objects, pageSize: pageSize, to: path)
        } catch {
            fail("\(error)")
        }
    }

    private static func writeAll(
        _ objects: inout Objects,
        pageSize: Int,
        to path: String,
    ) throws {
        let file = try WholeFile(path: path)
        let writer = try DatabaseWriter(file, pageSize: pageSize)
        for round in 0..<objects.revisions {
            for place in 0..<objects.count {
                objects.make(objects.index(at: place), round: round, at: place)
                let entry = objects.entry
                var value = Objects.field(1, objects.key)
                value += [0x10] + Objects.varint(entry.create)
                value += [0x18] + Objects.varint(entry.mod)
                value += [0x20] + Objects.varint(entry.version)
                value += Objects.field(5, objects.stored)
                try writer.add(revisionKey(entry.mod).span, value.span)
            }
        }
        try writer.endBucket(Array("key".utf8))
        try writer.add(Array("clusterVersion".utf8).span, Array("3.6.0".utf8).span)
        try writer.endBucket(Array("cluster".utf8))
        try writer.add(
            Array("consistent_index".utf8).span,
            bigEndian(objects.revision + 5).span
        )
        try writer.add(Array("storageVersion".utf8).span, Array("3.6.0".utf8).span)
        try writer.add(Array("term".utf8).span, bigEndian(2).span)
        try writer.endBucket(Array("meta".utf8))
        _ = try writer.finish(transaction: 100)
        try file.finish()
    }
}

func bigEndian(_ number: Int) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

func revisionKey(_ main: Int) -> [UInt8] {
    bigEndian(main) + [0x5F] + bigEndian(0)
}
