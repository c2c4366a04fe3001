import EtcdSnapshot
import Foundation
import TestSupport
import Testing

/// Snapshots inside a zip archive, as k3s and RKE2 make them.
@Suite struct ArchiveTests {
    /// A zip archive of one entry, its packed bytes taken from gzip, whose data is deflate as well.
    struct Archive {
        var packed: [UInt8]
        var method: UInt16 = 8
        var flags: UInt16 = 8
        var checksum: [UInt8]
        var size: UInt32
        var entries: UInt16 = 1
        var comment: [UInt8] = []

        init(deflating content: [UInt8]) throws {
            let folder = try TemporaryFolder()
            let path = try folder.write(content, to: "content")
            try run("/usr/bin/gzip", ["-n", path])
            let gzip = try folder.read("content.gz")
            packed = Array(gzip[10..<(gzip.count - 8)])
            checksum = Array(gzip[(gzip.count - 8)..<(gzip.count - 4)])
            size = UInt32(content.count)
        }

        var bytes: [UInt8] {
            let name = Array("snapshot".utf8)
            var bytes: [UInt8] = Array("PK".utf8) + [3, 4]
            for number in [20, flags, method, 0, 0] as [UInt16] { bytes.append(number) }
            // The sizes stand behind the data and in the directory.
            bytes += [UInt8](repeating: 0, count: 12)
            bytes.append(UInt16(name.count))
            bytes.append(UInt16(0))
            bytes += name + packed
            bytes += Array("PK".utf8) + [7, 8] + checksum
            bytes.append(UInt32(packed.count))
            bytes.append(size)
            let directory = bytes.count
            bytes += Array("PK".utf8) + [1, 2]
            for number in [20, 20, flags, method, 0, 0] as [UInt16] { bytes.append(number) }
            bytes += checksum
            bytes.append(UInt32(packed.count))
            bytes.append(size)
            bytes.append(UInt16(name.count))
            bytes += [UInt8](repeating: 0, count: 12)
            bytes.append(UInt32(0))
            bytes += name
            let end = bytes.count
            bytes += Array("PK".utf8) + [5, 6, 0, 0, 0, 0]
            bytes.append(entries)
            bytes.append(entries)
            bytes.append(UInt32(end - directory))
            bytes.append(UInt32(directory))
            bytes.append(UInt16(comment.count))
            return bytes + comment
        }
    }

    private static let snapshot = "cluster/stage-4-wild.db"

    private func listing(_ path: String) throws -> Listing {
        try Listing(SnapshotFile(path: path).keySpace())
    }

    @Test("a packed snapshot is the snapshot", arguments: [true, false])
    func packed(isDeflated: Bool) throws {
        let content = try TestData.bytes(Self.snapshot)
        var archive = try Archive(deflating: content)
        if !isDeflated {
            archive.method = 0
            archive.packed = content
        }
        archive.comment = Array("PK".utf8) + [5, 6] + Array("a comment".utf8)
        let folder = try TemporaryFolder()
        let path = try folder.write(archive.bytes, to: "packed.zip")
        #expect(try listing(path) == listing(TestData.path(Self.snapshot)))
        let file = try SnapshotFile(path: path)
        #expect(file.hasTrailer && file.byteCount == content.count && file.path == path)
        #expect(try folder.names() == ["packed.zip"])
    }

    @Test("what is not as it says is refused")
    func refused() throws {
        let folder = try TemporaryFolder()
        let sound = try Archive(deflating: TestData.bytes(Self.snapshot))
        func expect(_ code: SnapshotError.Code, _ word: String, _ archive: Archive) throws {
            let path = try folder.write(archive.bytes, to: "bad.zip")
            let error = #expect(throws: SnapshotError.self) { try SnapshotFile(path: path) }
            #expect(error?.code == code && error?.message.contains(word) == true, "\(error as Any)")
        }
        var archive = sound
        archive.size += 1
        try expect(.damaged, "damaged", archive)
        archive.size -= 2
        try expect(.damaged, "damaged", archive)
        archive = sound
        archive.checksum[0] ^= 1
        try expect(.damaged, "damaged", archive)
        archive = sound
        archive.packed.removeLast(archive.packed.count / 2)
        try expect(.damaged, "damaged", archive)
        archive = sound
        archive.packed.append(0)
        try expect(.damaged, "damaged", archive)
        archive = sound
        archive.method = 12
        try expect(.foreignFormat, "deflate", archive)
        archive = sound
        archive.flags |= 1
        try expect(.foreignFormat, "encrypted", archive)
        archive = sound
        archive.entries = 2
        try expect(.foreignFormat, "2 entries", archive)
        archive = sound
        archive.size = .max
        try expect(.foreignFormat, "Zip64", archive)
        archive = sound
        // A bomb: a few bytes that say they are nearly 4 GiB.
        archive.packed = [0x4b, 0x04, 0x00]
        archive.size = .max - 1
        let path = try folder.write(archive.bytes, to: "bomb.zip")
        #expect(throws: SnapshotError.self) { try SnapshotFile(path: path) }
    }

    @Test("no cut or changed archive crashes the reader")
    func hostile() throws {
        let folder = try TemporaryFolder()
        let small = Array(repeating: UInt8(ascii: "x"), count: 40_000)
        let bytes = try Archive(deflating: small).bytes
        var random = SeededGenerator(seed: 20)
        for _ in 0..<400 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: 4..<changed.count, using: &random)] =
                    UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                changed.removeLast(Int.random(in: 1..<changed.count - 4, using: &random))
            }
            let path = try folder.write(changed, to: "hostile.zip")
            #expect(throws: SnapshotError.self) { try SnapshotFile(path: path) }
        }
    }
}
