#if Etcd

import EtcdClient
import Foundation
import TestSupport
import Testing

@Suite(
    "only what is asked for is read of a real etcd",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct LimitedReadingTests {
    /// Keys that a careless guess at a resource's place would miss or add.
    private static let traps: [[UInt8]: [UInt8]] = [
        // A custom resource with the plural of a built-in one.
        "/registry/vault.example/secrets/bulk/s-1", "/registry/vault.example/secrets/clusterwide",
        // A built-in resource's name and group, where the API server never puts it.
        "/registry/networking.k8s.io/ingresses/bulk/odd", "/registry/ingress/bulk/usual",
        // Neighbours in byte order.
        "/registry/secrets-store/bulk/s-1", "/registry/secrets", "/registry/secrets0/bulk/s-1",
        "/registry/secrets/bulk/deeper/s-1", "/registry/secrets/bulk-2/s-1",
        "/registry/nodes/n-1", "/elsewhere/secrets/bulk/s-1", "compact_rev_key",
    ].reduce(into: [:]) { $0[Array($1.utf8)] = Field.object("odd", 0) }

    @Test("the answers are those of the whole store")
    func answers() async throws {
        let field = try await Field(secrets: 5, more: Self.traps)
        let saved = field.folder.file("saved.db")
        _ = try await field.client.saveSnapshot(to: .file(path: saved, replaces: true))
        let config = ["--config", TestData.path("cluster/5-next.yaml")]
        let resources = [
            "secrets.", "nodes", "services", "events", "deployments.apps",
            "ingresses.networking.k8s.io", "customresourcedefinitions.apiextensions.k8s.io",
            "pandas.awesome.bears.example", "secrets.vault.example", "deployments",
            "nothing.of.this",
        ]
        var commands = resources.map { ["list", "-o", "jsonl", "--resource", $0] }
        commands += [
            ["list", "-o", "jsonl", "--resource", "secrets", "-n", "bulk"],
            ["list", "-o", "jsonl", "--resource", "secrets.vault.example", "-n", ""],
            ["list", "-o", "jsonl", "--resource", "services", "--resource", "secrets"],
            ["list", "-o", "jsonl", "--resource", "secrets", "--prefix", "/elsewhere"],
            ["list", "-o", "jsonl", "--resource", "secrets", "--prefix", "/nowhere"],
            ["scan", "-o", "json", "--resource", "secrets", "--resource", "pods"],
            ["rotate", "--dry-run", "-o", "json", "--resource", "secrets"],
            ["decrypt", "-o", "jsonl", "--resource", "configmaps"],
        ]
        commands += [
            ["secret", "s-1", "-n", "bulk"], ["secret", "s-2"],
            ["secrets", "s-2", "-n", "default"],
            ["secret/s-3"], ["secrets.vault.example", "s-1", "-n", "bulk"],
            ["secret", "clusterwide"],
            ["pandas", "p1-0", "-n", "prod"], ["panda", "p1-1"], ["ns", "prod"], ["no", "n-1"],
            ["ingress", "odd", "-n", "bulk"], ["ing", "usual"], ["nothing", "s-1"],
            ["deployments.apps", "none", "-n", "prod"], ["--etcd-key", "compact_rev_key"],
            ["--etcd-key", "/registry/secrets/bulk/s-1"], ["--etcd-key", "/registry/secrets/bulk"],
            ["--etcd-key", "/registry/secrets/bulk/s-1", "--prefix", "/nowhere"],
        ].map { ["get", "-o", "raw"] + $0 }
        for command in commands {
            let whole = try KencProcess.run(command + config + ["--snapshot", saved])
            let live = try KencProcess.run(
                command + config + ["--endpoints", field.etcd.endpoints]
            )
            #expect(live.status == whole.status, "\(command): \(live.errorText)")
            /// All but what the store says of itself.
            func answer(_ result: KencProcess.Result) throws -> NSObject {
                guard ["scan", "rotate"].contains(command[0]) else {
                    return NSString(string: result.outputText)
                }
                var fields = try #require(result.json() as? [String: Any])
                #expect(fields.removeValue(forKey: "evidence") != nil)
                return fields as NSDictionary
            }
            let (seen, expected) = (try answer(live), try answer(whole))
            #expect(seen.isEqual(expected), "\(command)")
            func errors(_ result: KencProcess.Result) -> String {
                result.errorText.replacing(field.etcd.endpoints, with: "the store")
                    .replacing(saved, with: "the store")
            }
            #expect(errors(live) == errors(whole), "\(command)")
        }
    }

    @Test("a user who may see secrets only can rotate them")
    func permission() async throws {
        let field = try await Field(secrets: 20)
        for arguments in [
            ["user", "add", "rotator:secret words"], ["role", "add", "rotator"],
            ["role", "grant-permission", "rotator", "--prefix", "readwrite", "/registry/secrets/"],
            ["user", "grant-role", "rotator", "rotator"],
        ] { #expect(try field.etcd.etcdctl(arguments).status == 0) }
        try field.etcd.enableAuthentication()
        let file = try field.folder.write(Array("secret words\n".utf8), to: "password")
        let user = ["--user", "rotator", "--password-file", file]
        let only = ["--resource", "secrets"]
        for (command, status, text) in [
            (["scan"] + only, 0, "secrets"), (["list", "-n", "bulk"] + only, 0, "s-1"),
            (["get", "secret", "s-1", "-n", "bulk"], 0, "s-1"),
            (["get", "secret", "none", "-n", "bulk"], 1, "there is no secret bulk/none"),
            (["get", "--etcd-key", "/registry/secrets/bulk/s-1"], 0, "s-1"),
            (["decrypt", "-n", "bulk"] + only, 0, "/registry/secrets/bulk/s-1"),
            (["list", "-n", "empty"] + only, 2, "nothing in"),
            (["scan"], 1, "the user may not do this"),
            (["scan", "--resource", "configmaps"] + only, 1, "the user may not do this"),
        ] {
            let result = try await field.kenc(command + user)
            #expect(Int(result.status) == status, "\(command): \(result.errorText)")
            #expect((result.outputText + result.errorText).contains(text), "\(command)")
        }
        let result = try await field.kenc(
            RotationFaultTests.rotate + ["--rate", "0"] + only + user
        )
        #expect(result.status == 0, "\(result.errorText)")
        let report = try #require(try result.json() as? [String: Any])
        #expect(report["proven"] as? Bool == true && report["stale"] as? Int == 0)
        #expect(report["rewritten"] as? Int ?? 0 > 20)
    }

    @Test("who may not look beside the prefix is told that nothing may be dropped")
    func besideThePrefix() async throws {
        let field = try await Field(
            secrets: 5,
            more: [Array("/elsewhere/secrets/bulk/s-1".utf8): Field.object("odd", 0)]
        )
        for arguments in [
            ["user", "add", "reader:secret words"], ["role", "add", "reader"],
            ["role", "grant-permission", "reader", "--prefix", "readwrite", "/registry/"],
            ["user", "grant-role", "reader", "reader"],
        ] { #expect(try field.etcd.etcdctl(arguments).status == 0) }
        try field.etcd.enableAuthentication()
        let file = try field.folder.write(Array("secret words\n".utf8), to: "password")
        let user = ["--user", "reader", "--password-file", file]
        let config = ["--config", TestData.path("cluster/5-next.yaml")]
        let result = try KencProcess.run(
            ["rotate", "--dry-run", "-o", "json"] + config
                + ["--endpoints", field.etcd.endpoints] + user
        )
        #expect(result.status == 0, "\(result.errorText)")
        let report = try #require(try result.json() as? [String: Any])
        let evidence = try #require(report["evidence"] as? [String: Any])
        #expect(evidence["whole"] as? Bool == false)
        #expect((report["droppable"] as? [Any])?.isEmpty == true)
        #expect((report["kept"] as? [Any])?.isEmpty == false)

        let saved = try KencProcess.run(
            ["snapshot", "save", field.folder.file("s.db"), "--endpoints", field.etcd.endpoints]
                + user
        )
        #expect(saved.status == 1)
        #expect(saved.errorText.contains("maintenance needs the root role"), "\(saved.errorText)")
        #expect(try !field.folder.names().contains("s.db"))
    }
}

#endif
