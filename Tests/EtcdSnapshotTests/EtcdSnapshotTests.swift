import EtcdSnapshot
import Foundation
import TestSupport
import Testing

@Suite("Recorded cluster")
struct RecordedClusterTests {
    @Test("the key space equals etcd's own listing", arguments: ["stage-1-aescbc", "stage-4-wild"])
    func listing(stage: String) throws {
        let file = try SnapshotFile(path: TestData.path("cluster/\(stage).db"))
        let keySpace = try file.keySpace()
        let expected = try Listing(json: TestData.bytes("cluster/\(stage).json"))
        #expect(keySpace.currentRevision == expected.revision)
        #expect(try Listing(keySpace).entries == expected.entries)
    }
}
