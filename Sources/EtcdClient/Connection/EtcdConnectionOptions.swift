#if Etcd

internal import EtcdModel
public import KeyMaterial
internal import WireFormats

/// How to reach an etcd: the options of etcdctl under their own names.
///
/// | option | environment |
/// |---|---|
/// | `--endpoints` | `ETCDCTL_ENDPOINTS` |
/// | `--cacert`, `--cert`, `--key` | `ETCDCTL_CACERT`, `ETCDCTL_CERT`, `ETCDCTL_KEY` |
/// | `--insecure-skip-tls-verify` | `ETCDCTL_INSECURE_SKIP_TLS_VERIFY` |
/// | `--insecure-transport` | `ETCDCTL_INSECURE_TRANSPORT` |
/// | `--user` (`name` or `name:password`) | `ETCDCTL_USER` |
/// | (never on the command line) | `ETCDCTL_PASSWORD` |
/// | `--dial-timeout`, `--command-timeout` | `ETCDCTL_DIAL_TIMEOUT`, `ETCDCTL_COMMAND_TIMEOUT` |
/// | `--keepalive-time`, `--keepalive-timeout` | `ETCDCTL_KEEPALIVE_TIME`, `…_TIMEOUT` |
public struct EtcdConnectionOptions: Sendable {
    /// The members to talk to; the first that answers is used until it fails.
    public var endpoints: [EtcdEndpoint]
    /// A PEM file with the authorities that sign the servers' certificates.
    ///
    /// Without it the system's authorities are trusted.
    public var cacert: String?
    /// A PEM file with the client's certificate, needs ``key``.
    public var cert: String?
    /// A PEM file with the private key of ``cert``.
    public var key: String?
    /// Take any server certificate, whoever signed it.
    public var insecureSkipTLSVerify = false
    /// Whether an endpoint without a scheme is spoken to in the clear when no TLS file is named.
    public var insecureTransport = true
    /// The name expected in the server's certificate when it is not the endpoint's host.
    ///
    /// As ever with the TLS library used, a certificate for the address dialled is good as well.
    public var serverName: String?
    /// The user of etcd's own authentication.
    public var user: String?
    /// The password of ``user``.
    public var password: SecretKey?
    /// How long to wait for a connection.
    public var dialTimeout = Duration.seconds(2)
    /// How long to wait for one answer.
    public var commandTimeout = Duration.seconds(10)
    /// How long a connection may be silent before the server is asked for a sign of life.
    ///
    /// At least ten seconds: etcd drops clients that ask more than every five.
    public var keepaliveTime = Duration.seconds(10)
    /// How long to wait for that sign of life.
    public var keepaliveTimeout = Duration.seconds(6)
    /// How long to go on trying when a cluster that has answered before no longer does.
    ///
    /// Covers elections and restarts of members. A cluster that never answered is given up after
    /// each endpoint was tried once.
    public var retryTime = Duration.seconds(30)
    /// How many TCP connections calls are spread over.
    public var connections = 1

    /// Only endpoints, everything else as etcdctl has it.
    public init(endpoints: [EtcdEndpoint]) {
        self.endpoints = endpoints
    }

    /// What the environment of a process says, read as etcdctl reads it.
    ///
    /// Variables that are absent or empty change nothing.
    public static func environment(
        _ variables: [String: String]
    ) throws(EtcdError) -> EtcdConnectionOptions {
        var connection = EtcdConnectionOptions(endpoints: [])
        func text(_ name: String) -> String? {
            variables["ETCDCTL_" + name].flatMap { $0.isEmpty ? nil : $0 }
        }
        if let list = text("ENDPOINTS") { connection.endpoints = try EtcdEndpoint.list(list) }
        connection.cacert = text("CACERT")
        connection.cert = text("CERT")
        connection.key = text("KEY")
        if let value = text("INSECURE_SKIP_TLS_VERIFY") {
            connection.insecureSkipTLSVerify = try flag(value, "INSECURE_SKIP_TLS_VERIFY")
        }
        if let value = text("INSECURE_TRANSPORT") {
            connection.insecureTransport = try flag(value, "INSECURE_TRANSPORT")
        }
        if let user = text("USER") { connection.setUser(user) }
        if let password = text("PASSWORD") {
            connection.password = SecretKey(copying: Array(password.utf8).span)
        }
        let durations: [(String, WritableKeyPath<EtcdConnectionOptions, Duration>)] = [
            ("DIAL_TIMEOUT", \.dialTimeout), ("COMMAND_TIMEOUT", \.commandTimeout),
            ("KEEPALIVE_TIME", \.keepaliveTime), ("KEEPALIVE_TIMEOUT", \.keepaliveTimeout),
        ]
        for (name, path) in durations {
            guard let value = text(name) else { continue }
            guard let duration = Duration(goText: value), duration > .zero else {
                throw EtcdError(
                    code: .configuration,
                    message: "ETCDCTL_\(name) is \"\(value)\", not a duration above zero",
                    hint: "write it like 5s, 1m30s or 300ms",
                )
            }
            connection[keyPath: path] = duration
        }
        return connection
    }

    /// Takes `name` or `name:password`, as `--user` and `ETCDCTL_USER` hold it.
    public mutating func setUser(_ text: String) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
            user = text
            return
        }
        user = String(text[..<colon])
        password = SecretKey(copying: Array(text[colon...].utf8.dropFirst()).span)
    }

    /// Whether calls to `endpoint` are encrypted.
    public func usesTLS(_ endpoint: EtcdEndpoint) -> Bool {
        switch endpoint.scheme {
        case .plain: false
        case .tls: true
        case .unstated, .unix:
            !insecureTransport || insecureSkipTLSVerify || cacert != nil || cert != nil
                || serverName != nil
        }
    }

    /// Finds options that cannot work together, before anything is dialled.
    func check() throws(EtcdError) {
        func refusal(_ message: String, _ remedy: StoreRemedy) -> EtcdError {
            EtcdError(code: .configuration, message: message, remedy: remedy)
        }
        guard !endpoints.isEmpty else {
            throw refusal("no endpoint is given", .nameAnEndpoint)
        }
        guard (cert == nil) == (key == nil) else {
            throw refusal(
                cert == nil
                    ? "a client key is given without its certificate"
                    : "a client certificate is given without its key",
                .giveCertificateWithKey
            )
        }
        if user == nil, password != nil {
            throw refusal("a password is given without a user", .nameUserOfPassword)
        }
        if user != nil, password == nil {
            throw refusal("user \(user ?? "") is given without a password", .givePassword)
        }
    }

    private static func flag(_ value: String, _ name: String) throws(EtcdError) -> Bool {
        // The words of Go's strconv.ParseBool.
        switch value {
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "0", "f", "F", "false", "FALSE", "False": return false
        default:
            throw EtcdError(
                code: .configuration,
                message: "ETCDCTL_\(name) is \"\(value)\", not true or false",
            )
        }
    }
}

#endif
