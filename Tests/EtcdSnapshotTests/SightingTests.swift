import EtcdModel
import EtcdSnapshot
import Testing

/// What a walk over a snapshot says of itself.
@Suite struct SightingTests {
    private static func file(trailer: Bool) throws -> (TemporaryFile, StoreModel) {
        let model = StoreModel.random(seed: 5, changes: 3000, keys: 2500, valueLimit: 40)
        var builder = BoltBuilder()
        builder.hasTrailer = trailer
        return (try TemporaryFile(builder.build(model.buckets(), sha256: sha256)), model)
    }

    @Test("revision, ranges and integrity", arguments: [true, false], [true, false])
    func integrity(trailer: Bool, skip: Bool) async throws {
        let (temporary, model) = try Self.file(trailer: trailer)
        let file = try SnapshotFile(path: temporary.path)
        let contents = try await SnapshotContents(file, skipHashCheck: skip)
        for ordered in [true, false] {
            let store = try contents.store(ordered: ordered)
            #expect(store.sighting.gaps == [.unfinished])
            var count = 0
            while let batch = try await store.nextBatch() { count += batch.count }
            #expect(count == contents.keySpace.count)
            let sighting = store.sighting
            #expect(sighting.kind == .snapshot && sighting.isWhole)
            #expect(sighting.revision == Revision(model.revision))
            #expect(sighting.ranges == [.everything])
            #expect(sighting.integrity == (!trailer ? .absent : skip ? .skipped : .verified))
        }
    }

    @Test("an older revision is told from the newest, and the history is of no one moment")
    func older() async throws {
        let (temporary, model) = try Self.file(trailer: true)
        let file = try SnapshotFile(path: temporary.path)
        let contents = try await SnapshotContents(file, at: 10)
        let sighting = try contents.store(ordered: true).sighting
        #expect(sighting.revision == 10)
        #expect(sighting.newestRevision == Revision(model.revision))
        let history = try contents.history().sighting
        #expect(history.revision == nil)
        #expect(history.moment == .several(1...Revision(model.revision)))
    }

    @Test("a wrong hash ends the walk before it is whole")
    func mismatch() async throws {
        let (temporary, _) = try Self.file(trailer: true)
        let file = try SnapshotFile(path: temporary.path)
        try temporary.overwrite(at: file.byteCount - 1, with: [(file.trailer?.last ?? 0) ^ 1])
        let contents = try await SnapshotContents(SnapshotFile(path: temporary.path))
        let error = await #expect(throws: SnapshotError.self) {
            let store = try contents.store(ordered: false)
            while try await store.nextBatch() != nil {}
        }
        #expect(error?.code == .hashMismatch)
    }

    @Test("a file that was written to meanwhile is told")
    func written() async throws {
        let (temporary, _) = try Self.file(trailer: true)
        let file = try SnapshotFile(path: temporary.path)
        let store = try await SnapshotContents(file, skipHashCheck: true).store(ordered: false)
        while try await store.nextBatch() != nil {}
        try temporary.truncate(to: file.byteCount - 32)
        #expect(store.sighting.gaps == [.beingWritten])
    }
}
