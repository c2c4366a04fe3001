import EtcdModel
import EtcdSnapshot
import Testing

/// A file as etcd 3.6 wrote it for seven changes, put together from its bytes.
@Suite("Worked example")
struct WorkedExampleTests {
    static let prefix = "/registry/secrets/default/"

    /// Main and sub revision, tombstone, key, create revision, version, value.
    static let rows: [(Int64, Int64, Bool, String, Int64, Int64, String)] = [
        (2, 0, false, "a", 2, 1, "one"), (3, 0, false, "a", 2, 2, "two"),
        (4, 0, false, "b", 4, 1, "B"), (4, 1, false, "c", 4, 1, "C"),
        (4, 2, true, "a", 0, 0, ""), (5, 0, false, "a", 5, 1, "three"),
        (6, 0, true, "b", 0, 0, ""),
    ]

    static func file() -> [UInt8] {
        let keys = rows.map { row in
            let entry = Listing.Entry(
                key: Array((prefix + row.3).utf8),
                value: Array(row.6.utf8),
                createRevision: row.4,
                modRevision: row.0,
                version: row.5,
                lease: 0
            )
            return (
                StoreModel.revisionKey(row.0, row.1, isTombstone: row.2),
                StoreModel.message(entry, isTombstone: row.2), UInt32(0)
            )
        }
        func bucket(_ elements: [([UInt8], [UInt8], UInt32)]) -> [UInt8] {
            Array(repeating: 0, count: 16)
                + BoltBuilder.header(id: 0, flags: 2, count: elements.count, overflow: 0)
                + BoltBuilder.leafBody(elements)
        }
        let names = [
            "alarm", "auth", "authRoles", "authUsers", "cluster", "key", "lease", "members",
            "members_removed", "meta",
        ]
        let root = names.map { name in
            let meta = [(Array("term".utf8), [UInt8].bigEndian(2), UInt32(0))]
            let content = name == "key" ? bucket(keys) : bucket(name == "meta" ? meta : [])
            return (Array(name.utf8), content, UInt32(1))
        }
        let first: [UInt8] = [
            0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0,
            0xED, 0xDA, 0x0C, 0xED, 2, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0,
            4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 5, 0, 0, 0, 0, 0, 0, 0,
            8, 0, 0, 0, 0, 0, 0, 0, 0xCA, 0x5A, 0x0A, 0xDF, 0x2B, 0x60, 0x42, 0x5F,
        ]
        var second = first
        second[0] = 1
        second[64] = 7
        second.replaceSubrange(72..<80, with: [0x25, 0xE8, 0x5D, 0xA8, 0xFE, 0x7C, 0x5C, 0xC4])
        var bytes = [UInt8](repeating: 0, count: 5 * 4096)
        let leaf =
            BoltBuilder.header(id: 4, flags: 2, count: root.count, overflow: 0)
            + BoltBuilder.leafBody(root)
        for (page, content) in [(0, first), (1, second), (4, leaf)] {
            bytes.replaceSubrange(page * 4096..<page * 4096 + content.count, with: content)
        }
        return bytes + sha256(bytes)
    }

    @Test(
        "the state at each revision",
        arguments: [
            (1, []), (2, ["a=one"]), (3, ["a=two"]), (4, ["b=B", "c=C"]),
            (5, ["a=three", "b=B", "c=C"]), (6, ["a=three", "c=C"]),
        ] as [(Int64, [String])]
    )
    func state(revision: Int64, expected: [String]) throws {
        let temporary = try TemporaryFile(Self.file())
        let file = try SnapshotFile(path: temporary.path)
        #expect(file.byteCount == 20512 && file.information.pageCount == 5)
        #expect(try file.checkIntegrity())
        let keySpace = try file.keySpace(at: Revision(revision))
        #expect(keySpace.currentRevision == 6 && keySpace.recordCount == 7)
        let found = try Listing(keySpace).entries.map {
            String(decoding: $0.key.dropFirst(Self.prefix.utf8.count), as: UTF8.self) + "="
                + String(decoding: $0.value, as: UTF8.self)
        }
        #expect(found == expected)
        guard revision >= 5 else { return }
        let a = try #require(Listing(keySpace).entries.first)
        #expect(a.createRevision == 5 && a.version == 1)
    }

    @Test("the history tells tombstones and places inside a transaction")
    func history() throws {
        let temporary = try TemporaryFile(Self.file())
        var lines: [String] = []
        let history = try SnapshotFile(path: temporary.path).keySpace().history()
        try history.forEachRecord(in: 0..<history.count) { key, _, entry, place in
            let name = Character(UnicodeScalar(key[key.count - 1]))
            let mark = place.isTombstone ? "t" : ""
            lines.append("\(entry.modRevision)_\(place.subRevision)\(mark) \(name)")
        }
        #expect(lines == ["2_0 a", "3_0 a", "4_0 b", "4_2t a", "6_0t b"])
    }
}
