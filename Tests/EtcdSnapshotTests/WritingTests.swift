import DurableFiles
import EtcdModel
import EtcdSnapshot
import Foundation
import TestSupport
import Testing

@Suite("Writing database files")
struct WritingTests {
    /// Every shape but those whose pages alone fill megabytes.
    static let shapes = ShapeTests.shapes.filter { $0.pageSize <= 65536 }

    /// Copies a file, value for value changed as `change` says; gives the copy's path.
    private func copy(
        _ path: String,
        _ history: SnapshotCopy.History,
        in folder: TemporaryFolder,
        _ change: (_ key: [UInt8], _ value: [UInt8]) -> [UInt8]? = { $1 },
    ) async throws -> String {
        let output = folder.file("copy.db")
        let copy = try await unfinished(path, history, output, change)
        let proof = try copy.complete()
        let pairs = proof.pairs
        while let batch = try await pairs.nextBatch() as? PairBatch {
            try batch.forEachPair { key, before, after in
                let expected = change(
                    key.copied(),
                    before.copied()
                )
                #expect(expected == after.copied())
            }
        }
        #expect(try folder.names().filter { $0.hasSuffix(".db") }.allSatisfy { $0 != "copy.db" })
        let hash = try await copy.publish(proof)
        #expect(try SnapshotFile(path: output).trailer == hash)
        #expect(try SnapshotFile(path: output).byteCount == proof.byteCount)
        return output
    }

    /// A copy whose rows are written.
    private func unfinished(
        _ path: String,
        _ history: SnapshotCopy.History,
        _ output: String,
        _ change: (_ key: [UInt8], _ value: [UInt8]) -> [UInt8]?,
    ) async throws -> SnapshotCopy {
        let contents = try await SnapshotContents(SnapshotFile(path: path))
        let copy = try SnapshotCopy(of: contents, history: history, to: WholeFile(path: output))
        while let batch = try await copy.rows.nextBatch() as? CopyBatch {
            var changes = RowChanges()
            try batch.forEach { key, value, _ in
                let old = value.copied()
                let new = change(key.copied(), old)
                if let new, new == old {
                    changes.keep()
                } else if let new {
                    changes.replace(with: new.span)
                } else {
                    changes.drop()
                }
            }
            try copy.append(batch, changes)
        }
        return copy
    }

    /// The checks that every copy has to pass.
    private func expectSound(_ path: String, _ folder: TemporaryFolder) throws {
        let file = try SnapshotFile(path: path)
        #expect(try file.checkIntegrity())
        #expect(try BoltTrees.flaw(in: folder.read("copy.db")) == nil)
        let keySpace = try file.keySpace()
        #expect(keySpace.freePageCount == 0)
        let residue = try keySpace.residue { _, _, _ in }
        #expect(residue.findingCount == 0 && residue.freePageCount == 0)
    }

    @Test(
        "a copy with its history says the same at every revision, and so does a hash of all of it",
        arguments: shapes
    )
    func history(shape: ShapeTests.Shape) async throws {
        var model = StoreModel.random(
            seed: 11,
            changes: shape.changes,
            keys: shape.keys,
            valueLimit: shape.valueLimit
        )
        for isCompacted in [false, true] {
            if isCompacted { model.compact(model.revision / 2) }
            let temporary = try TemporaryFile(ShapeTests.build(shape, model))
            let folder = try TemporaryFolder()
            let output = try await copy(temporary.path, .kept, in: folder)
            try expectSound(output, folder)
            let before = try SnapshotFile(path: temporary.path)
            let after = try SnapshotFile(path: output)
            #expect(try before.contentHash() == after.contentHash())
            #expect(after.information.pageSize == shape.pageSize)
            for revision in stride(
                from: max(1, model.compactRevision),
                through: model.revision,
                by: max(1, Int(model.revision / 5))
            ) {
                let listing = try Listing(after.keySpace(at: Revision(revision)))
                #expect(listing == model.listing(at: revision))
            }
        }
    }

    @Test(
        "a copy without history says the newest state, and that the others are compacted",
        arguments: shapes
    )
    func newest(shape: ShapeTests.Shape) async throws {
        let model = StoreModel.random(
            seed: 12,
            changes: shape.changes,
            keys: shape.keys,
            valueLimit: shape.valueLimit
        )
        let temporary = try TemporaryFile(ShapeTests.build(shape, model))
        let folder = try TemporaryFolder()
        let output = try await copy(temporary.path, .dropped, in: folder)
        try expectSound(output, folder)
        let file = try SnapshotFile(path: output)
        let keySpace = try file.keySpace()
        #expect(try Listing(keySpace) == model.listing(at: model.revision))
        #expect(keySpace.recordCount == keySpace.count)
        if model.revision > 1 {
            #expect(file.information.finishedCompactRevision == Revision(model.revision))
            #expect(file.information.scheduledCompactRevision == Revision(model.revision))
            #expect(throws: SnapshotError.self) {
                try file.keySpace(at: Revision(model.revision - 1))
            }
        }
    }

    @Test(
        "values of any other length are laid out anew, and everything beside them stays",
        arguments: [1024, 4096, 65536]
    )
    func replaced(pageSize: Int) async throws {
        let model = StoreModel.random(seed: 13, changes: 900, keys: 200, valueLimit: 3000)
        var shape = ShapeTests.Shape(name: "\(pageSize)")
        shape.pageSize = pageSize
        let temporary = try TemporaryFile(ShapeTests.build(shape, model))
        func change(_ key: [UInt8], _ value: [UInt8]) -> [UInt8]? {
            switch key.last.map({ $0 % 4 }) {
            case 0: Array(repeating: 0x21, count: value.count * 5 + 1)
            case 1: []
            case 2: Array(value.prefix(value.count / 2))
            default: value
            }
        }
        let folder = try TemporaryFolder()
        let output = try await copy(temporary.path, .kept, in: folder, change)
        try expectSound(output, folder)
        let file = try SnapshotFile(path: output)
        for revision in [2, model.revision / 2, model.revision] {
            var expected = model.listing(at: revision)
            expected.entries = expected.entries.map { entry in
                Listing.Entry(
                    key: entry.key,
                    value: change(entry.key, entry.value) ?? [],
                    createRevision: entry.createRevision,
                    modRevision: entry.modRevision,
                    version: entry.version,
                    lease: entry.lease
                )
            }
            #expect(try Listing(file.keySpace(at: Revision(revision))) == expected)
        }
    }

    @Test("whatever the disk changes in a copy is found, but for new values, which others compare")
    func changedOnDisk() async throws {
        let model = StoreModel.random(seed: 23, changes: 40, keys: 9, valueLimit: 200)
        var builder = BoltBuilder()
        let before = try TemporaryFile(builder.build(model.buckets(), sha256: sha256))
        let new = Array("new value".utf8)
        let message = [0x2A, UInt8(new.count)] + new
        for (distance, other) in [(-1, 0x7F), (0, 0x32), (1, 8), (2, 0x20)] as [(Int, UInt8)] {
            let folder = try TemporaryFolder()
            let copy = try await unfinished(before.path, .kept, folder.file("copy.db")) { _, _ in
                new
            }
            let proof = try copy.complete()
            let part = try #require(try folder.names().first)
            let bytes = Data(try folder.read(part))
            let start = try #require(bytes.range(of: Data(message))).lowerBound + distance
            #expect(bytes[start] != other)
            let file = try FileHandle(forWritingTo: URL(filePath: folder.file(part)))
            try file.seek(toOffset: UInt64(start))
            try file.write(contentsOf: [other])
            try file.close()
            let pairs = proof.pairs
            let batch = try #require(try await pairs.nextBatch() as? PairBatch)
            var values: Set<[UInt8]> = []
            let outcome = Result { try batch.forEachPair { _ = values.insert($2.copied()) } }
            switch distance {
            case 2:
                try outcome.get()
                #expect(values.count == 2)
            default: #expect(throws: SnapshotError.self) { try outcome.get() }
            }
        }
    }

    @Test("a message keeps its other fields in their order, wherever its values are")
    func fieldOrder() async throws {
        let old: [UInt8] = [0x2A, 3, 1, 2, 3]
        let other: [UInt8] = [0x2A, 2, 8, 9]
        let new: [UInt8] = [0x2A, 2, 7, 7]
        let lease: [UInt8] = [0x30, 5]
        let unknown: [UInt8] = [0x3A, 1, 6]
        let cases: [(before: [[UInt8]], after: [[UInt8]])] = [
            ([old], [new]),
            ([old, lease, unknown], [new, lease, unknown]),
            ([lease, old, unknown], [lease, new, unknown]),
            ([other, unknown, old, lease], [unknown, new, lease]),
            ([other, old], [new]),
            ([lease, other, unknown, old], [lease, unknown, new]),
            ([], [new]),
            ([unknown], [unknown, new]),
            ([unknown, lease, unknown], [unknown, new, lease, unknown]),
            ([lease, lease], [new, lease, lease]),
        ]
        let model = StoreModel.random(seed: 17, changes: 5, keys: 2, valueLimit: 9)
        func file(_ messages: [[[UInt8]]]) throws -> TemporaryFile {
            var buckets = model.buckets()
            let index = try #require(buckets.firstIndex { $0.key == Array("key".utf8) })
            let rows = messages.enumerated().map { index, fields in
                BoltBuilder.Element(
                    key: StoreModel.revisionKey(Int64(index) + 2, 0, isTombstone: false),
                    content: .data([0x0A, 1, UInt8(index) + 0x61] + fields.flatMap(\.self))
                )
            }
            buckets[index].content = .bucket(rows)
            var builder = BoltBuilder()
            return try TemporaryFile(builder.build(buckets, sha256: sha256))
        }
        let folder = try TemporaryFolder()
        let before = try file(cases.map(\.before))
        let after = try file(cases.map(\.after))
        let output = try await copy(before.path, .kept, in: folder) { _, _ in [7, 7] }
        try expectSound(output, folder)
        #expect(
            try SnapshotFile(path: output).contentHash()
                == SnapshotFile(path: after.path).contentHash()
        )
        let second = try TemporaryFolder()
        let emptied = try await copy(before.path, .kept, in: second) { _, _ in [] }
        let without = try file(cases.map { $0.after.filter { $0 != new } })
        #expect(
            try SnapshotFile(path: emptied).contentHash()
                == SnapshotFile(path: without.path).contentHash()
        )
    }

    @Test("what is dropped is not there, and nothing else is missing")
    func dropped() async throws {
        let model = StoreModel.random(seed: 14, changes: 500, keys: 100, valueLimit: 100)
        let temporary = try TemporaryFile(
            ShapeTests.build(ShapeTests.Shape(name: "", pageSize: 1024), model)
        )
        let folder = try TemporaryFolder()
        let output = try await copy(temporary.path, .dropped, in: folder) { key, value in
            key.last.map { $0 % 2 } == 0 ? nil : value
        }
        try expectSound(output, folder)
        var expected = model.listing(at: model.revision)
        expected.entries.removeAll { $0.key.last.map { $0 % 2 } == 0 }
        #expect(try Listing(SnapshotFile(path: output).keySpace()) == expected)
    }

    @Test("real snapshots keep everything", arguments: RecordedClusterTests.stages)
    func recorded(stage: String) async throws {
        let path = TestData.path("cluster/\(stage).db")
        let folder = try TemporaryFolder()
        let before = try SnapshotFile(path: path)
        let after = try SnapshotFile(path: await copy(path, .kept, in: folder))
        try expectSound(after.path, folder)
        #expect(try before.contentHash() == after.contentHash())
        #expect(before.information.transaction == after.information.transaction)
        let other = try TemporaryFolder()
        let compacted = try SnapshotFile(path: await copy(path, .dropped, in: other))
        #expect(try Listing(compacted.keySpace()) == Listing(before.keySpace()))
        #expect(compacted.information.consistentIndex == before.information.consistentIndex)
        #expect(compacted.information.leaseCount == before.information.leaseCount)
    }

    @Test("buckets inside buckets, their sequences and long keys are kept")
    func nested() async throws {
        let inner = (0..<300).map {
            BoltBuilder.Element(key: "k\(1000 + $0)", data: [UInt8](repeating: 1, count: 40))
        }
        let long = (0..<20).map {
            BoltBuilder.Element(
                key: Array(repeating: UInt8($0), count: 3000),
                content: .data([UInt8]("v".utf8))
            )
        }
        let extra = BoltBuilder.Element(
            key: Array("other".utf8),
            content: .bucket(
                [BoltBuilder.Element(key: Array("inner".utf8), content: .bucket(inner))]
                    + [BoltBuilder.Element(key: "z", data: [])]
            )
        )
        let keys = BoltBuilder.Element(key: Array("authUsers".utf8), content: .bucket(long))
        let model = StoreModel.random(seed: 15, changes: 50, keys: 9, valueLimit: 9)
        var builder = BoltBuilder(pageSize: 1024)
        let temporary = try TemporaryFile(
            builder.build(model.buckets(extra: [extra, keys]), sha256: sha256)
        )
        let folder = try TemporaryFolder()
        let output = try await copy(temporary.path, .kept, in: folder)
        try expectSound(output, folder)
        #expect(
            try SnapshotFile(path: output).contentHash()
                == SnapshotFile(path: temporary.path).contentHash()
        )
    }

    @Test("a restore's mark of a bumped revision is kept with the history")
    func bumped() async throws {
        let model = StoreModel.random(seed: 16, changes: 50, keys: 9, valueLimit: 9)
        var buckets = model.buckets()
        let index = try #require(buckets.firstIndex { $0.key == Array("key".utf8) })
        guard case .bucket(var keys) = buckets[index].content else { return }
        let mark = StoreModel.revisionKey(1_000_000, 0, isTombstone: false)
        keys.append(BoltBuilder.Element(key: mark, content: .data([])))
        buckets[index].content = .bucket(keys)
        var builder = BoltBuilder()
        let temporary = try TemporaryFile(builder.build(buckets, sha256: sha256))
        for history in [SnapshotCopy.History.kept, .dropped] {
            let folder = try TemporaryFolder()
            let output = try await copy(temporary.path, history, in: folder)
            try expectSound(output, folder)
            let keySpace = try SnapshotFile(path: output).keySpace()
            #expect(keySpace.currentRevision == 1_000_000)
            #expect(try Listing(keySpace).entries == model.listing(at: model.revision).entries)
        }
    }

    @Test("the writer's trees hold at every number of elements", arguments: [1024, 4096])
    func everyCount(pageSize: Int) throws {
        let counts = Array(0...70) + Array(1000...1040) + [5000]
        let folder = try TemporaryFolder()
        for count in counts {
            let file = try WholeFile(path: folder.file("copy.db"))
            let writer = try DatabaseWriter(file, pageSize: pageSize)
            for index in 0..<count {
                let key = StoreModel.revisionKey(Int64(index + 2), 0, isTombstone: false)
                try writer.add(key.span, [UInt8](repeating: 7, count: 100 + index % 700).span)
            }
            try writer.endBucket(Array("key".utf8))
            try writer.endBucket(Array("meta".utf8))
            _ = try writer.finish(transaction: 9)
            try file.finish()
            let bytes = try folder.read("copy.db")
            #expect(BoltTrees.flaw(in: bytes) == nil, "\(count) elements")
        }
    }

    @Test("keys that do not ascend are refused")
    func order() throws {
        let folder = try TemporaryFolder()
        let writer = try DatabaseWriter(WholeFile(path: folder.file("a.db")), pageSize: 4096)
        func add(_ key: [UInt8]) throws {
            let value: [UInt8] = [1]
            try writer.add(key.span, value.span)
        }
        try add([2, 1])
        for key: [UInt8] in [[2, 1], [2], [1, 9], []] {
            #expect(throws: SnapshotError.self) { try add(key) }
        }
        #expect(try folder.names().allSatisfy { $0.hasSuffix(".part") })
    }
}
