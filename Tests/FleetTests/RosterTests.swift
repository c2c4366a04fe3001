import EncryptionConfig
import Fleet
import Foundation
import KubernetesModel
import Providers
import TestSupport
import Testing

@Suite struct RosterTests {
    /// The servers of a recorded store.
    static func roster(
        _ name: String,
        now: RosterReader.Now = .newestRenewal,
        changing change: (inout [(key: String, value: [UInt8])]) -> Void = { _ in },
    ) throws -> FleetRoster {
        struct Dump: Decodable {
            struct Entry: Decodable {
                let key: Data
                let value: Data
            }
            let kvs: [Entry]
        }
        let dump = try JSONDecoder().decode(
            Dump.self,
            from: Data(TestData.bytes("\(name).json"))
        )
        var entries = dump.kvs.map {
            (key: String(decoding: $0.key, as: UTF8.self), value: [UInt8]($0.value))
        }
        change(&entries)
        var reader = RosterReader()
        for entry in entries {
            let (key, value) = (Array(entry.key.utf8), entry.value)
            try reader.read(key: key.span, value: value.span)
        }
        return reader.finish(now)
    }

    @Test(
        "who runs is what ran when it was recorded",
        arguments: [
            ("two-running", ["master-1", "master-2"], ["10.98.7.44", "10.98.7.45"]),
            // Nobody can know within the seconds that it takes.
            ("after-second-killed", ["master-1", "master-2"], ["10.98.7.44", "10.98.7.45"]),
            ("after-second-killed-20s", ["master-1"], ["10.98.7.44"]),
            ("after-second-stopped-cleanly", ["master-1"], ["10.98.7.44"]),
            ("two-running-same-hostname", ["master-1"], ["10.98.7.44", "10.98.7.45"]),
        ]
    )
    func alive(_ name: String, _ hostnames: [String], _ addresses: [String]) throws {
        let roster = try Self.roster("fleet/\(name)")
        #expect(roster.servers.filter { $0.isAlive == true }.compactMap(\.hostname) == hostnames)
        #expect(roster.addresses == addresses)
        for server in roster.servers {
            let hostname = try #require(server.hostname)
            let identity = try ServerIdentity(hostname: hostname)
            #expect(identity == server.identity)
            let hash = try identity.hash()
            #expect(hash == server.identityHash)
        }
    }

    @Test func addressesComeFromTheStore() throws {
        let servers = try Self.roster("fleet/two-running").servers
        #expect(servers.map(\.address) == ["10.98.7.44:36443", "10.98.7.45:36444"])
    }

    @Test("without peer leases the renewal alone decides")
    func renewals() throws {
        func alive(_ seconds: Double) throws -> [Bool?] {
            let newest = try #require(Moment(rfc3339: "2026-11-24T17:23:01.342564Z"))
            return try Self.roster(
                "fleet/two-running",
                now: .at(#require(Moment(newest.seconds + seconds)))
            ) { $0.removeAll { $0.key.contains("peerserver") } }.servers.map(\.isAlive)
        }
        #expect(try alive(0) == [true, true])
        #expect(try alive(35) == [true, true])
        #expect(try alive(60) == [false, false])
    }

    @Test("an encrypted lease shows its writer's key; who runs is told by the peer lease")
    func encrypted() throws {
        let roster = try Self.roster("cluster/stage-4-wild")
        let server = try #require(roster.servers.first)
        #expect(roster.servers.count == 1)
        let identity = try ServerIdentity(hostname: "vm")
        #expect(server.identity == identity)
        #expect(server.hostname == nil)
        #expect(server.isAlive == true)
        #expect(
            server.leaseWriter
                == Write(
                    resource: "leases.coordination.k8s.io",
                    key: ProviderKey(.aescbc as ProviderKind, "all-2025")
                )
        )
        let unknown = try Self.roster("cluster/stage-4-wild") {
            $0.removeAll { $0.key.contains("peerserver") }
        }
        #expect(unknown.servers.map(\.isAlive) == [nil])
    }

    @Test("leases of others are no API servers")
    func others() throws {
        let roster = try Self.roster("fleet/two-running") { entries in
            for index in entries.indices where entries[index].key.contains("/leases/") {
                let text = entries[index].value.map { $0 }
                let from = Array("kube-apiserver".utf8)
                let to = Array("some-apiserver".utf8)
                entries[index].value = text
                for start in text.indices.dropLast(from.count)
                where Array(text[start..<(start + from.count)]) == from {
                    entries[index].value.replaceSubrange(start..<(start + from.count), with: to)
                }
            }
        }
        #expect(roster.servers.isEmpty)
    }

    @Test("no bytes under these keys do harm: servers are known by their keys")
    func damage() throws {
        var generator = SeededGenerator(seed: 7)
        let whole = try Self.roster("fleet/two-running")
        var unread = 0
        for round in 0..<200 {
            let roster = try Self.roster("fleet/two-running") { entries in
                for index in entries.indices {
                    let cut = Int.random(in: 0...entries[index].value.count, using: &generator)
                    entries[index].value = Array(entries[index].value.prefix(cut))
                    if cut > 0 {
                        let place = Int.random(in: 0..<cut, using: &generator)
                        entries[index].value[place] = .random(in: 0...255, using: &generator)
                    }
                }
            }
            let identities = whole.servers.map(\.identity)
            #expect(roster.servers.allSatisfy { identities.contains($0.identity) }, "\(round)")
            #expect(roster.addresses == whole.addresses, "\(round)")
            unread += roster.servers.count { $0.hostname == nil }
            // A lease that cannot be read makes nobody dead who has a peer lease.
            #expect(roster.servers.allSatisfy { $0.isAlive == true }, "\(round)")
        }
        #expect(unread > 0)
    }
}
