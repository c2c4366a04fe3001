public import Foundation
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
        let ports = try Self.freePorts(options.members * 2)
        let scheme = options.tls ? "https" : "http"
        let cluster = (0..<options.members).map {
            "m\($0)=http://127.0.0.1:\(ports[$0 * 2 + 1])"
        }.joined(separator: ",")
        members = (0..<options.members).map { index in
            let name = "m\(index)"
            let client = "127.0.0.1:\(ports[index * 2])"
            let peer = "http://127.0.0.1:\(ports[index * 2 + 1])"
            let home = directory.appending(path: name)
            var arguments = [
                "--name", name, "--data-dir", home.appending(path: "data").path,
                "--listen-client-urls", "\(scheme)://\(client)",
                "--advertise-client-urls", "\(scheme)://\(client)",
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
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
                client: client,
                directory: home,
                arguments: arguments + options.arguments
            )
        }
        for member in members { try member.start() }
        for member in members { try waitUntilServing(member) }
    }

    deinit {
        stop()
    }

    /// Stops the members in reverse order and removes the directory.
    public func stop() {
        for member in members.reversed() { member.stop() }
        try? FileManager.default.removeItem(at: directory)
    }

    /// The endpoints with their scheme, comma-separated.
    public var endpoints: String {
        members.map { (options.tls ? "https://" : "http://") + $0.client }.joined(separator: ",")
    }

    /// Waits until a member answers a linearizable read.
    public func waitUntilServing(_ member: Member, seconds: Double = 30) throws {
        let limit = Date.now + seconds
        while Date.now < limit {
            if let answer = try? etcdctl(
                ["endpoint", "health", "--command-timeout=2s"],
                endpoints: [member]
            ),
                answer.status == 0
            {
                return
            }
            usleep(100_000)
        }
        let log = (try? String(contentsOf: member.log, encoding: .utf8)) ?? ""
        throw Failure("etcd \(member.name) did not come up: \(log.suffix(2000))")
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

    private static func freePorts(_ count: Int) throws -> [Int] {
        // All are held at once, so none is given out twice.
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        return try (0..<count).map { _ in
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(descriptor)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                    bind(descriptor, pointer, length) == 0
                        && getsockname(descriptor, pointer, &length) == 0
                }
            }
            guard bound else { throw Failure("no free port") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }
}
