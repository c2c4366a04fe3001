#if Etcd && DEBUG

import EncryptionConfig
public import EtcdClient
public import Fleet
public import Foundation
import KubernetesModel
import Providers

/// Behaves as an API server does for the encryption of what it stores: it holds a configuration
/// file, applies a changed one only when told to (late), renews its identity lease in a real etcd
/// and writes Secrets with its chain, and tells the file's hash in its metrics.
public actor SimulatedServer {
    /// The name that its process sees.
    public nonisolated let hostname: String
    /// The name of its lease.
    public nonisolated let identity: ServerIdentity
    /// The file that it polls.
    public nonisolated let file: String

    private let client: EtcdClient
    private let started = Date.now.timeIntervalSince1970.rounded(.down)
    private var chains: ResourceChains
    private var hash: String
    private var reloads = (successes: 0, failures: 0)
    private var lastReload: (success: Double?, failure: Double?) = (nil, nil)
    private var operations: [String: Int] = [:]
    private var server: HTTPSServer?
    private let shown: Shown

    /// What its metrics say now, for the loop that answers.
    private final class Shown: @unchecked Sendable {
        private let lock = NSLock()
        private var text = ""

        func set(_ text: String) { lock.withLock { self.text = text } }
        func get() -> [UInt8] { lock.withLock { Array(text.utf8) } }
    }

    /// Starts it with what the file holds now, as an API server does, and serves metrics.
    public init(
        hostname: String,
        file: String,
        client: EtcdClient,
        certificate: TestCertificates.Pair,
        token: String? = nil,
    ) throws {
        self.hostname = hostname
        self.file = file
        self.client = client
        identity = try ServerIdentity(hostname: hostname)
        (chains, hash) = try Self.load(file)
        let shown = Shown()
        self.shown = shown
        server = try HTTPSServer(certificate) { request in
            guard token == nil || request.authorization == token.map({ "Bearer \($0)" }) else {
                return HTTPSServer.Reply(401, Array("Unauthorized".utf8))
            }
            guard request.path == "/metrics" else { return HTTPSServer.Reply(404, []) }
            return HTTPSServer.Reply(200, shown.get())
        }
        shown.set(
            Self.metrics(try identity.hash().text, hash, (0, 0), (nil, nil), [:], started)
        )
    }

    /// Where it answers.
    public func url() -> String { server?.url ?? "" }

    /// What a poll of the file does: a file that the API server would refuse changes nothing.
    public func reload() throws {
        do {
            let (chains, hash) = try Self.load(file)
            guard hash != self.hash else { return }
            (self.chains, self.hash) = (chains, hash)
            reloads.successes += 1
            lastReload.success = Date.now.timeIntervalSince1970
        } catch {
            reloads.failures += 1
            lastReload.failure = Date.now.timeIntervalSince1970
        }
        try show()
    }

    /// Writes its identity lease with its own chain, as it does every ten seconds.
    public func renew(at time: Date = .now) async throws {
        try await put(
            "/registry/leases/kube-system/\(identity)",
            resource: "leases.coordination.k8s.io",
            Self.lease(identity.id, hostname, time)
        )
    }

    /// Writes a Secret with its chain.
    public func writeSecret(_ name: String, namespace: String = "default") async throws {
        try await put(
            "/registry/secrets/\(namespace)/\(name)",
            resource: "secrets",
            Protobuf.object("v1", "Secret", Protobuf.metadata(name, namespace, [:]))
        )
    }

    /// Ends it; a clean end takes its lease away.
    public func stop(cleanly: Bool) async throws {
        server?.stop()
        server = nil
        if cleanly {
            try await client.delete(Array("/registry/leases/kube-system/\(identity)".utf8))
        }
    }

    private func put(_ key: String, resource: String, _ plaintext: [UInt8]) async throws {
        let stored = try chains.seal(plaintext: plaintext, etcdKey: key, resource: resource)
        try await client.put(Array(key.utf8), stored)
        let header = StoredHeader(stored.span)
        if header.kind == .known(.identity) {
            operations["\(resource) ", default: 0] += 1
        } else {
            let prefix = String(decoding: stored.prefix(header.prefixCount), as: UTF8.self)
            operations["\(resource) \(prefix)", default: 0] += 1
            if let name = header.keyName(in: stored.span) {
                operations["\(resource) \(name.text):", default: 0] += 1
            }
        }
        try show()
    }

    private func show() throws {
        shown.set(
            Self.metrics(
                try identity.hash().text,
                hash,
                reloads,
                lastReload,
                operations,
                started
            )
        )
    }

    private static func load(_ file: String) throws -> (ResourceChains, String) {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
        let report = try ConfigurationValidator().validate(bytes)
        guard let configuration = report.configuration else {
            throw Failure("\(file) is invalid")
        }
        return (ResourceChains(configuration), configuration.hash)
    }

    private static func metrics(
        _ id: String,
        _ hash: String,
        _ reloads: (successes: Int, failures: Int),
        _ last: (success: Double?, failure: Double?),
        _ operations: [String: Int],
        _ started: Double,
    ) -> String {
        let name = "apiserver_encryption_config_controller"
        var text = "\(name)_last_config_info{apiserver_id_hash=\"\(id)\",hash=\"\(hash)\"} 1\n"
        for (status, count, time) in [
            ("failure", reloads.failures, last.failure),
            ("success", reloads.successes, last.success),
        ] {
            guard count > 0, let time else { continue }
            let labels = "{apiserver_id_hash=\"\(id)\",status=\"\(status)\"}"
            text += "\(name)_automatic_reload_last_timestamp_seconds\(labels) \(time)\n"
            text += "\(name)_automatic_reloads_total\(labels) \(count)\n"
        }
        for (label, count) in operations.sorted(by: { $0.key < $1.key }) {
            let parts = label.split(separator: " ", omittingEmptySubsequences: false)
            text += "apiserver_storage_transformation_operations_total{resource=\"\(parts[0])\","
            text += "status=\"OK\",transformation_type=\"to_storage\","
            text += "transformer_prefix=\"\(parts[1])\"} \(count)\n"
        }
        return text + "process_start_time_seconds \(started)\n"
    }

    private static func lease(_ id: String, _ hostname: String, _ time: Date) -> [UInt8] {
        let seconds = UInt64(time.timeIntervalSince1970)
        let renewTime = Protobuf.field(1, seconds)
        let spec =
            Protobuf.field(1, Array("\(id)_1".utf8)) + Protobuf.field(2, 3600)
            + Protobuf.field(4, renewTime)
        return Protobuf.object(
            "coordination.k8s.io/v1",
            "Lease",
            Protobuf.metadata(
                id,
                "kube-system",
                [
                    "apiserver.kubernetes.io/identity": "kube-apiserver",
                    "kubernetes.io/hostname": hostname,
                ]
            ) + Protobuf.field(2, spec)
        )
    }
}

/// Just enough to write objects as API servers store them.
private enum Protobuf {
    static func varint(_ value: UInt64) -> [UInt8] {
        var (rest, bytes) = (value, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func field(_ number: UInt64, _ value: UInt64) -> [UInt8] {
        varint(number << 3) + varint(value)
    }

    static func field(_ number: UInt64, _ value: [UInt8]) -> [UInt8] {
        varint(number << 3 | 2) + varint(UInt64(value.count)) + value
    }

    /// The field `metadata` of an object: name, namespace and labels.
    static func metadata(
        _ name: String,
        _ namespace: String,
        _ labels: [String: String],
    ) -> [UInt8] {
        var content = field(1, Array(name.utf8)) + field(3, Array(namespace.utf8))
        for (key, value) in labels.sorted(by: { $0.key < $1.key }) {
            content += field(11, field(1, Array(key.utf8)) + field(2, Array(value.utf8)))
        }
        return field(1, content)
    }

    static func object(_ version: String, _ kind: String, _ content: [UInt8]) -> [UInt8] {
        let type = field(1, Array(version.utf8)) + field(2, Array(kind.utf8))
        return [0x6b, 0x38, 0x73, 0] + field(1, type) + field(2, content) + field(3, [])
            + field(4, [])
    }
}

#endif
