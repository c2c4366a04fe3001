#if Etcd

import EncryptionConfig
import EtcdClient
import EtcdModel
import Fleet
import Foundation
import Providers
import TestSupport
import Testing

/// The gate over simulated API servers and a real etcd.
@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct SimulationTests {
    @Test("the gate opens only when both servers have reloaded")
    func gate() async throws {
        let etcd = try RealEtcd()
        let folder = try TemporaryFolder()
        let certificates = try TestCertificates(in: URL(filePath: folder.path))
        let old = try TestData.bytes("cluster/3-aesgcm.yaml")
        let new = try TestData.bytes("cluster/4-wild.yaml")
        let wanted = try ContentHash(of: new.span)
        let connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoints))
        try await EtcdClient.with(connection) { client in
            var servers: [SimulatedServer] = []
            for hostname in ["master-1", "master-2"] {
                let file = try folder.write(old, to: "\(hostname).yaml")
                let server = try SimulatedServer(
                    hostname: hostname,
                    file: file,
                    client: client,
                    certificate: certificates.server,
                    token: "t"
                )
                try await server.renew()
                servers.append(server)
            }
            var credentials = ServerCredentials()
            credentials.authorities = [UInt8](
                try Data(contentsOf: URL(filePath: certificates.authority))
            )
            credentials.token = { Array("t".utf8) }
            var sources: [any FleetSource] = []
            var patience = MetricsAsker.Patience()
            patience.texts = 1
            for server in servers {
                let url = try ServerURL(await server.url())
                sources.append(
                    try MetricsAsker(url, credentials: credentials, patience: patience)
                )
            }
            let gate = FleetInquiry(sources: sources) { [servers] in
                var reader = RosterReader()
                for server in servers {
                    let key = Array("/registry/leases/kube-system/\(server.identity)".utf8)
                    guard let found = try await client.get(key).stored else { continue }
                    try reader.read(key: key.span, value: found.value.span)
                }
                return reader.finish(.newestRenewal)
            }
            let before = try await gate.check(wanted: wanted)
            #expect(before.servers.map(\.state) == [.other, .other])

            for server in servers { try Data(new).write(to: URL(filePath: server.file)) }
            try await servers[0].reload()
            let between = try await gate.check(wanted: wanted)
            #expect(between.servers.map(\.state) == [.proven, .other])
            #expect(!between.isProven)

            try await servers[1].reload()
            for server in servers { try await server.renew() }
            let after = try await gate.check(wanted: wanted)
            #expect(after.isProven)
            // Leases are encrypted now, and their headers name the key.
            let names = after.servers.map { $0.writes.map { $0.key.name?.text } }
            #expect(names == [["all-2025"], ["all-2025"]])

            try await servers[1].stop(cleanly: true)
            let gone = try await gate.check(wanted: wanted)
            #expect(!gone.isProven, "a server that was asked and is silent is no proof")
        }
    }
}

#endif
