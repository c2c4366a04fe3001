import EtcdSnapshot
import Foundation
import TestSupport
import Testing

@Suite("Residue")
struct ResidueTests {
    struct Found: Equatable, CustomStringConvertible {
        var key: String
        var value: String
        var kind: ResidueFinding.Kind
        var place = ResidueFinding.Place.freePage
        var page: UInt64
        var isTombstone = false
        var description: String { "\(kind) \(place) page \(page) '\(key)' '\(value.prefix(30))'" }
    }

    static let pageSize = 1024

    /// A store whose pages are followed by `count` zero pages that no tree reaches.
    private func file(freePages count: Int) -> (bytes: [UInt8], firstFree: Int) {
        let model = StoreModel.random(seed: 31, changes: 40, keys: 10, valueLimit: 30)
        var builder = BoltBuilder(pageSize: Self.pageSize)
        builder.hasTrailer = false
        var bytes = builder.build(model.buckets(), sha256: sha256)
        let firstFree = bytes.count / Self.pageSize
        bytes += Array(repeating: 0, count: count * Self.pageSize)
        let root = (0..<8).reduce(0) { $0 | Int(bytes[32 + $1]) << (8 * $1) }
        for page in 0..<2 {
            let meta = BoltBuilder.meta(
                page: page,
                pageSize: Self.pageSize,
                root: root,
                highWater: firstFree + count,
                transaction: UInt64(10 - page)
            )
            bytes.replaceSubrange(
                page * Self.pageSize..<page * Self.pageSize + meta.count,
                with: meta
            )
        }
        return (bytes, firstFree)
    }

    private static func record(
        _ key: String,
        _ value: [UInt8],
        revision: Int64,
        isTombstone: Bool = false
    ) -> ([UInt8], [UInt8], UInt32) {
        let entry = Listing.Entry(
            key: Array(key.utf8),
            value: value,
            createRevision: revision,
            modRevision: revision,
            version: 1,
            lease: 0
        )
        return (
            StoreModel.revisionKey(revision, 0, isTombstone: isTombstone),
            StoreModel.message(entry, isTombstone: isTombstone), 0
        )
    }

    private static func leaf(
        page: Int,
        _ elements: [([UInt8], [UInt8], UInt32)]
    ) -> [UInt8] {
        let body = BoltBuilder.leafBody(elements)
        return BoltBuilder.header(
            id: page,
            flags: 2,
            count: elements.count,
            overflow: (body.count + 16) / pageSize
        )
            + body
    }

    private func find(_ bytes: [UInt8]) throws -> [Found] {
        let temporary = try TemporaryFile(bytes)
        var found: [Found] = []
        let keySpace = try SnapshotFile(path: temporary.path).keySpace()
        let summary = try keySpace.residue { key, value, finding in
            found.append(
                Found(
                    key: String(decoding: key.copied(), as: UTF8.self),
                    value: String(decoding: value.copied(), as: UTF8.self),
                    kind: finding.kind,
                    place: finding.place,
                    page: finding.page.rawValue,
                    isTombstone: finding.isTombstone
                )
            )
        }
        #expect(summary.findingCount == found.count)
        return found
    }

    private func write(_ content: [UInt8], at offset: Int, into bytes: inout [UInt8]) {
        bytes.replaceSubrange(offset..<offset + content.count, with: content)
    }

    @Test("nothing in free pages of zeros")
    func nothing() throws {
        #expect(try find(file(freePages: 4).bytes).isEmpty)
    }

    @Test("an old leaf gives each record once, tombstones and JSON values too")
    func wholeLeaf() throws {
        let (original, firstFree) = file(freePages: 3)
        var bytes = original
        let page = firstFree + 1
        // A value that contains heads and a record of its own is still one record.
        let value = "k8s\0 k8s:enc:aescbc:v1:key1: \n\u{5}/a/b/\u{10}\u{2}\u{18}\u{2}*\u{1}x"
        let elements = [
            Self.record("/registry/secrets/a/b", Array(value.utf8), revision: 5),
            Self.record("/registry/x.io/pandas/p", Array("{}".utf8), revision: 6),
            Self.record("/registry/secrets/a/b", [], revision: 7, isTombstone: true),
        ]
        write(Self.leaf(page: page, elements), at: page * Self.pageSize, into: &bytes)
        let number = UInt64(page)
        #expect(
            try find(bytes) == [
                Found(key: "/registry/secrets/a/b", value: value, kind: .record, page: number),
                Found(key: "/registry/x.io/pandas/p", value: "{}", kind: .record, page: number),
                Found(
                    key: "/registry/secrets/a/b",
                    value: "",
                    kind: .record,
                    page: number,
                    isTombstone: true
                ),
            ]
        )
    }

    @Test("an old leaf of many pages, one of which was used again and freed again")
    func partlyReused() throws {
        let (original, page) = file(freePages: 8)
        var bytes = original
        let long = "k8s:enc:aesgcm:v1:key1:" + String(repeating: "L", count: 3000)
        let elements = [
            Self.record("/registry/secrets/a/cut", Array(long.utf8), revision: 5),
            Self.record("/registry/secrets/a/after", Array("k8s\0after".utf8), revision: 6),
        ]
        write(Self.leaf(page: page, elements), at: page * Self.pageSize, into: &bytes)
        let newer = [Self.record("/registry/secrets/a/newer", Array("k8s\0new".utf8), revision: 9)]
        var small = Self.leaf(page: page + 1, newer)
        small += Array(repeating: 0, count: Self.pageSize - small.count)
        write(small, at: (page + 1) * Self.pageSize, into: &bytes)
        let found = try find(bytes)
        #expect(
            found.map(\.key) == [
                "/registry/secrets/a/cut", "/registry/secrets/a/after", "/registry/secrets/a/newer",
            ]
        )
        #expect(found.map(\.kind) == [.cutRecord, .record, .record])
        #expect(found[0].value.hasPrefix("k8s:enc:aesgcm") && found[0].value.count < Self.pageSize)
        #expect(found.map(\.page) == [UInt64(page), UInt64(page + 3), UInt64(page + 1)])
    }

    @Test("the tail of a value whose head was overwritten is a fragment")
    func fragment() throws {
        let (original, page) = file(freePages: 8)
        var bytes = original
        let elements = [
            Self.record("/registry/a", Array(String(repeating: "f", count: 980).utf8), revision: 5),
            Self.record(
                "/registry/b",
                Array(String(repeating: "T", count: 2000).utf8),
                revision: 6
            ),
        ]
        write(Self.leaf(page: page, elements), at: page * Self.pageSize, into: &bytes)
        // The second record begins on the second page; it went.
        var other = Self.leaf(page: page + 1, [Self.record("/z", [1], revision: 8)])
        other += Array(repeating: 0, count: Self.pageSize - other.count)
        write(other, at: (page + 1) * Self.pageSize, into: &bytes)
        let found = try find(bytes)
        let fragment = try #require(found.first { $0.kind == .fragment })
        #expect(fragment.value.allSatisfy { $0 == "T" } && fragment.value.count > 900)
        #expect(found.contains { $0.key == "/z" } && found.contains { $0.key == "/registry/a" })
    }

    @Test("bytes without any header are searched for records and heads")
    func raw() throws {
        let (original, page) = file(freePages: 3)
        var bytes = original
        let record = Self.record("/registry/secrets/x/y", Array("{\"a\":1}".utf8), revision: 300)
        let start = page * Self.pageSize + 100
        write(record.0 + record.1, at: start, into: &bytes)
        write(Array("k8s:enc:kms:v2:p:".utf8), at: start + 301, into: &bytes)
        write(Array("k8s\0".utf8), at: start + 403, into: &bytes)
        let deleted = Self.record("/registry/gone", [], revision: 301, isTombstone: true)
        write(deleted.0 + deleted.1, at: start + 500, into: &bytes)
        let found = try find(bytes)
        #expect(found.map(\.kind) == [.record, .bareValue, .bareValue, .record])
        #expect(found.map(\.key) == ["/registry/secrets/x/y", "", "", "/registry/gone"])
        #expect(found[0].value == "{\"a\":1}" && found[1].value.hasPrefix("k8s:enc:kms:v2:p:"))
        #expect(found[3].isTombstone)
    }

    @Test("a head at every alignment is found")
    func alignment() throws {
        for shift in 0..<17 {
            let (original, page) = file(freePages: 1)
            var bytes = original
            write(Array("k8s:enc:".utf8), at: page * Self.pageSize + 64 + shift, into: &bytes)
            #expect(try find(bytes).map(\.kind) == [.bareValue], "shift \(shift)")
        }
        // The last bytes of the last page.
        var (bytes, _) = file(freePages: 1)
        write(Array("k8s:enc:".utf8), at: bytes.count - 8, into: &bytes)
        #expect(try find(bytes).map(\.value) == ["k8s:enc:"])
    }

    @Test("old bytes behind the last element of a page in use are slack")
    func slack() throws {
        let (original, free) = file(freePages: 0)
        var bytes = original
        // The page before the end of the file is a node in use that is not full.
        let end = free * Self.pageSize
        let record = Self.record("/registry/secrets/s/l", Array("k8s\0s".utf8), revision: 3)
        let content = record.0 + record.1
        #expect(bytes[(end - content.count)...].allSatisfy { $0 == 0 })
        write(content, at: end - content.count, into: &bytes)
        let found = try find(bytes)
        #expect(found.map(\.key) == ["/registry/secrets/s/l"])
        #expect(found.map(\.place) == [.slack])
    }
}
