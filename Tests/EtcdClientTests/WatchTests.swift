#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import Synchronization
import TestSupport
import Testing

/// What watchers were told.
private final class Told: Sendable {
    private let news = Mutex<[WatchNews]>([])

    func add(_ one: WatchNews) { news.withLock { $0.append(one) } }

    var changes: [StoreChange] { news.withLock { $0.flatMap(\.changes) } }

    var texts: [String] {
        changes.map {
            let value = $0.stored.map { String(decoding: $0.value, as: UTF8.self) }
            return "\(String(decoding: $0.key, as: UTF8.self))=\(value ?? "gone")"
        }
    }

    var completeTo: Revision? { news.withLock { $0.last?.completeTo } }
}

@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct WatchTests {
    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    private static func failure(_ body: () async throws -> Void) async -> WatchFailure? {
        do {
            try await body()
            return nil
        } catch {
            return error as? WatchFailure
        }
    }

    @Test("writes come in order, past and new, with values and facts; others do not")
    func order() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            let store = EtcdStore(client, WantedKeys(below: Self.bytes("/")))
            let first = try await client.put(Self.bytes("/a/1"), Self.bytes("one"))
            try await client.put(Self.bytes("/b/1"), Self.bytes("not wanted"))
            let second = try await client.put(Self.bytes("/a/1"), Self.bytes("two"))
            let told = Told()
            let watching = Task {
                try await store.watch([KeyRange(prefix: Self.bytes("/a/"))], from: first) {
                    told.add($0)
                    return told.changes.count < 5 ? .goOn : .end
                }
            }
            while told.changes.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(told.completeTo == second)
            try await client.put(Self.bytes("/a/2"), Self.bytes("three"))
            try await client.delete(Self.bytes("/a/1"))
            try await client.put(Self.bytes("/a/1"), Self.bytes("four"))
            try await watching.value
            #expect(
                told.texts
                    == ["/a/1=one", "/a/1=two", "/a/2=three", "/a/1=gone", "/a/1=four"]
            )
            let changes = told.changes
            #expect(zip(changes, changes.dropFirst()).allSatisfy { $0.revision < $1.revision })
            #expect(changes[1].stored?.facts.createRevision == first)
            #expect(changes[1].stored?.facts.version == 2)
            #expect(changes[3].revision == changes[2].revision.next)
            let now = try await client.get(Self.bytes("/a/1")).stored
            #expect(changes[4].stored == now)
        }
    }

    @Test("several ranges: each in order, and how far all of them are")
    func ranges() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            let store = EtcdStore(client, WantedKeys(below: []))
            let start = try await client.get([1]).revision.next
            for number in 0..<20 {
                try await client.put(Self.bytes("/\(number % 3)/x"), Self.bytes("\(number)"))
            }
            let told = Told()
            let wanted = [
                KeyRange(prefix: Self.bytes("/0/")), KeyRange(key: Self.bytes("/2/x")),
            ]
            try await store.watch(wanted, from: start) {
                told.add($0)
                return told.changes.count < 13 ? .goOn : .end
            }
            for range in wanted {
                let own = told.changes.filter { range.contains($0.key) }.map(\.revision)
                #expect(own == own.sorted() && own.count == (range == wanted[0] ? 7 : 6))
            }
            #expect(told.changes.count == 13)
            #expect(told.completeTo == told.changes.filter { $0.key[1] == 50 }.last?.revision)
        }
    }

    @Test("it ends with its task, with its body's error, and leaves the client usable")
    func ending() async throws {
        struct Enough: Error {}
        let etcd = try RealEtcd()
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            let store = EtcdStore(client, WantedKeys(below: []))
            let revision = try await client.put([1], [1])
            let idle = Task {
                try await store.watch([.everything], from: revision.next) { _ in .goOn }
            }
            try await Task.sleep(for: .milliseconds(300))
            idle.cancel()
            await #expect(throws: CancellationError.self) { try await idle.value }
            await #expect(throws: Enough.self) {
                try await store.watch([.everything], from: revision) { _ in throw Enough() }
            }
            #expect(try await client.get([1]).revision == revision)
        }
    }

    @Test("a revision that was compacted away is told apart, and nothing is told")
    func compacted() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            let store = EtcdStore(client, WantedKeys(below: []))
            let first = try await client.put([1], [1])
            for _ in 0..<5 { try await client.put([1], [2]) }
            let oldest = try await client.put([1], [3])
            try await client.compact(oldest)
            let told = Told()
            let failure = await Self.failure {
                try await store.watch([.everything], from: first) {
                    told.add($0)
                    return .end
                }
            }
            #expect(failure == .compacted(oldest: oldest))
            #expect(told.changes.isEmpty)
        }
    }

    @Test("the server goes away and comes back: nothing missing, nothing twice")
    func restart() async throws {
        let etcd = try RealEtcd()
        var connection = try RealServerTests.connection(etcd)
        connection.retryTime = .seconds(30)
        try await EtcdClient.with(connection) { client in
            let store = EtcdStore(client, WantedKeys(below: []))
            let start = try await client.get([1]).revision.next
            let told = Told()
            let watching = Task {
                try await store.watch([KeyRange(prefix: Self.bytes("/w/"))], from: start) {
                    told.add($0)
                    return told.changes.last?.key == Self.bytes("/w/last") ? .end : .goOn
                }
            }
            var written: [String] = []
            for round in 0..<3 {
                for number in 0..<20 {
                    try await client.put(Self.bytes("/w/\(round)-\(number)"), [])
                    written.append("/w/\(round)-\(number)=")
                }
                if round == 2 { break }
                etcd.members[0].crash()
                try etcd.members[0].start()
                try etcd.waitUntilServing(etcd.members[0])
            }
            try await client.put(Self.bytes("/w/last"), [])
            try await watching.value
            #expect(told.texts == written + ["/w/last="])
        }
    }

    @Test("a member that falls silent is left for one that answers")
    func silence() async throws {
        var options = RealEtcd.Options()
        options.members = 3
        let etcd = try RealEtcd(options)
        var connection = try RealServerTests.connection(etcd)
        connection.keepaliveTime = .seconds(1)
        connection.keepaliveTimeout = .seconds(1)
        connection.commandTimeout = .seconds(2)
        try await EtcdClient.with(connection) { client in
            let store = EtcdStore(client, WantedKeys(below: []))
            let start = try await client.put([1], [1])
            let told = Told()
            let watching = Task {
                try await store.watch([.everything], from: start) {
                    told.add($0)
                    return told.changes.count < 2 ? .goOn : .end
                }
            }
            while told.changes.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            let silent = try #require(
                etcd.members.first { "\(client.currentEndpoint)".contains($0.client) }
            )
            silent.signal(SIGSTOP)
            let others = etcd.members.filter { $0 !== silent }
            // They may have to choose a leader first.
            while try etcd.etcdctl(["put", "k", "v"], endpoints: others).status != 0 {}
            try await watching.value
            silent.signal(SIGCONT)
            #expect(told.texts.last == "k=v" && told.changes.count >= 2)
        }
    }
}

#endif
