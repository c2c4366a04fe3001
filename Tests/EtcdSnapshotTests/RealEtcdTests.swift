import EtcdModel
import EtcdSnapshot
import Foundation
import TestSupport
import Testing

@Suite("Real etcd", .tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct RealEtcdTests {
    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    static func put(_ key: String, _ value: String, lease: Int = 0) -> String {
        #"{"key":"\#(base64(key))","value":"\#(base64(value))","lease":"\#(lease)"}"#
    }

    static func delete(_ key: String) -> String { #"{"key":"\#(base64(key))"}"# }

    @Test("every revision of a random history equals etcd's own Range")
    func everyRevision() throws {
        let etcd = try RealEtcd()
        var random = SeededGenerator(seed: CorruptionTests.seed)
        try etcd.gateway([("lease/grant", #"{"ID":"77","TTL":"3000"}"#)])
        for phase in 1...3 {
            try etcd.gateway((0..<140).map { _ in Self.change(&random) })
            guard phase < 3 else { break }
            let status = try etcd.ctl(["endpoint", "status", "-w", "json"])
            let newest = try #require(Self.revision(of: status))
            try etcd.ctl(["compact", "\(newest - Int64.random(in: 0...40, using: &random))"])
        }
        let path = try etcd.snapshot("history.db")
        let file = try SnapshotFile(path: path)
        #expect(try file.checkIntegrity())
        let newest = try file.keySpace()
        #expect(newest.compactRevision > 1 && newest.currentRevision > newest.compactRevision)
        let revisions = Array(newest.compactRevision.rawValue...newest.currentRevision.rawValue)
        let answers = try etcd.gateway(
            revisions.map {
                ("kv/range", #"{"key":"AA==","range_end":"AA==","revision":"\#($0)"}"#)
            }
        )
        try #require(answers.count == revisions.count && revisions.count > 50)
        for (revision, answer) in zip(revisions, answers) {
            let expected = try Listing(json: [UInt8](answer))
            #expect(
                try Listing(file.keySpace(at: Revision(revision))).entries == expected.entries,
                "seed \(CorruptionTests.seed) revision \(revision)"
            )
        }
        #expect(throws: SnapshotError.self) {
            try file.keySpace(at: Revision(newest.compactRevision.rawValue - 1))
        }
    }

    private static func change(_ random: inout SeededGenerator) -> (String, String) {
        func key() -> String {
            "/registry/secrets/ns-\(Int.random(in: 0..<5, using: &random))"
                + "/s-\(Int.random(in: 0..<9, using: &random))"
        }
        func value() -> String {
            let count = [0, 5, 300, 6000][Int.random(in: 0..<4, using: &random)]
            return String(repeating: "v", count: count)
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1: return ("kv/deleterange", delete(key()))
        case 2:
            return (
                "kv/deleterange",
                #"{"key":"\#(base64("/registry/secrets/ns-1/"))","range_end":"\#(base64("/registry/secrets/ns-10"))"}"#
            )
        case 3:
            let operations = Set((0..<4).map { _ in key() }).sorted().map { key in
                Bool.random(using: &random)
                    ? #"{"request_put":\#(put(key, value()))}"#
                    : #"{"request_delete_range":\#(delete(key))}"#
            }
            return ("kv/txn", #"{"success":[\#(operations.joined(separator: ","))]}"#)
        case 4: return ("kv/put", put(key(), value(), lease: 77))
        default: return ("kv/put", put(key(), value()))
        }
    }

    private static func revision(of status: Data) -> Int64? {
        let text = String(decoding: status, as: UTF8.self)
        guard let range = text.firstRange(of: "\"revision\":") else { return nil }
        return Int64(text[range.upperBound...].prefix { $0.isNumber })
    }

    @Test("plaintext that a rotation leaves in the file is found, and gone after a defragmentation")
    func residue() throws {
        let etcd = try RealEtcd()
        let names = (0..<80).map { "/registry/secrets/default/secret-\($0)" }
        let filler = String(repeating: "p", count: 900)
        try etcd.gateway(
            names.map { ("kv/put", Self.put($0, "k8s\0plaintext-of-\($0)-\(filler)")) }
        )
        try etcd.gateway(
            names.map { ("kv/put", Self.put($0, "k8s:enc:aesgcm:v1:key1:\(filler)")) }
        )
        let status = try etcd.ctl(["endpoint", "status", "-w", "json"])
        let newest = try #require(Self.revision(of: status))
        try etcd.ctl(["compact", "--physical", "\(newest)"])
        let path = try etcd.snapshot("before.db")
        let keySpace = try SnapshotFile(path: path).keySpace()
        #expect(keySpace.count == names.count)
        #expect(try keySpace.history().count == 0)
        var found: Set<String> = []
        var places: Set<PageID> = []
        var copies = 0
        _ = try keySpace.residue { key, value, finding in
            let head = value.indices.prefix(14).map { value[$0] }
            guard String(decoding: head, as: UTF8.self).hasPrefix("k8s\0plain") else { return }
            copies += 1
            found.insert(String(decoding: key.indices.map { key[$0] }, as: UTF8.self))
            places.insert(finding.page)
        }
        #expect(found.count > 1 && found.isSubset(of: names + [""]))
        // No value in use is plaintext: each copy in the file has to be found, once.
        let bytes = try Data(contentsOf: URL(filePath: path))
        let needle = Data("k8s\0plaintext-of-".utf8)
        var inFile = 0
        var inPages: Set<PageID> = []
        var position = bytes.startIndex
        while let range = bytes.range(of: needle, in: position..<bytes.endIndex) {
            inFile += 1
            inPages.insert(PageID(rawValue: UInt64(range.lowerBound / 4096)))
            position = range.upperBound
        }
        #expect(copies == inFile && places == inPages)
        try etcd.ctl(["defrag"])
        let after = try SnapshotFile(path: etcd.snapshot("after.db")).keySpace()
        #expect(after.count == names.count)
        var left = 0
        _ = try after.residue { _, value, _ in
            if value.count > 4, value[3] == 0 { left += 1 }
        }
        #expect(left == 0)
    }

    @Test("a live database is told, and a copy taken while it is written is refused or unproven")
    func liveCopy() throws {
        let etcd = try RealEtcd()
        #expect(try SnapshotFile(path: etcd.database).isHeldByAnotherProcess)
        for round in 0..<6 {
            try etcd.gateway(
                (0..<60).map {
                    ("kv/put", Self.put("/registry/x/k-\($0)", "value \(round) \($0)"))
                }
            )
            let copy = try TemporaryFile([UInt8](Data(contentsOf: URL(filePath: etcd.database))))
            do {
                let file = try SnapshotFile(path: copy.path)
                _ = try file.keySpace()
                #expect(try !file.checkIntegrity())
            } catch {
                #expect(error.code == .damaged || error.code == .truncated)
            }
        }
    }
}
