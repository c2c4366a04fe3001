#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

@Suite(
    "what a rotation of a real etcd refuses",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct RotationRefusalTests {
    static let rotate = RotationFaultTests.rotate

    @Test("a configuration that lacks an old key, or has its name with other bytes")
    func configurations() async throws {
        let field = try await Field(secrets: 20)
        let text = String(decoding: try TestData.bytes("cluster/5-next.yaml"), as: UTF8.self)
        let old = "rfKhXqAgIsz50V4l8/T95DqLrSN+1R0aI3CJp6qpEWE="
        let changes = [
            text.replacing("name: key-2024-01", with: "name: key-other"),
            text.replacing(old, with: Data(repeating: 0x5a, count: 32).base64EncodedString()),
        ]
        for (number, change) in changes.enumerated() {
            let file = try field.folder.write(Array(change.utf8), to: "changed-\(number).yaml")
            let result = try await field.kenc(Self.rotate + ["--rate", "0"], configuration: file)
            #expect(result.status == 2, "\(result.errorText)")
            let report = try #require(try result.json() as? [String: Any])
            #expect((report["unreadableValues"] as? [Any])?.isEmpty == false)
            #expect((report["droppable"] as? [Any])?.isEmpty == true)
        }
        var kept = 0
        for (key, held) in try await Field.all(field.client) {
            #expect(field.next.open(held.value, key)?.plaintext == field.plaintexts[key])
            let before = try #require(field.loaded[key])
            guard before.value.starts(with: Array("k8s:enc:aescbc:v1:key-2024-01:".utf8)) else {
                continue
            }
            #expect(held == before)
            kept += 1
        }
        #expect(kept > 5)
    }

    @Test("a value that would not fit is found before the first write")
    func oversized() async throws {
        let key = Array("/registry/configmaps/default/big".utf8)
        let value = Array("k8s\0".utf8) + [UInt8](repeating: 0x41, count: 1_572_600)
        let field = try await Field(secrets: 5, more: [key: value])
        let before = try await field.client.get(key).revision
        let result = try await field.kenc(Self.rotate + ["--rate", "0"])
        #expect(result.status == 1 && result.errorText.contains("/registry/configmaps/default/big"))
        #expect(try await field.client.get(key).revision == before)
        let forced = try await field.kenc(Self.rotate + ["--rate", "0", "--force"])
        #expect(forced.status == 2, "\(forced.errorText)")
        try await field.check(nil) { $0 == key }
        #expect(try await field.client.get(key).stored == field.loaded[key])
    }

    @Test("permission missing on one key, tokens lost in mid-run")
    func authentication() async throws {
        let field = try await Field(secrets: 200)
        let etcd = field.etcd
        let forbidden = "/registry/secrets/bulk/s-100"
        for arguments in [
            ["user", "add", "rotator:secret words"], ["role", "add", "rotator"],
            ["role", "grant-permission", "rotator", "--prefix", "read", ""],
            ["role", "grant-permission", "rotator", "readwrite", "/registry/", forbidden],
            [
                "role", "grant-permission", "rotator", "readwrite", forbidden + "\u{1}",
                "/registry0",
            ],
            ["user", "grant-role", "rotator", "rotator"],
        ] {
            let answer = try etcd.etcdctl(arguments)
            #expect(answer.status == 0, "\(answer.output)")
        }
        try etcd.enableAuthentication()
        let without = try await field.kenc(Self.rotate)
        #expect(without.status == 1 && without.errorText.contains("--user"))
        let password = try field.folder.write(Array("secret words\n".utf8), to: "password")
        let wrong = try field.folder.write(Array("other".utf8), to: "wrong")
        let user = ["--user", "rotator", "--password-file"]
        let refused = try await field.kenc(Self.rotate + user + [wrong])
        #expect(refused.status == 1 && refused.errorText.contains("password"))

        async let running = field.kenc(Self.rotate + ["--rate", "60"] + user + [password])
        try await Task.sleep(for: .seconds(3))
        // Simple tokens live in the server's memory.
        etcd.members[0].crash()
        try etcd.members[0].start()
        let result = try await running
        #expect(result.status == 2, "\(result.errorText)")
        let report = try #require(try result.json() as? [String: Any])
        let keys = (report["refused"] as? [[String: Any]])?.compactMap { $0["key"] as? String }
        #expect(keys == [forbidden])
        #expect(report["stale"] as? Int == 1)
        print("rotation, authentication: \(report["rewritten"] ?? 0) rewritten, 1 refused")
    }

    @Test("a wrong certificate authority is named, and nothing is written")
    func certificate() async throws {
        var options = RealEtcd.Options()
        options.tls = true
        let field = try await Field(options, secrets: 5)
        let certificates = try #require(field.etcd.certificates)
        let before = try await field.client.get([1]).revision
        let result = try await field.kenc(
            Self.rotate + ["--cacert", certificates.otherAuthority]
        )
        #expect(result.status == 1 && result.errorText.contains("certificate"))
        #expect(try await field.client.get([1]).revision == before)
        let right = try await field.kenc(
            Self.rotate + ["--rate", "0", "--cacert", certificates.authority]
        )
        #expect(right.status == 0, "\(right.errorText)")
        try await field.check(nil)
    }

    @Test("nobody to ask, no endpoint, a file: wrong usage")
    func usage() async throws {
        let field = try await Field(secrets: 1)
        let silent = try await field.kenc(["rotate"])
        #expect(silent.status == 64 && silent.errorText.contains("--yes"))
        let unasked = try await field.kenc(["rotate", "--yes"])
        #expect(unasked.status == 64 && unasked.errorText.contains("--servers-have-read-it"))
        let password = try await field.kenc(["rotate", "--yes", "--user", "a:b"])
        #expect(password.status == 64 && !password.errorText.contains("a:b"))
        let saved = field.folder.file("saved.db")
        let snapshot = try KencProcess.run(
            ["snapshot", "save", saved],
            environment: ["ETCDCTL_ENDPOINTS": field.etcd.endpoints]
        )
        #expect(snapshot.status == 0, "\(snapshot.errorText)")
        let scan = try KencProcess.run(["scan", "--snapshot", saved, "-o", "json"])
        let counted = try #require(try scan.json() as? [String: Any])
        #expect(counted["values"] as? Int == 210)
    }
}

#endif
