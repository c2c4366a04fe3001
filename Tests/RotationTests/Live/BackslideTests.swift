import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey
import Synchronization
import TestSupport
import Testing

/// An API server on an old file beside a rotation, on a store in memory.
@Suite("backslides")
struct BackslideTests {
    /// Secrets that the recorded cluster holds on one old key, in order.
    static func secrets(_ cluster: Cluster, on name: String = "key-2024-01") -> [[UInt8]] {
        cluster.values.filter {
            RotationJobTests.isSecret($0.key)
                && String(decoding: $0.value.value.prefix(40), as: UTF8.self).contains(":\(name):")
        }.keys.sorted { $0.lexicographicallyPrecedes($1) }
    }

    static func run(
        _ store: MemoryStore,
        change: (inout RotationJob.Options) -> Void = { _ in },
        report: (RotationNews) -> Void = { _ in },
    ) async throws -> RotationResult {
        try await RotationJob.test(try Chains.load(Chains.next), change: change)
            .run(on: store, journal: MemoryJournal(), stop: StopSignal(), report: report)
    }

    static let key = ProviderKey(.aescbc, "key-2024-01")
    static let resource = GroupResource(resource: "secrets", group: "")

    @Test("what goes back to an old key is counted, and no pass is repeated")
    func goesBack() async throws {
        let cluster = try Cluster.wild()
        let slid = Array(Self.secrets(cluster).prefix(3))
        #expect(slid.count == 3)
        let store = MemoryStore(cluster) { store, _, swap in
            // When most is moved; one of them twice.
            guard swap == 150 else { return }
            for key in slid + slid.prefix(1) { store.put(key, cluster.values[key]?.value ?? []) }
        }
        let result = try await Self.run(store)
        let newest = try #require(store.values[slid[0]]?.facts.modRevision)
        let found = try #require(result.backslides.first)
        #expect(result.backslides.count == 1)
        #expect(found.resource == Self.resource && found.key == Self.key && found.values == 3)
        #expect(found.newestRevision == newest)
        #expect(found.newestTime > 1_700_000_000)
        #expect(result.passes == 1 && result.remaining == 3 && result.watchFailure == nil)
        let survey = try #require(result.survey)
        let evidence = Evidence(survey, filter: EntryFilter(), chains: [])
        #expect(!result.isProven(by: evidence))
    }

    @Test("a value that went back and was moved again counts", arguments: [true, false])
    func movedAgain(isWatched: Bool) async throws {
        let cluster = try Cluster.wild()
        let key = try #require(Self.secrets(cluster).last)
        let armed = Mutex(true)
        // Written with the old key just before its swap, which loses and looks again.
        let store = MemoryStore(
            cluster,
            watchFailure: isWatched ? nil : .failed(StoreFailure(.store, "no watch"))
        ) { store, swapped, _ in
            guard swapped == key, armed.withLock({ $0 }) else { return }
            armed.withLock { $0 = false }
            store.put(key, cluster.values[key]?.value ?? [])
        }
        let result = try await Self.run(store)
        #expect(result.isFinished && result.remaining == 0)
        #expect(result.backslides.map(\.key) == [Self.key])
        #expect(result.backslides.map(\.values) == [1])
    }

    @Test("without a watch, what is stale and newer than the run is found")
    func withoutWatch() async throws {
        let cluster = try Cluster.wild()
        let slid = Array(Self.secrets(cluster).prefix(2))
        let refused = try #require(Self.secrets(cluster, on: "key-2024-06").last)
        let failure = WatchFailure.compacted(oldest: 300)
        let store = MemoryStore(cluster, watchFailure: failure) { store, key, swap in
            if key == refused { throw StoreFailure(.key, "permission denied") }
            guard swap == 150 else { return }
            for key in slid { store.put(key, cluster.values[key]?.value ?? []) }
        }
        let result = try await Self.run(store) { $0.passLimit = 1 }
        #expect(result.watchFailure as? WatchFailure == failure)
        // The one that was refused is old, and nobody touched it.
        #expect(result.remaining == 3)
        #expect(result.backslides.map(\.key) == [Self.key])
        #expect(result.backslides.map(\.values) == [2])
    }

    @Test("a value that nothing opens is one, too")
    func unreadable() async throws {
        let cluster = try Cluster.wild()
        let key = try #require(Self.secrets(cluster).first)
        let foreign = Array("k8s:enc:secretbox:v1:other:".utf8) + [UInt8](repeating: 7, count: 80)
        for failure in [nil, WatchFailure.compacted(oldest: 300)] {
            let store = MemoryStore(cluster, watchFailure: failure) { store, _, swap in
                if swap == 150 { store.put(key, foreign) }
            }
            let result = try await Self.run(store)
            #expect(result.backslides.map(\.key) == [ProviderKey(.secretbox, "other")])
        }
    }

    @Test("what a rotation and an undo write is none, nor what nobody touched")
    func ownWrites() async throws {
        let cluster = try Cluster.wild()
        let chains = try Chains.load(Chains.next)
        let folder = try TemporaryFolder()
        let store = MemoryStore(cluster)
        let job = RotationJob.test(chains)
        let header = UndoHeader(clusterID: "c", configurationHash: "h", time: 1)
        let log = try UndoLogWriter(
            path: folder.file("log"),
            header: header,
            chains: chains
        )
        let first = try await job.run(on: store, journal: log, stop: StopSignal())
        #expect(first.isFinished && first.backslides.isEmpty)
        let undo = UndoJob(chains: chains, prefix: EtcdPrefix("/registry"))
        _ = try await undo.run(
            try UndoLogReader(path: folder.file("log"), chains: chains),
            on: store,
            stop: StopSignal()
        )
        let second = try await job.run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(second.isFinished && second.rewritten == first.rewritten)
        #expect(second.backslides.isEmpty)
    }

    @Test("current values of API servers, and deletions, are none")
    func currentWrites() async throws {
        let cluster = try Cluster.wild()
        let chains = try Chains.load(Chains.next)
        let key = try #require(Self.secrets(cluster).first)
        let gone = try #require(Self.secrets(cluster).last)
        let store = MemoryStore(cluster) { store, _, swap in
            guard swap == 150 else { return }
            let chain = try #require(RotationJobTests.chain(of: key, chains))
            let object = Array("{\"kind\":\"Secret\"}\n".utf8)
            store.put(
                key,
                try TransformSession().seal(object.span, etcdKey: key.span, with: chain) {
                    Array(copying: $0)
                }
            )
            store.delete(gone)
            // Bookkeeping that is never encrypted.
            store.put(Array("/registry/masterleases/10.0.0.9".utf8), [1])
            store.put(Array("compact_rev_key".utf8), Array("326".utf8))
        }
        let result = try await Self.run(store)
        #expect(result.isFinished && result.backslides.isEmpty)
    }

    @Test("names that begin alike, and one name with two keys, are told apart")
    func names() async throws {
        let plain = Array("{\"kind\":\"Secret\"}\n".utf8)
        let key = Array("/registry/secrets/default/one".utf8)
        func chains(_ keys: [(String, Character)]) throws -> ResourceChains {
            let list = keys.map { name, byte in
                "          - {name: '\(name)', secret: "
                    + "\(Base64Text.encode([UInt8](repeating: byte.asciiValue ?? 0, count: 32)))}"
            }
            return try Chains.load(Chains.next) { _ in
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                  - resources: [secrets]
                    providers:
                      - secretbox:
                          keys:
                \(list.joined(separator: "\n"))
                      - identity: {}
                """
            }
        }
        for (wanted, server, count) in [
            ([("a:b", Character("1")), ("a", Character("2"))], [("a", Character("2"))], 1),
            ([("a:b", "1"), ("a", "2")], [("a:b", "1")], 0),
            ([("a", "1"), ("a:b", "2")], [("a:b", "2")], 1),
        ] {
            let old = try #require(try chains(server).chain(forResource: "secrets"))
            let stored = try TransformSession().seal(plain.span, etcdKey: key.span, with: old) {
                Array(copying: $0)
            }
            var cluster = Cluster(revision: 5)
            cluster.values[Array("/registry/secrets/default/two".utf8)] = StoredValue(
                value: plain,
                facts: EntryFacts(createRevision: 3, modRevision: 3, version: 1)
            )
            let store = MemoryStore(cluster) { store, _, _ in store.put(key, stored) }
            let result = try await RotationJob.test(try chains(wanted))
                .run(on: store, journal: MemoryJournal(), stop: StopSignal())
            #expect(result.backslides.reduce(0) { $0 + $1.values } == count, "\(wanted) \(server)")
        }
    }
}
