import EtcdModel
import EtcdSnapshot
import Foundation
import TestSupport
import Testing

@Suite("Recorded cluster")
struct RecordedClusterTests {
    static let stages = [
        "stage-0-off", "stage-1-aescbc", "stage-2-aescbc-promoted", "stage-3-aesgcm",
        "stage-4-wild",
    ]

    @Test("the key space equals etcd's own listing", arguments: ["stage-1-aescbc", "stage-4-wild"])
    func listing(stage: String) throws {
        let file = try SnapshotFile(path: TestData.path("cluster/\(stage).db"))
        let keySpace = try file.keySpace()
        let expected = try Listing(json: TestData.bytes("cluster/\(stage).json"))
        #expect(keySpace.currentRevision.rawValue == expected.revision)
        #expect(try Listing(keySpace).entries == expected.entries)
    }

    @Test("every stage is whole, and a later one shows an earlier one's state", arguments: stages)
    func stage(_ stage: String) throws {
        let file = try SnapshotFile(path: TestData.path("cluster/\(stage).db"))
        #expect(try file.checkIntegrity())
        #expect(file.hasTrailer && !file.isHeldByAnotherProcess)
        let state = try Listing(file.keySpace())
        let last = try SnapshotFile(path: TestData.path("cluster/stage-4-wild.db"))
        #expect(try Listing(last.keySpace(at: Revision(state.revision))) == state)
    }

    @Test("a stopped member's own file holds what its last snapshot held, without a hash")
    func stoppedMember() throws {
        let temporary = try TemporaryFile(
            gunzipped(TestData.path("cluster/member-stopped.db.gz"))
        )
        let file = try SnapshotFile(path: temporary.path)
        #expect(try !file.checkIntegrity())
        let keySpace = try file.keySpace()
        let expected = try Listing(json: TestData.bytes("cluster/stage-4-wild.json"))
        #expect(
            try Listing(file.keySpace(at: Revision(expected.revision))).entries == expected.entries
        )
        #expect(keySpace.currentRevision.rawValue >= expected.revision)
    }

    @Test("the buckets beside the keys are read")
    func information() throws {
        let file = try SnapshotFile(path: TestData.path("cluster/stage-4-wild.db"))
        let information = file.information
        #expect(information.storageVersion == "3.6.0" && information.versionGuess == "3.6.0")
        #expect(information.clusterVersion == "3.6.0")
        #expect(information.pageSize == 4096 && information.pageCount == 379)
        #expect(information.compactRevision == 0)
        #expect(information.memberCount == 1 && information.leaseCount > 0)
        #expect(!information.isAuthEnabled && information.alarms.isEmpty)
        #expect((information.consistentIndex ?? 0) > 0 && (information.term ?? 0) > 0)
    }

    @Test("reading leaves no trace")
    func untouched() throws {
        let original = try TestData.bytes("cluster/stage-4-wild.db")
        let temporary = try TemporaryFile(original)
        let directory = URL(filePath: temporary.path).deletingLastPathComponent()
        let name = URL(filePath: temporary.path).lastPathComponent
        let file = try SnapshotFile(path: temporary.path)
        let keySpace = try file.keySpace()
        _ = try keySpace.history().count
        _ = try keySpace.residue { _, _, _ in }
        #expect(try [UInt8](Data(contentsOf: URL(filePath: temporary.path))) == original)
        let beside = try FileManager.default.contentsOfDirectory(atPath: directory.path())
        #expect(beside.filter { $0.hasPrefix(name) } == [name])
        #expect(!file.hasChangedSinceOpening)
    }

    @Test("key space and history together are all records, each once")
    func history() throws {
        let file = try SnapshotFile(path: TestData.path("cluster/stage-4-wild.db"))
        let keySpace = try file.keySpace()
        let history = try keySpace.history()
        #expect(history.count > 0 && keySpace.count + history.count == keySpace.recordCount)
        var seen: Set<[Int64]> = []
        try keySpace.records.forEachRecord(in: 0..<keySpace.count) { _, _, entry, place in
            seen.insert([entry.modRevision.rawValue, place.subRevision])
        }
        try history.forEachRecord(in: 0..<history.count) { _, _, entry, place in
            seen.insert([entry.modRevision.rawValue, place.subRevision])
        }
        #expect(seen.count == keySpace.recordCount)
    }
}
