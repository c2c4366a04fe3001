#if Etcd

import EtcdClient
import Foundation
import TestSupport
import Testing

/// Certificates that end while a program runs are renewed in their files.
@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled))
struct RenewedCertificateTests {
    @Test("each new connection reads the certificate, its key and the authorities again")
    func renewed() async throws {
        var options = RealEtcd.Options()
        options.tls = true
        options.clientCertificates = true
        let etcd = try RealEtcd(options)
        let good = try #require(etcd.certificates)
        let folder = try TemporaryFolder()
        func place(_ pair: TestCertificates.Pair, _ authority: String) throws {
            for (source, name) in [
                (pair.certificate, "crt"), (pair.key, "key"), (authority, "ca"),
            ] {
                try folder.write(Array(try Data(contentsOf: URL(filePath: source))), to: name)
            }
        }
        func restart() throws {
            etcd.members[0].crash()
            try etcd.members[0].start()
            try etcd.waitUntilServing(etcd.members[0])
        }
        try place(good.root, good.authority)
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoints))
        connection.cacert = folder.file("ca")
        connection.cert = folder.file("crt")
        connection.key = folder.file("key")
        connection.retryTime = .seconds(5)
        try await EtcdClient.with(connection) { client in
            _ = try await client.get([1])
            // A certificate that the server does not take: used by the next connection, not before.
            try place(good.stranger, good.authority)
            _ = try await client.get([1])
            try restart()
            await #expect(throws: EtcdError.self) { try await client.get([1]) }
            // Put right in its file, it is taken without a new client.
            try place(good.root, good.authority)
            _ = try await client.get([1])
            // The authorities as well.
            try place(good.root, good.otherAuthority)
            try restart()
            await #expect(throws: EtcdError.self) { try await client.get([1]) }
            // While a renewal is half done, the files that last belonged together are used.
            try place(good.root, good.authority)
            _ = try await client.get([1])
            try folder.write(Array("not yet whole".utf8), to: "key")
            try restart()
            _ = try await client.get([1])
        }
    }
}

#endif
