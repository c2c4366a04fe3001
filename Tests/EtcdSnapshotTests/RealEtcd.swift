import Foundation
import Testing

extension Tag {
    @Tag static var realServer: Self
}

/// An etcd of its own: ports, directory and process end with it.
final class RealEtcd {
    static let isInstalled = ["etcd", "etcdctl", "curl"].allSatisfy { find($0) != nil }

    private let process = Process()
    private let directory: URL
    private let port: Int

    init() throws {
        directory = FileManager.default.temporaryDirectory
            .appending(path: "kenc-etcd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        port = Int.random(in: 20_000...29_000) * 2
        let client = "http://127.0.0.1:\(port)"
        let peer = "http://127.0.0.1:\(port + 1)"
        process.executableURL = Self.find("etcd")
        process.arguments = [
            "--data-dir", directory.appending(path: "data").path(), "--name", "test",
            "--listen-client-urls", client, "--advertise-client-urls", client,
            "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", "test=\(peer)", "--log-level", "error",
        ]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 {
            if (try? ctl(["endpoint", "health"])) != nil { return }
            usleep(50_000)
        }
        throw CocoaError(.executableLoad)
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    /// The file that the running member writes to.
    var database: String {
        directory.appending(path: "data/member/snap/db").path()
    }

    func snapshot(_ name: String) throws -> String {
        let path = directory.appending(path: name).path()
        try ctl(["snapshot", "save", path])
        return path
    }

    @discardableResult
    func ctl(_ arguments: [String]) throws -> Data {
        try Self.run("etcdctl", ["--endpoints", "127.0.0.1:\(port)"] + arguments)
    }

    /// Sends requests to the JSON gateway over one connection; gives the answers, a line each.
    @discardableResult
    func gateway(_ requests: [(method: String, body: String)]) throws -> [Data] {
        // curl takes the requests from a file: a process for each would take minutes.
        var config = ""
        for (index, request) in requests.enumerated() {
            if index > 0 { config += "next\n" }
            let body = request.body.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            config += """
                url = "http://127.0.0.1:\(port)/v3/\(request.method)"
                data = "\(body)"
                silent
                write-out = "\\n"

                """
        }
        let file = directory.appending(path: "requests")
        try Data(config.utf8).write(to: file)
        return try Self.run("curl", ["--config", file.path()])
            .split(separator: UInt8(ascii: "\n")).map { Data($0) }
    }

    private static func find(_ name: String) -> URL? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            .map { URL(filePath: String($0)).appending(path: name) }
            .first { FileManager.default.isExecutableFile(atPath: $0.path()) }
    }

    private static func run(_ name: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = find(name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["ETCDCTL_API": "3"]) {
            $1
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableRuntimeMismatch) }
        return data
    }
}
