import EtcdModel
import Foundation
import KubernetesModel
import Rotation
import Survey
import TestSupport
import Testing

/// The base64 of bytes.
enum Base64Text {
    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}

@Suite("an undo log")
struct UndoTests {
    private let folder: TemporaryFolder
    private let cluster: Cluster
    private let header = UndoHeader(
        clusterID: "cafe",
        configurationHash: "sha256:00",
        time: 1_700_000_000
    )

    init() throws {
        folder = try TemporaryFolder()
        cluster = try Cluster.wild()
    }

    /// Rotates all of it with a log, and gives the log's path.
    private func rotate(_ store: MemoryStore, _ name: String = "undo") async throws -> String {
        let writer = try UndoLogWriter(
            path: folder.file(name),
            header: header,
            chains: try Chains.load(Chains.next)
        )
        let result = try await RotationJob.test(try Chains.load(Chains.next))
            .run(on: store, journal: writer, stop: StopSignal())
        #expect(writer.records >= result.rewritten)
        return writer.path
    }

    private func undo(_ path: String, _ store: MemoryStore) async throws -> UndoResult {
        var options = RotationJob.Options()
        options.rate = nil
        options.inFlight = 8
        let job = UndoJob(
            chains: try Chains.load(Chains.next),
            prefix: EtcdPrefix("/registry"),
            options: options
        )
        return try await job.run(try reader(path), on: store, stop: StopSignal())
    }

    private func reader(_ path: String, allowingUnsealed: Bool = false) throws -> UndoLogReader {
        let chains = try Chains.load(Chains.next)
        return try UndoLogReader(path: path, chains: chains, allowingUnsealed: allowingUnsealed)
    }

    @Test("puts every value back, once")
    func back() async throws {
        let store = MemoryStore(cluster)
        let path = try await rotate(store)
        let written = store.writes
        let result = try await undo(path, store)
        #expect(result.restored == written && result.failures.isEmpty && result.changed == 0)
        for (key, held) in store.values { #expect(held.value == cluster.values[key]?.value) }
        let again = try await undo(path, store)
        #expect(again.restored == 0)
        #expect(store.writes == 2 * written)
    }

    @Test("the file is its owner's, new, and holds no plaintext")
    func file() async throws {
        let path = try await rotate(MemoryStore(cluster))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let chains = try Chains.load(Chains.next)
        #expect(throws: UndoLogError.self) {
            try UndoLogWriter(path: path, header: header, chains: chains)
        }
        let reader = try reader(path)
        #expect(reader.header == header && reader.isSealed)
        var plain = 0
        while let record = try reader.next() {
            let old = try #require(cluster.values[record.key]?.value)
            #expect(record.modRevision == cluster.values[record.key]?.facts.modRevision)
            if old.starts(with: Array("k8s:enc:".utf8)) {
                #expect(record.old == .stored(old))
            } else {
                #expect(record.old == .plaintext)
                plain += 1
            }
        }
        #expect(plain > 50 && !reader.endsTorn)
    }

    @Test("leaves alone what was written or deleted since")
    func changedSince() async throws {
        let store = MemoryStore(cluster)
        let path = try await rotate(store)
        let secrets = store.values.keys.filter(RotationJobTests.isSecret)
            .sorted { $0.lexicographicallyPrecedes($1) }
        let new = Array("{\"kind\":\"Secret\"}\n".utf8)
        store.put(secrets[0], new)
        store.delete(secrets[1])
        let result = try await undo(path, store)
        #expect(result.changed == 1 && result.deleted == 1)
        #expect(store.values[secrets[0]]?.value == new)
        #expect(store.values[secrets[1]] == nil)
        for (key, held) in store.values where key != secrets[0] {
            #expect(held.value == cluster.values[key]?.value)
        }
    }

    @Test("covers a run that ended between the log and the write")
    func crash() async throws {
        let store = MemoryStore(cluster) { _, _, swap in
            if swap > 40 { throw StoreFailure(.store, "gone") }
        }
        let writer = try UndoLogWriter(
            path: folder.file("undo"),
            header: header,
            chains: try Chains.load(Chains.next)
        )
        await #expect(throws: RotationHalted.self) {
            _ = try await RotationJob.test(try Chains.load(Chains.next))
                .run(on: store, journal: writer, stop: StopSignal())
        }
        #expect(writer.records > 40)
        let rest = MemoryStore(Cluster(values: store.values, revision: 1_000))
        let result = try await undo(writer.path, rest)
        #expect(result.restored == store.writes)
        for (key, held) in rest.values { #expect(held.value == cluster.values[key]?.value) }
    }

    @Test("a torn last line is passed over", arguments: [2, 20, 200])
    func torn(bytes: Int) async throws {
        let store = MemoryStore(cluster)
        _ = try await rotate(store)
        let whole = try folder.read("undo")
        let reader = try reader(try folder.write(Array(whole.dropLast(bytes)), to: "torn"))
        var records = 0
        while try reader.next() != nil { records += 1 }
        #expect(reader.endsTorn)
        #expect(records == store.writes - 1)
    }

    @Test("a last record that lacks nothing but its line feed counts")
    func withoutLineFeed() async throws {
        let store = MemoryStore(cluster)
        _ = try await rotate(store)
        let path = try folder.write(Array(try folder.read("undo").dropLast()), to: "cut")
        let written = store.writes
        let result = try await undo(path, store)
        #expect(result.restored == written)
        for (key, held) in store.values { #expect(held.value == cluster.values[key]?.value) }
    }

    @Test("damage in the middle, or another file, is an error")
    func damaged() async throws {
        _ = try await rotate(MemoryStore(cluster))
        var bytes = try folder.read("undo")
        let feed = try #require(bytes.firstIndex(of: 10))
        bytes[feed + 12] = UInt8(ascii: "!")
        let damaged = try reader(try folder.write(bytes, to: "damaged"))
        #expect(throws: UndoLogError.self) { while try damaged.next() != nil {} }
        for text in ["", "{}\n", "hello\n", #"{"kencUndoLog":3,"clusterID":"","#] {
            let path = try folder.write(Array(text.utf8), to: "other")
            #expect(throws: UndoLogError.self) { try reader(path) }
        }
        #expect(throws: UndoLogError.self) { try reader(folder.file("none")) }
    }
}
