#if Etcd

import Foundation
import TestSupport
import Testing

/// `kenc fleet` over simulated API servers and the etcd that knows them.
@Suite(
    "kenc fleet over a live etcd",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct FleetCommandTests {
    struct Verdict: Decodable {
        struct Server: Decodable {
            struct Key: Decodable { let resource: String, provider: String, keyName: String? }
            let hostname: String?, file: String?, state: String, alive: Bool?, asked: Bool
            let expected: Bool, reload: Bool?, writes: [Key]
        }

        let proven: Bool
        let servers: [Server]
    }

    private let served: ServedField
    private let old = TestData.path("cluster/\(ServedField.old)")

    init() async throws {
        served = try await ServedField(
            [ServedField.old, ServedField.old, ServedField.old],
            secrets: 2
        )
    }

    private func fleet(
        _ more: [String] = [],
        asking: [String]? = nil,
    ) async throws -> (status: Int32, verdict: Verdict?, errors: String) {
        let result = try await served.field.kenc(
            ["fleet", "-o", "json", "--progress", "none"] + (asking ?? served.asked) + more
                + ["--config", TestData.path("cluster/\(ServedField.new)"), old]
        )
        return (result.status, try? result.decoded(Verdict.self), result.errorText)
    }

    @Test("follows a rollout server by server, and knows the file before")
    func rollout() async throws {
        for moved in 0...3 {
            if moved > 0 { try await served.move(moved - 1, to: ServedField.new) }
            let (status, verdict, errors) = try await fleet()
            #expect(status == (moved == 3 ? 0 : 2), "\(errors)")
            let servers = try #require(verdict?.servers)
            #expect(servers.map(\.hostname) == ["master-1", "master-2", "master-3"])
            #expect(servers.count { $0.state == "proven" } == moved)
            #expect(servers.count { $0.state == "other" && $0.file == old } == 3 - moved)
            #expect(servers.allSatisfy { $0.alive == true && $0.asked && $0.expected })
            #expect(verdict?.proven == (moved == 3))
        }
        // Leases are covered by a wildcard, so etcd alone tells what servers write with.
        let alone = try await fleet(asking: [])
        #expect(alone.status == 2)
        #expect(alone.verdict?.servers.allSatisfy { $0.state == "missing" } == true)
        let keys = alone.verdict?.servers.flatMap(\.writes).map(\.resource) ?? []
        #expect(keys == Array(repeating: "leases.coordination.k8s.io", count: 3))
    }

    @Test("waits until the last server has reloaded, and no longer")
    func waits() async throws {
        try await served.move(0, to: ServedField.new)
        async let waiting = fleet(["--wait", "60s"])
        try await Task.sleep(for: .seconds(2))
        try await served.move(1, to: ServedField.new)
        try await Task.sleep(for: .seconds(2))
        let start = ContinuousClock.now
        try await served.move(2, to: ServedField.new)
        let (status, verdict, errors) = try await waiting
        #expect(status == 0 && verdict?.proven == true, "\(errors)")
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test("gives up when the time is over, and says who is left")
    func givesUp() async throws {
        try await served.move(0, to: ServedField.new)
        let start = ContinuousClock.now
        let (status, verdict, _) = try await fleet(["--wait", "4s"])
        #expect(status == 2)
        #expect(ContinuousClock.now - start > .seconds(4))
        #expect(verdict?.servers.map(\.state) == ["proven", "other", "other"])
    }

    @Test("a server that comes while it waits is expected too")
    func newcomer() async throws {
        for number in 0..<3 { try await served.move(number, to: ServedField.new) }
        let two = [
            "--server",
            [await served.servers[0].url(), await served.servers[1].url()].joined(separator: ","),
        ]
        try await served.servers[2].stop(cleanly: true)
        let asking = two + served.asked.dropFirst(2)
        let proven = try await fleet(asking: asking)
        #expect(proven.status == 0, "\(proven.errors)")
        try await served.servers[2].renew()
        let (status, verdict, _) = try await fleet(asking: asking)
        #expect(status == 2)
        #expect(verdict?.servers.last?.state == "missing")
        // Its lease grows old, and it is gone.
        try await served.servers[2].renew(at: .now - 120)
        let gone = try await fleet(asking: asking)
        #expect(gone.status == 0 && gone.verdict?.servers.last?.expected == false)
    }
}

#endif
