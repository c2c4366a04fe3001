#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import TestSupport
import Testing

/// A field with simulated API servers, each with a file of its own.
final class ServedField: Sendable {
    let field: Field
    let servers: [SimulatedServer]
    /// How kenc asks all of them.
    let asked: [String]

    static let old = "4-wild.yaml"
    static let new = "5-next.yaml"
    static let token = "a-token-of-the-tests"

    /// Each server starts with the file named for it.
    init(_ files: [String], secrets: Int = 150) async throws {
        field = try await Field(secrets: secrets)
        // The recorded server, which is not there.
        for key in field.loaded.keys {
            let name = String(decoding: key, as: UTF8.self)
            let places = ["masterleases/", "peerserverleases/", "leases/kube-system/apiserver-"]
            guard places.contains(where: { name.hasPrefix("/registry/\($0)") }) else { continue }
            try await field.client.delete(key)
        }
        let folder = field.folder
        let certificates = try TestCertificates(in: URL(filePath: folder.file("certificates")))
        var servers: [SimulatedServer] = []
        for (number, file) in files.enumerated() {
            let hostname = "master-\(number + 1)"
            let server = try SimulatedServer(
                hostname: hostname,
                file: try folder.write(
                    try TestData.bytes("cluster/\(file)"),
                    to: "\(hostname).yaml"
                ),
                client: field.client,
                certificate: certificates.server,
                token: Self.token
            )
            try await server.renew()
            servers.append(server)
        }
        self.servers = servers
        var urls: [String] = []
        for server in servers { urls.append(await server.url()) }
        let token = try folder.write(Array(Self.token.utf8), to: "token")
        asked = [
            "--server", urls.joined(separator: ","), "--server-cacert", certificates.authority,
            "--server-token-file", token,
        ]
    }

    /// Gives a server another file, which it reads at once.
    func move(_ number: Int, to file: String) async throws {
        try Data(try TestData.bytes("cluster/\(file)")).write(
            to: URL(filePath: servers[number].file)
        )
        try await servers[number].reload()
        try await servers[number].renew()
    }

    /// Runs a rotation; `beside` goes on meanwhile.
    func rotate(
        _ arguments: [String],
        beside: @escaping @Sendable () async throws -> Void = {},
    ) async throws -> KencProcess.Result {
        let task = Task { try await beside() }
        let command = ["rotate", "--yes", "-o", "json", "--progress", "none"] + arguments
        let result = try await field.kenc(command)
        try await task.value
        return result
    }

    /// Whether every object opens with the new file.
    func allOpen() async throws -> Bool {
        try await Field.all(field.client).allSatisfy { field.next.open($1.value, $0) != nil }
    }

    func revision() async throws -> Revision { try await field.client.get([1]).revision }
}

/// What these tests read of a rotation's report.
struct RotationOutcome: Decodable {
    struct Key: Decodable { let provider: String, keyName: String? }
    struct Verdict: Decodable { let proven: Bool }
    struct Fleet: Decodable { let start: Verdict, end: Verdict? }
    struct Backslide: Decodable {
        let resource: String, provider: String, keyName: String?
        let values: Int, newestRevision: Int64, newestTime: String
    }
    let rewritten: Int, passes: Int, stale: Int, unreadable: Int, system: Int, unknown: Int
    let proven: Bool, settleSeconds: Double, watched: Bool
    let droppable: [Key], backslides: [Backslide], fleet: Fleet?, undoLog: String?
}

#endif
