#if Etcd

import EtcdClient
import KeyMaterial
import WireFormats

extension EtcdConnectionOptions {
    private static let variables = [
        "ENDPOINTS", "CACERT", "CERT", "KEY", "INSECURE_SKIP_TLS_VERIFY", "INSECURE_TRANSPORT",
        "USER", "PASSWORD", "DIAL_TIMEOUT", "COMMAND_TIMEOUT", "KEEPALIVE_TIME",
        "KEEPALIVE_TIMEOUT",
    ]

    /// What etcdctl's flags and variables say together; flags win.
    static func made(of options: EndpointOptions) throws -> EtcdConnectionOptions {
        var environment: [String: String] = [:]
        for name in variables {
            environment["ETCDCTL_\(name)"] = Environment.value("ETCDCTL_\(name)")
        }
        var connection = try EtcdConnectionOptions.environment(environment)
        if let list = options.endpoints { connection.endpoints = try EtcdEndpoint.list(list) }
        connection.cacert = options.cacert ?? connection.cacert
        connection.cert = options.cert ?? connection.cert
        connection.key = options.key ?? connection.key
        if options.insecureSkipTLSVerify { connection.insecureSkipTLSVerify = true }
        connection.insecureTransport = options.insecureTransport ?? connection.insecureTransport
        connection.dialTimeout =
            try duration(options.dialTimeout, "--dial-timeout") ?? connection.dialTimeout
        connection.commandTimeout =
            try duration(options.commandTimeout, "--command-timeout")
            ?? connection.commandTimeout
        if let user = options.user {
            connection.user = user
            // The variable may hold another user's password.
            if Environment.value("ETCDCTL_PASSWORD") == nil { connection.password = nil }
        }
        if let user = connection.user, options.passwordFile != nil || connection.password == nil {
            connection.password = try password(options.passwordFile, user)
        }
        return connection
    }

    private static func duration(_ text: String?, _ name: String) throws(EtcdError) -> Duration? {
        guard let text else { return nil }
        guard let duration = Duration(goText: text), duration > .zero else {
            throw EtcdError(
                code: .configuration,
                message: "\(name) is \"\(text)\", not a duration above zero",
                hint: "write it like 5s, 1m30s or 300ms"
            )
        }
        return duration
    }

    private static func password(_ file: String?, _ user: String) throws(EtcdError) -> SecretKey {
        guard let file else {
            guard let typed = Terminal.password("Password of \(ShownText.line(user)): ") else {
                throw EtcdError(
                    code: .configuration,
                    message: "user \(user) is given without a password",
                    hint: "use --password-file or ETCDCTL_PASSWORD"
                )
            }
            return typed
        }
        do {
            var bytes = try FileBytes.read(file, limit: 1 << 16)
            if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
            if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
            return SecretKey(copying: bytes.span)
        } catch {
            throw EtcdError(
                code: .file,
                message: "\((error as? Failure)?.message ?? "cannot read \(file)")",
                hint: "--password-file names a file with the password in one line"
            )
        }
    }
}

#endif
