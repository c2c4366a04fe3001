import EtcdModel
import EtcdSnapshot
import Testing

@Suite("Shapes of bbolt files")
struct ShapeTests {
    struct Shape: CustomTestStringConvertible {
        let name: String
        var pageSize = 4096
        var nodeBytes: Int?
        var fanOut = 50
        var changes = 600
        var keys = 90
        var valueLimit = 300
        var gap = 0
        var testDescription: String { name }
    }

    static let shapes = [
        Shape(name: "everything inline", pageSize: 65536, changes: 20, keys: 5, valueLimit: 20),
        Shape(name: "1 KiB pages", pageSize: 1024),
        Shape(name: "1 KiB pages, deep", pageSize: 1024, nodeBytes: 200, fanOut: 2),
        Shape(name: "4 KiB pages", pageSize: 4096),
        Shape(name: "16 KiB pages", pageSize: 16384),
        Shape(name: "64 KiB pages", pageSize: 65536, changes: 1000),
        Shape(name: "1 MiB pages", pageSize: 1 << 20, changes: 1000, valueLimit: 4000),
        Shape(name: "16 MiB pages", pageSize: 1 << 24, changes: 50),
        Shape(name: "overflow", pageSize: 1024, changes: 100, valueLimit: 100_000),
        Shape(name: "one record a leaf", pageSize: 4096, nodeBytes: 1, fanOut: 3),
        Shape(name: "free pages between", pageSize: 1024, gap: 2),
        Shape(name: "many keys", pageSize: 4096, changes: 6000, keys: 4000, valueLimit: 10),
        Shape(name: "one key", pageSize: 4096, changes: 1000, keys: 1, valueLimit: 10),
        Shape(name: "an empty store", pageSize: 4096, changes: 0, keys: 1),
    ]

    static func build(_ shape: Shape, _ model: StoreModel, trailer: Bool = true) -> [UInt8] {
        var builder = BoltBuilder(pageSize: shape.pageSize)
        builder.nodeBytes = shape.nodeBytes
        builder.branchFanOut = shape.fanOut
        builder.gap = shape.gap
        builder.hasTrailer = trailer
        return builder.build(model.buckets(), sha256: sha256)
    }

    @Test("the key space is right at every revision", arguments: shapes)
    func everyRevision(shape: Shape) throws {
        var model = StoreModel.random(
            seed: 7,
            changes: shape.changes,
            keys: shape.keys,
            valueLimit: shape.valueLimit
        )
        let temporary = try TemporaryFile(Self.build(shape, model))
        #expect(try compared(temporary, model) > 0)
        // The others are one page.
        #expect(try SnapshotFile(path: temporary.path).isShareable == (shape.changes > 50))
        model.compact(model.revision / 2)
        try temporary.write(Self.build(shape, model, trailer: false))
        #expect(try compared(temporary, model) > 0)
    }

    /// How many revisions were compared with the model.
    private func compared(_ temporary: TemporaryFile, _ model: StoreModel) throws -> Int {
        let step = max(1, model.revision / 6)
        var count = 0
        let file = try SnapshotFile(path: temporary.path)
        let newest = try file.keySpace()
        #expect(newest.currentRevision.rawValue == model.revision)
        #expect(newest.compactRevision.rawValue == model.compactRevision)
        #expect(newest.recordCount == model.changes.count)
        #expect(try Listing(newest) == model.listing(at: model.revision))
        for revision in stride(
            from: max(model.compactRevision, 1),
            through: model.revision,
            by: Int(step)
        ) {
            let keySpace = try file.keySpace(at: Revision(revision))
            #expect(try Listing(keySpace) == model.listing(at: revision))
            let split = try file.keySpace(at: Revision(revision), splitFromPage: 0)
            #expect(try Listing(split) == model.listing(at: revision))
            #expect(split.recordCount == keySpace.recordCount)
            #expect(split.currentRevision == keySpace.currentRevision)
            #expect(split.freePageCount == keySpace.freePageCount)
            let history = try keySpace.history()
            #expect(history.count + keySpace.count == model.changes.count)
            count += 1
        }
        return count
    }

    @Test("revisions out of reach are refused by name")
    func outOfReach() throws {
        var model = StoreModel.random(seed: 3, changes: 60, keys: 9, valueLimit: 9)
        model.compact(10)
        let temporary = try TemporaryFile(Self.build(Shape(name: ""), model))
        let file = try SnapshotFile(path: temporary.path)
        let below = #expect(throws: SnapshotError.self) { try file.keySpace(at: 9) }
        #expect(below?.code == .compacted && below?.message.contains("10 is the oldest") == true)
        let above = #expect(throws: SnapshotError.self) {
            try file.keySpace(at: Revision(model.revision + 1))
        }
        #expect(above?.code == .futureRevision)
        #expect(throws: SnapshotError.self) { try file.keySpace(at: 0) }
        #expect(throws: SnapshotError.self) { try file.keySpace(at: -1) }
        #expect(try file.keySpace(at: 10).revision == 10)
    }

    @Test("a record without a key marks a revision and is no key")
    func bumpedRevision() throws {
        let model = StoreModel.random(seed: 3, changes: 60, keys: 9, valueLimit: 9)
        let expected = model.listing(at: model.revision)
        var buckets = model.buckets()
        let bumped = model.revision + 1_000_000
        let index = try #require(buckets.firstIndex { $0.key == Array("key".utf8) })
        guard case .bucket(var keys) = buckets[index].content else { return }
        keys.append(
            .init(key: StoreModel.revisionKey(bumped, 0, isTombstone: false), content: .data([]))
        )
        buckets[index].content = .bucket(keys)
        var builder = BoltBuilder()
        let temporary = try TemporaryFile(builder.build(buckets, sha256: sha256))
        let keySpace = try SnapshotFile(path: temporary.path).keySpace()
        #expect(keySpace.currentRevision.rawValue == bumped)
        #expect(try Listing(keySpace).entries == expected.entries)
        #expect(try keySpace.history().count == model.changes.count - expected.entries.count)
    }

    @Test("nested buckets and other buckets are walked and left alone")
    func otherBuckets() throws {
        let model = StoreModel.random(seed: 4, changes: 60, keys: 9, valueLimit: 9)
        let inner = (0..<200).map {
            BoltBuilder.Element(key: "k\(1000 + $0)", data: [UInt8](repeating: 1, count: 40))
        }
        let nested = BoltBuilder.Element(
            key: Array("nest".utf8),
            content: .bucket([
                .init(key: Array("deeper".utf8), content: .bucket(inner)),
                .init(key: Array("empty".utf8), content: .bucket([])),
            ])
        )
        let leases = BoltBuilder.Element(
            key: Array("lease".utf8),
            content: .bucket((1...3).map { .init(key: .bigEndian($0), content: .data([8, 1])) })
        )
        var builder = BoltBuilder(pageSize: 1024)
        let temporary = try TemporaryFile(
            builder.build(model.buckets(extra: [leases, nested]), sha256: sha256)
        )
        let file = try SnapshotFile(path: temporary.path)
        #expect(file.information.leaseCount == 3)
        #expect(file.information.buckets == ["key", "lease", "meta", "nest"])
        #expect(try Listing(file.keySpace()) == model.listing(at: model.revision))
    }

    @Test("several threads walk ranges of one key space")
    func concurrent() async throws {
        let model = StoreModel.random(seed: 5, changes: 5000, keys: 3000, valueLimit: 9)
        let temporary = try TemporaryFile(Self.build(Shape(name: ""), model))
        let keySpace = try SnapshotFile(path: temporary.path).keySpace()
        let total = try await withThrowingTaskGroup(of: Int.self) { group in
            for start in stride(from: 0, to: keySpace.count, by: 100) {
                group.addTask {
                    var count = 0
                    try keySpace.records.forEach(in: start..<min(start + 100, keySpace.count)) {
                        _,
                        _,
                        _ in
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(total == keySpace.count)
    }
}
