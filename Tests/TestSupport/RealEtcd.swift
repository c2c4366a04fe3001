public import Foundation
import Synchronization
public import Testing

extension Tag {
    /// Needs Debian's `etcd-server` on this machine.
    @Tag public static var realServer: Self
}

/// A real etcd cluster on loopback: own ports, own directory, gone with its owner.
public final class RealEtcd: @unchecked Sendable {
    /// What to start.
    public struct Options: Sendable {
        /// How many members, 1 or 3.
        public var members = 1
        /// Serve clients over TLS.
        public var tls = false
        /// Serve with a certificate for etcd.example, not for the address (with ``tls``).
        public var namedCertificate = false
        /// Ask clients for a certificate (with ``tls``).
        public var clientCertificates = false
        /// Put lines that can be cut between members, and between members and clients.
        public var cuttable = false
        /// More arguments for each member, such as `--quota-backend-bytes=…`.
        public var arguments: [String] = []

        /// One member in the clear.
        public init() {}
    }

    /// One process.
    public final class Member: @unchecked Sendable {
        /// The name, `m0` and so on.
        public let name: String
        /// Where clients reach it, as `host:port`.
        public let client: String
        /// Where its data lies.
        public let directory: URL
        fileprivate let arguments: [String]
        fileprivate let log: URL
        fileprivate var process: Process?

        fileprivate init(name: String, client: String, directory: URL, arguments: [String]) {
            self.name = name
            self.client = client
            self.directory = directory
            self.arguments = arguments
            log = directory.appending(path: "log")
        }

        /// The process id, nil while it does not run.
        public var pid: Int32? { process.flatMap { $0.isRunning ? $0.processIdentifier : nil } }

        /// Starts the process; the data of an earlier run stays.
        public func start() throws {
            try FileManager.default.createDirectory(
                at: directory,
                withIntermediateDirectories: true
            )
            if !FileManager.default.fileExists(atPath: log.path) {
                _ = FileManager.default.createFile(atPath: log.path, contents: nil)
            }
            let process = Process()
            process.executableURL = URL(filePath: RealEtcd.server)
            process.arguments = arguments
            let handle = try FileHandle(forWritingTo: log)
            try handle.seekToEnd()
            process.standardOutput = handle
            process.standardError = handle
            // Variables named ETCD_ would change the server.
            process.environment = ["PATH": "/usr/bin:/bin"]
            try process.run()
            self.process = process
        }

        /// Sends a signal, for example `SIGKILL`, `SIGSTOP`, `SIGCONT`.
        public func signal(_ number: Int32) {
            if let pid { kill(pid, number) }
        }

        /// Ends the process by force and waits for its end.
        public func crash() {
            guard let process else { return }
            signal(SIGKILL)
            process.waitUntilExit()
            self.process = nil
        }

        /// Ends the process kindly and waits for its end.
        public func stop() {
            guard let process else { return }
            signal(SIGCONT)
            signal(SIGTERM)
            let limit = Date.now + 5
            while process.isRunning, Date.now < limit { usleep(20_000) }
            if process.isRunning { signal(SIGKILL) }
            process.waitUntilExit()
            self.process = nil
        }
    }

    static let server = "/usr/bin/etcd"
    static let control = "/usr/bin/etcdctl"

    /// Whether Debian's etcd-server and etcd-client are there.
    public static let isInstalled =
        FileManager.default.isExecutableFile(atPath: server)
        && FileManager.default.isExecutableFile(atPath: control)

    /// The members in the order they were started.
    public let members: [Member]
    /// Holds data, logs and certificates.
    public let directory: URL
    /// What it was started with.
    public let options: Options
    /// The certificates, when there is TLS.
    public let certificates: TestCertificates?

    /// To the clients' and the peers' port of each member, where they can be cut.
    private let lines: [NetworkLine]

    /// What etcdctl logs in as once authentication is on.
    private var rootUser: String?

    /// Starts the members and waits until each serves.
    public init(_ options: Options = Options()) throws {
        self.options = options
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "kenc-etcd-\(UUID().uuidString.prefix(8))")
        self.directory = directory
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let certificates =
            options.tls ? try TestCertificates(in: directory.appending(path: "tls")) : nil
        self.certificates = certificates
        let ports = try OwnPorts.take(options.members * 2)
        let processes = ProcessList()
        lines =
            options.cuttable
            ? try ports.map { try NetworkLine(to: $0) { processes.running } } : []
        // Where others reach what listens on the port.
        let reached = lines.isEmpty ? ports : lines.map(\.port)
        let scheme = options.tls ? "https" : "http"
        let cluster = (0..<options.members).map {
            "m\($0)=http://127.0.0.1:\(reached[$0 * 2 + 1])"
        }.joined(separator: ",")
        members = (0..<options.members).map { index in
            let name = "m\(index)"
            func address(_ ports: [Int], _ number: Int) -> String {
                "127.0.0.1:\(ports[index * 2 + number])"
            }
            let home = directory.appending(path: name)
            var arguments = [
                "--name", name, "--data-dir", home.appending(path: "data").path,
                "--listen-client-urls", "\(scheme)://\(address(ports, 0))",
                "--advertise-client-urls", "\(scheme)://\(address(reached, 0))",
                "--listen-peer-urls", "http://\(address(ports, 1))",
                "--initial-advertise-peer-urls", "http://\(address(reached, 1))",
                "--initial-cluster", cluster, "--initial-cluster-state", "new",
                "--initial-cluster-token", directory.lastPathComponent,
                "--logger", "zap", "--log-level", "error",
                "--heartbeat-interval", "100", "--election-timeout", "1000",
            ]
            if let certificates {
                let pair = options.namedCertificate ? certificates.named : certificates.server
                arguments += ["--cert-file", pair.certificate, "--key-file", pair.key]
                if options.clientCertificates {
                    arguments += [
                        "--client-cert-auth", "--trusted-ca-file", certificates.authority,
                    ]
                }
            }
            return Member(
                name: name,
                client: address(reached, 0),
                directory: home,
                arguments: arguments + options.arguments
            )
        }
        processes.members.withLock { [members] in $0 = members }
        for member in members { try member.start() }
        for member in members { try waitUntilServing(member) }
    }

    deinit {
        stop()
    }

    /// Stops the members in reverse order and removes the directory.
    public func stop() {
        for member in members.reversed() { member.stop() }
        for line in lines { line.end() }
        try? FileManager.default.removeItem(at: directory)
    }

    /// Cuts a member off from the others, and from clients as well if told so.
    ///
    /// Packets vanish; connections stay open.
    public func cutOff(_ member: Member, fromClients: Bool) {
        guard let index = members.firstIndex(where: { $0 === member }), let pid = member.pid else {
            return
        }
        for (number, line) in lines.enumerated() where !number.isMultiple(of: 2) {
            if number == index * 2 + 1 { line.cut() } else { line.cut(dialler: pid) }
        }
        if fromClients { lines[index * 2].cut() }
    }

    /// Ends every partition.
    public func heal() {
        for line in lines { line.heal() }
    }

    /// The endpoints with their scheme, comma-separated.
    public var endpoints: String { endpoints(of: members) }

    /// The same, one member before the others.
    public func endpoints(first member: Member) -> String {
        endpoints(of: [member] + members.filter { $0 !== member })
    }

    private func endpoints(of members: [Member]) -> String {
        members.map { (options.tls ? "https://" : "http://") + $0.client }.joined(separator: ",")
    }

    /// Waits until a member answers a linearizable read.
    public func waitUntilServing(_ member: Member, seconds: Double = 30) throws {
        let limit = Date.now + seconds
        while Date.now < limit {
            if try isServing(member) { return }
            usleep(100_000)
        }
        let log = (try? String(contentsOf: member.log, encoding: .utf8)) ?? ""
        throw Failure("etcd \(member.name) did not come up: \(log.suffix(2000))")
    }

    /// Whether a member answers a linearizable read within two seconds.
    public func isServing(_ member: Member) throws -> Bool {
        let health = ["endpoint", "health", "--command-timeout=2s"]
        return try etcdctl(health, endpoints: [member]).status == 0
    }

    /// Runs etcdctl against all members, or some; gives its standard output and status.
    @discardableResult
    public func etcdctl(
        _ arguments: [String],
        endpoints: [Member]? = nil,
        user: String? = nil,
    ) throws -> (output: String, status: Int32) {
        let scheme = options.tls ? "https://" : "http://"
        var all = [
            "--endpoints="
                + (endpoints ?? members).map { scheme + $0.client }.joined(separator: ",")
        ]
        if let certificates {
            all += [
                "--insecure-skip-tls-verify", "--cacert=\(certificates.authority)",
                "--cert=\(certificates.root.certificate)",
                "--key=\(certificates.root.key)",
            ]
        }
        if let user = user ?? rootUser { all.append("--user=\(user)") }
        return try run(Self.control, arguments + all, environment: ["ETCDCTL_API": "3"])
    }

    /// Switches authentication on, with user `root`, password `rootpw`.
    public func enableAuthentication() throws {
        for arguments in [
            ["user", "add", "root:rootpw"], ["role", "add", "root"],
            ["user", "grant-role", "root", "root"], ["auth", "enable"],
        ] {
            let answer = try etcdctl(arguments)
            guard answer.status == 0 else {
                throw Failure("etcdctl \(arguments) failed: \(answer.output)")
            }
        }
        rootUser = "root:rootpw"
    }
}

/// The members of a cluster, once there are any.
private final class ProcessList: Sendable {
    let members = Mutex<[RealEtcd.Member]>([])

    var running: [Int32] { members.withLock { $0.compactMap(\.pid) } }
}
