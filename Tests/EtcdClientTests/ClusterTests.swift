#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

/// Three members, some of which fail.
@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct ClusterTests {
    @Test("health names the member that is down; snapshots come whole")
    func health() async throws {
        var options = RealEtcd.Options()
        options.members = 3
        let etcd = try RealEtcd(options)
        try await EtcdClient.with(try RealServerTests.connection(etcd)) { client in
            let healthy = try await client.health()
            #expect(healthy.isHealthy)
            #expect(healthy.members.map(\.name).sorted() == ["m0", "m1", "m2"])
            #expect(healthy.members.allSatisfy { ($0.status?.dbSize ?? 0) > 0 })
            for index in 0..<200 {
                try await client.put(
                    Array("/s/\(index)".utf8),
                    [UInt8](repeating: 3, count: 10_000)
                )
            }
            let path = etcd.directory.appending(path: "saved.db").path
            let saved = try await client.saveSnapshot(to: .file(path: path, replaces: true))
            let status = try etcd.etcdctl(["snapshot", "status", path, "-w", "json"])
            #expect(status.status == 0 && status.output.contains("totalKey"), "\(status.output)")
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect(attributes[.size] as? Int64 == saved.byteCount)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let error = await RealServerTests.error {
                _ = try await client.saveSnapshot(
                    to: .file(path: "/nonexistent/saved.db", replaces: true)
                )
            }
            #expect(error?.code == .file)
            let leftOver = try FileManager.default.contentsOfDirectory(atPath: etcd.directory.path)
            #expect(!leftOver.contains { $0.hasSuffix(".part") })

            etcd.members[2].crash()
            let hurt = try await client.health()
            #expect(!hurt.isHealthy)
            let down = try #require(hurt.members.first { $0.name == "m2" })
            #expect(down.status == nil && down.failure?.code == .unreachable, "\(down)")
        }
        // One endpoint leads to all members.
        var connection = try RealServerTests.connection(etcd)
        connection.endpoints.removeLast(2)
        try await EtcdClient.with(connection) { client in
            let members = try await client.health().members
            #expect(members.count { $0.status != nil } == 2)
        }
    }

    @Test("a snapshot from a member that falls silent ends", .timeLimit(.minutes(1)))
    func silence() async throws {
        let etcd = try RealEtcd()
        var connection = try RealServerTests.connection(etcd)
        connection.keepaliveTime = .seconds(1)
        connection.keepaliveTimeout = .seconds(1)
        try await EtcdClient.with(connection) { client in
            for index in 0..<40 {
                let value = [UInt8](repeating: UInt8(index), count: 1_000_000)
                try await client.put(Array("/s/\(index)".utf8), value)
            }
            let path = etcd.directory.appending(path: "saved.db").path
            let error = await RealServerTests.error {
                _ = try await client.saveSnapshot(to: .file(path: path, replaces: true)) { _, _ in
                    etcd.members[0].signal(SIGSTOP)
                }
            }
            #expect(error?.code == .timedOut && error?.message.contains("silent") == true)
            let leftOver = try FileManager.default.contentsOfDirectory(atPath: etcd.directory.path)
            #expect(!leftOver.contains { $0.hasPrefix("saved.db") || $0.hasPrefix(".kenc-") })
            etcd.members[0].signal(SIGCONT)
            _ = try await client.saveSnapshot(to: .file(path: path, replaces: true))
        }
    }

    enum Fault: String, CaseIterable, Sendable {
        case killed
        case paused
    }

    @Test("swaps go on while members fail one after the other", arguments: Fault.allCases)
    func failover(fault: Fault) async throws {
        var options = RealEtcd.Options()
        options.members = 3
        let etcd = try RealEtcd(options)
        var connection = try RealServerTests.connection(etcd)
        connection.commandTimeout = .seconds(2)
        try await EtcdClient.with(connection) { client in
            let workers = 8
            let ended = ContinuousClock.now + .seconds(14)
            async let counts = withThrowingTaskGroup { group in
                for worker in 0..<workers {
                    group.addTask {
                        let key = Array("/f/\(worker)".utf8)
                        var revision = try await client.put(key, [0])
                        var count: UInt64 = 0
                        while ContinuousClock.now < ended {
                            count += 1
                            let value = withUnsafeBytes(of: count) { Array($0) }
                            // Only this task writes the key: a conflict would be a lost write.
                            guard
                                case .swapped(let new) = try await client.compareAndSwap(
                                    key: key,
                                    modRevision: revision,
                                    value: value
                                )
                            else {
                                Issue.record("conflict with itself")
                                return UInt64(0)
                            }
                            revision = new
                        }
                        let last = try await client.get(key).stored
                        #expect(last?.facts.version == Int64(count) + 1)
                        return count
                    }
                }
                return try await group.reduce(into: [UInt64]()) { $0.append($1) }
            }
            for member in etcd.members {
                try await Task.sleep(for: .seconds(1))
                switch fault {
                case .killed: member.crash()
                case .paused: member.signal(SIGSTOP)
                }
                try await Task.sleep(for: .seconds(2.5))
                switch fault {
                case .killed: try member.start()
                case .paused: member.signal(SIGCONT)
                }
            }
            let swaps = try await counts
            #expect(swaps.count == workers && swaps.allSatisfy { $0 > 20 }, "\(swaps)")
            #expect(client.unansweredCalls > 0)
        }
    }
}

#endif
