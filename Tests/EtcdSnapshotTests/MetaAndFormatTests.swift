import EtcdSnapshot
import Foundation
import TestSupport
import Testing

@Suite("Meta pages and other formats")
struct MetaAndFormatTests {
    static let model = StoreModel.random(seed: 21, changes: 100, keys: 20, valueLimit: 50)

    private func original(pageSize: Int = 1024) -> [UInt8] {
        var builder = BoltBuilder(pageSize: pageSize)
        builder.hasTrailer = false
        return builder.build(Self.model.buckets(), sha256: sha256)
    }

    private func root(of bytes: [UInt8]) -> Int {
        (0..<8).reduce(0) { $0 | Int(bytes[32 + $1]) << (8 * $1) }
    }

    @Test("a broken first meta page leaves the second", arguments: [1024, 4096, 65536])
    func firstMetaBroken(pageSize: Int) throws {
        var bytes = original(pageSize: pageSize)
        bytes.replaceSubrange(0..<pageSize, with: Array(repeating: 0, count: pageSize))
        let temporary = try TemporaryFile(bytes)
        let file = try SnapshotFile(path: temporary.path)
        #expect(file.information.transaction == 7)
        #expect(try Listing(file.keySpace()) == Self.model.listing(at: Self.model.revision))
    }

    @Test("a broken second meta page leaves the first")
    func secondMetaBroken() throws {
        var bytes = original()
        bytes[1024 + 20] ^= 0xFF
        let temporary = try TemporaryFile(bytes)
        #expect(try SnapshotFile(path: temporary.path).information.transaction == 8)
    }

    @Test("the newer of two valid meta pages counts, wherever it is")
    func newerMeta() throws {
        var bytes = original()
        let root = root(of: bytes)
        let pages = bytes.count / 1024
        // The older one leads nowhere.
        let older = BoltBuilder.meta(
            page: 0,
            pageSize: 1024,
            root: 3000,
            highWater: pages,
            transaction: 9
        )
        let newer = BoltBuilder.meta(
            page: 1,
            pageSize: 1024,
            root: root,
            highWater: pages,
            transaction: 10
        )
        bytes.replaceSubrange(0..<older.count, with: older)
        bytes.replaceSubrange(1024..<1024 + newer.count, with: newer)
        let temporary = try TemporaryFile(bytes)
        let file = try SnapshotFile(path: temporary.path)
        #expect(file.information.transaction == 10)
        #expect(
            try file.keySpace().count == Self.model.listing(at: Self.model.revision).entries.count
        )
    }

    @Test("the checksum is bbolt's")
    func checksum() throws {
        // From a file that etcd wrote: root 4, high water 5, transaction 8.
        let meta = BoltBuilder.meta(
            page: 0,
            pageSize: 4096,
            root: 4,
            highWater: 5,
            transaction: 8
        )
        #expect(Array(meta.suffix(8)) == [0xCA, 0x5A, 0x0A, 0xDF, 0x2B, 0x60, 0x42, 0x5F])
        let second = BoltBuilder.meta(
            page: 1,
            pageSize: 4096,
            root: 4,
            highWater: 5,
            transaction: 7
        )
        #expect(Array(second.suffix(8)) == [0x25, 0xE8, 0x5D, 0xA8, 0xFE, 0x7C, 0x5C, 0xC4])
    }

    struct Foreign: CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let word: String
        var testDescription: String { name }
    }

    static let foreign = [
        Foreign(name: "gzip", bytes: [0x1F, 0x8B, 8, 0] + filler, word: "gunzip"),
        Foreign(name: "zstd", bytes: [0x28, 0xB5, 0x2F, 0xFD] + filler, word: "unzstd"),
        Foreign(
            name: "tar",
            bytes: filler.prefix(257) + Array("ustar".utf8) + filler,
            word: "extract"
        ),
        Foreign(name: "zip", bytes: Array("PK".utf8) + [3, 4] + filler, word: "fetch"),
        Foreign(name: "dump", bytes: Array("{\"header\":{}}".utf8), word: "giveAsDump"),
        Foreign(name: "zeros", bytes: Array(repeating: 0, count: 8192), word: "never filled"),
        Foreign(name: "text", bytes: filler, word: "giveSnapshotOrDatabase"),
        Foreign(name: "one byte", bytes: [1], word: "again"),
        Foreign(name: "empty", bytes: [], word: "failed"),
    ]
    static let filler = [UInt8](repeating: 0x55, count: 4096)

    @Test("other formats are named, with a way on", arguments: foreign)
    func foreignFormat(foreign: Foreign) throws {
        let temporary = try TemporaryFile(foreign.bytes)
        let error = #expect(throws: SnapshotError.self) { try SnapshotFile(path: temporary.path) }
        let way = error?.hint ?? error?.remedy.map { "\($0)" } ?? ""
        #expect(way.contains(foreign.word), "\(way)")
    }

    @Test("a file of a big-endian machine is named")
    func bigEndian() throws {
        var bytes = original()
        for page in [0, 1024] {
            for field in stride(from: page + 16, to: page + 32, by: 4) {
                bytes[field..<field + 4].reverse()
            }
        }
        let temporary = try TemporaryFile(bytes)
        let error = #expect(throws: SnapshotError.self) { try SnapshotFile(path: temporary.path) }
        #expect(error?.message.contains("big-endian") == true)
    }

    @Test("what is no file is refused")
    func notAFile() throws {
        let directory = #expect(throws: SnapshotError.self) { try SnapshotFile(path: "/tmp") }
        #expect(directory?.code == .cannotOpen)
        let missing = #expect(throws: SnapshotError.self) {
            try SnapshotFile(path: "/nonexistent/file.db")
        }
        #expect(
            missing?.description == "/nonexistent/file.db: cannot open: No such file or directory"
        )
        #expect(throws: SnapshotError.self) { try SnapshotFile(path: "/dev/null") }
    }

    @Test("a database that a process holds is told, and the lock is left alone")
    func held() throws {
        let temporary = try TemporaryFile(original())
        let holder = open(temporary.path, O_RDWR)
        defer { close(holder) }
        try #require(flock(holder, LOCK_EX | LOCK_NB) == 0)
        #expect(try SnapshotFile(path: temporary.path).isHeldByAnotherProcess)
        flock(holder, LOCK_UN)
        let file = try SnapshotFile(path: temporary.path)
        #expect(!file.isHeldByAnotherProcess)
        #expect(flock(holder, LOCK_EX | LOCK_NB) == 0, "reading holds no lock")
        withExtendedLifetime(file) {}
    }
}
