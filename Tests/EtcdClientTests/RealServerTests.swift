#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import KeyMaterial
import TestSupport
import Testing

/// Calls to Debian's etcd on loopback.
///
/// One test at a time: three members each would be too much for a small machine.
@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct RealServerTests {
    static func connection(_ etcd: RealEtcd) throws -> EtcdConnectionOptions {
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoints))
        if let certificates = etcd.certificates {
            connection.cacert = certificates.authority
            if etcd.options.clientCertificates {
                connection.cert = certificates.root.certificate
                connection.key = certificates.root.key
            }
        }
        connection.commandTimeout = .seconds(5)
        return connection
    }

    static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    static func error(_ body: () async throws -> Void) async -> EtcdError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? EtcdError
        }
    }

    @Test("ten thousand calls, one after the other, keep one connection")
    func tenThousandCalls() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            let key = Self.bytes("/k")
            try await client.put(key, [1])
            for _ in 0..<10_000 {
                let reading = try await client.get(key)
                guard reading.stored?.value == [1] else {
                    Issue.record("wrong answer")
                    return
                }
            }
            #expect(client.unansweredCalls == 0)
        }
    }

    @Test("a compare-and-swap keeps the lease and says who was first")
    func swap() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            let key = Self.bytes("/k")
            let lease = try await client.grantLease(seconds: 300)
            let first = try await client.put(key, [1], lease: lease)
            let outcome = try await client.compareAndSwap(
                key: key,
                modRevision: first,
                value: [2]
            )
            #expect(outcome == .swapped(modRevision: first.next))
            let now = try #require(try await client.get(key).stored)
            #expect(now.value == [2] && now.facts.lease == lease && now.facts.version == 2)
            #expect(now.facts.createRevision == first && now.facts.modRevision == first.next)
            let second = try await client.compareAndSwap(
                key: key,
                modRevision: first,
                value: [3]
            )
            #expect(second == .conflict(current: now))
            #expect(try await client.get(key).revision == first.next)
            try await client.delete(key)
            let third = try await client.compareAndSwap(
                key: key,
                modRevision: first.next,
                value: [3]
            )
            #expect(third == .conflict(current: nil))
            #expect(try await client.leaseTimeToLive(lease)?.granted == 300)
            #expect(try await client.leaseTimeToLive(LeaseID(lease.rawValue + 1)) == nil)
        }
    }

    @Test("128 swaps in flight, each applied once")
    func manyInFlight() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            let swapped = try await withThrowingTaskGroup { group in
                for worker in 0..<128 {
                    group.addTask {
                        let key = Self.bytes("/w/\(worker)")
                        var revision = try await client.put(key, [0])
                        for round in 1...10 {
                            guard
                                case .swapped(let new) = try await client.compareAndSwap(
                                    key: key,
                                    modRevision: revision,
                                    value: [UInt8(round)]
                                )
                            else { return 0 }
                            revision = new
                        }
                        return 10
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(swapped == 1280)
            #expect(try await client.get(Self.bytes("/w/5")).stored?.facts.version == 11)
        }
    }

    @Test("pages follow the size of values, and show one revision")
    func pages() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            var expected: [[UInt8]: Int] = [:]
            for index in 0..<700 {
                let key = Self.bytes("/p/\(1000 + index)")
                // Large ones first, so pages shrink, then small ones that make them grow.
                let size = index < 100 ? 200_000 + index : index % 50
                expected[key] = size
                try await client.put(key, [UInt8](repeating: 7, count: size))
            }
            try await client.put(Self.bytes("/q"), [1])
            let revision = try await client.get(Self.bytes("/p/1000")).revision
            let reader = client.pages(KeyRange(prefix: Self.bytes("/p/")))
            var seen: [[UInt8]: Int] = [:]
            var pages = 0
            while let page = try await reader.next() {
                if pages == 0 {
                    #expect(page.remaining == 700)
                    // Written while reading: not seen.
                    try await client.put(Self.bytes("/p/9999"), [1])
                }
                pages += 1
                if pages > 1 { #expect(page.byteCount < 5 << 20) }
                #expect(page.revision == revision && !page.movedRevision)
                try page.forEach { key, value, entry in
                    #expect(entry.modRevision <= revision && entry.version == 1)
                    #expect((0..<value.count).allSatisfy { value[$0] == 7 })
                    seen[key.indices.map { key[$0] }] = value.count
                }
            }
            #expect(seen == expected)
            #expect(pages > 4 && pages < 12, "\(pages) pages")
            let empty = client.pages(KeyRange(prefix: Self.bytes("/none/")))
            #expect(try await empty.next()?.count == 0)
            #expect(try await empty.next() == nil)
        }
    }

    @Test("a page over the message limit is asked for again in halves")
    func hugePages() async throws {
        var options = RealEtcd.Options()
        options.arguments = ["--max-request-bytes=8388608"]
        let etcd = try RealEtcd(options)
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            // 64 of these are beyond 128 MiB.
            for index in 0..<70 {
                try await client.put(
                    Self.bytes("/h/\(100 + index)"),
                    [UInt8](repeating: 1, count: 2_200_000)
                )
            }
            let reader = client.pages(KeyRange(prefix: Self.bytes("/h/")))
            var seen = 0
            while let page = try await reader.next() { seen += page.count }
            #expect(seen == 70)
        }
    }

    @Test("compaction under the reader")
    func compaction() async throws {
        let etcd = try RealEtcd()
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            for index in 0..<2000 {
                try await client.put(Self.bytes("/c/\(10_000 + index)"), [1])
            }
            let range = KeyRange(prefix: Self.bytes("/c/"))
            let moving = client.pages(range)
            let strict = client.pages(range, onCompaction: .fail)
            var seen = try #require(try await moving.next()).count
            let first = try #require(try await strict.next())
            // What is fetched ahead is read, so the compaction hits the page after.
            seen += try #require(try await moving.next()).count
            _ = try await strict.next()
            try await Task.sleep(for: .milliseconds(300))
            let revision = try await client.put(Self.bytes("/c/99999"), [1])
            try await client.compact(revision)
            var moves = 0
            while let page = try await moving.next() {
                seen += page.count
                if page.movedRevision { moves += 1 }
                if moves > 0 { #expect(page.revision == revision) }
            }
            #expect(moves == 1)
            #expect(seen == 2001)
            let error = await Self.error { while try await strict.next() != nil {} }
            #expect(error?.code == .compacted)
            let late = client.pages(range, revision: first.revision, onCompaction: .fail)
            #expect(await Self.error { _ = try await late.next() }?.code == .compacted)
            let early = client.pages(range, revision: Revision(revision.rawValue + 100))
            #expect(await Self.error { _ = try await early.next() }?.code == .futureRevision)
        }
    }

    @Test("a value over etcd's limit, and a full database")
    func limits() async throws {
        var options = RealEtcd.Options()
        options.arguments = ["--quota-backend-bytes=16777216"]
        let etcd = try RealEtcd(options)
        try await EtcdClient.with(try Self.connection(etcd)) { client in
            let key = Self.bytes("/big")
            let revision = try await client.put(key, [1])
            for size in [1_572_844, 3_000_000] {
                let error = await Self.error {
                    _ = try await client.compareAndSwap(
                        key: key,
                        modRevision: revision,
                        value: [UInt8](repeating: 1, count: size)
                    )
                }
                #expect(error?.code == .tooLarge)
            }
            #expect(try await client.get(key).stored?.facts.modRevision == revision)
            var full: EtcdError?
            for _ in 0..<40 where full == nil {
                full = await Self.error {
                    try await client.put(
                        Self.bytes("/fill"),
                        [UInt8](repeating: 1, count: 1_000_000)
                    )
                }
            }
            #expect(full?.code == .noSpace)
            let error = await Self.error {
                _ = try await client.compareAndSwap(key: key, modRevision: 1, value: [2])
            }
            #expect(error?.code == .noSpace)
            #expect(error?.hint?.contains("alarm disarm") == true)
            #expect(try await client.alarms().map(\.kind) == [.noSpace])
            #expect(try await client.health().isHealthy == false)
            let now = try await client.get(key).revision
            try await client.compact(now)
            try await client.defragment(client.currentEndpoint)
            for alarm in try await client.alarms() { try await client.disarm(alarm) }
            #expect(try await client.alarms().isEmpty)
            #expect(
                try await client.compareAndSwap(key: key, modRevision: revision, value: [2])
                    == .swapped(modRevision: now.next)
            )
        }
    }
}

#endif
