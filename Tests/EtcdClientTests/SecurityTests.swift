#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import KeyMaterial
import TestSupport
import Testing

/// TLS and etcd's own authentication.
@Suite(.tags(.realServer), .enabled(if: RealEtcd.isInstalled), .serialized)
struct SecurityTests {
    private func failure(_ connection: EtcdConnectionOptions) async throws -> EtcdError? {
        try await EtcdClient.with(connection) { client in
            await RealServerTests.error { _ = try await client.get(Array("/k".utf8)) }
        }
    }

    @Test("TLS: what is wrong is told apart")
    func tls() async throws {
        var options = RealEtcd.Options()
        options.tls = true
        options.clientCertificates = true
        let etcd = try RealEtcd(options)
        let certificates = try #require(etcd.certificates)
        let good = try RealServerTests.connection(etcd)
        #expect(try await failure(good) == nil)

        var connection = good
        connection.cacert = certificates.otherAuthority
        #expect(try await failure(connection)?.code == .certificateUntrusted)
        connection.cacert = nil
        #expect(try await failure(connection)?.code == .certificateUntrusted)
        connection.insecureSkipTLSVerify = true
        #expect(try await failure(connection) == nil)

        connection = good
        connection.cert = nil
        connection.key = nil
        let missing = try #require(try await failure(connection))
        #expect([.clientCertificate, .transportMismatch].contains(missing.code))
        #expect([.giveTrustedCertificate, .tryCertificate].contains(missing.remedy), "\(missing)")
        connection.cert = certificates.stranger.certificate
        connection.key = certificates.stranger.key
        let stranger = try #require(try await failure(connection))
        #expect([.clientCertificate, .transportMismatch].contains(stranger.code), "\(stranger)")

        connection = good
        connection.key = certificates.stranger.key
        #expect(try await failure(connection)?.code == .file)
        connection.key = "/nonexistent/key"
        let file = try #require(try await failure(connection))
        #expect(file.code == .file && file.message.contains("/nonexistent/key"))

        connection = EtcdConnectionOptions(
            endpoints: try EtcdEndpoint.list(
                etcd.endpoints.replacingOccurrences(of: "https://", with: "http://")
            )
        )
        #expect(try await failure(connection)?.code == .transportMismatch)
    }

    @Test(
        "the server's name is checked",
        arguments: [(nil, false), ("etcd.example", true), ("other.example", false)]
    )
    func serverName(name: String?, isRight: Bool) async throws {
        var options = RealEtcd.Options()
        options.tls = true
        options.namedCertificate = true
        let etcd = try RealEtcd(options)
        var connection = try RealServerTests.connection(etcd)
        connection.serverName = name
        let error = try await failure(connection)
        #expect(error?.code == (isRight ? nil : .certificateName), "\(error?.description ?? "")")
    }

    @Test("addresses where no etcd speaks")
    func unreachable() async throws {
        let etcd = try RealEtcd()
        var connection = try RealServerTests.connection(etcd)
        connection.endpoints = try EtcdEndpoint.list(
            etcd.endpoints.replacingOccurrences(of: "http://", with: "https://")
        )
        #expect(try await failure(connection)?.code == .transportMismatch)
        for text in ["127.0.0.1:1", "no-such-host.invalid:1", "unix:///nonexistent/socket"] {
            connection.endpoints = try EtcdEndpoint.list(text)
            let error = try #require(try await failure(connection))
            #expect(error.code == .unreachable, "\(error)")
            #expect(error.message.contains(text))
        }
        // The second endpoint answers.
        connection.endpoints = try EtcdEndpoint.list("127.0.0.1:1,\(etcd.endpoints)")
        #expect(try await failure(connection) == nil)
        connection.endpoints = try EtcdEndpoint.list("127.0.0.1:1,127.0.0.1:2")
        let both = try #require(try await failure(connection))
        #expect(both.message.contains("127.0.0.1:1") && both.message.contains("127.0.0.1:2"))
    }

    @Test("user and password: wrong, without permission, and a token that ends")
    func authentication() async throws {
        let etcd = try RealEtcd()
        for arguments in [
            ["user", "add", "anna:annapw"], ["role", "add", "some"],
            ["role", "grant-permission", "some", "readwrite", "/a/", "/a0"],
            ["user", "grant-role", "anna", "some"],
        ] { #expect(try etcd.etcdctl(arguments).status == 0) }
        try etcd.etcdctl(["put", "/a/1", "one"])
        try etcd.etcdctl(["put", "/b/1", "one"])
        try etcd.enableAuthentication()
        var connection = try RealServerTests.connection(etcd)
        #expect(try await failure(connection)?.code == .authenticationRequired)
        connection.user = "anna"
        connection.password = SecretKey(copying: Array("guess-me-not".utf8).span)
        let wrong = try #require(try await failure(connection))
        #expect(wrong.code == .authenticationFailed)
        #expect(!"\(wrong)".contains("guess-me-not"))
        connection.password = SecretKey(copying: Array("annapw".utf8).span)
        try await EtcdClient.with(connection) { client in
            let key = Array("/a/1".utf8)
            let revision = try #require(try await client.get(key).stored).facts.modRevision
            let denied = await RealServerTests.error {
                _ = try await client.compareAndSwap(
                    key: Array("/b/1".utf8),
                    modRevision: 1,
                    value: [1]
                )
            }
            #expect(denied?.code == .permissionDenied)
            #expect(denied?.message.contains("/b/1") == true)
            // A restart forgets the tokens: 64 calls at once need one new token, and get it.
            etcd.members[0].crash()
            try etcd.members[0].start()
            try etcd.waitUntilServing(etcd.members[0])
            let readings = try await withThrowingTaskGroup { group in
                for _ in 0..<64 { group.addTask { try await client.get(key).stored } }
                return try await group.reduce(into: 0) { $0 += $1 == nil ? 0 : 1 }
            }
            #expect(readings == 64)
            #expect(
                try await client.compareAndSwap(key: key, modRevision: revision, value: [9])
                    == .swapped(modRevision: revision.next.next)
            )
        }
    }
}

#endif
