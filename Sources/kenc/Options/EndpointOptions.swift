import ArgumentParser

/// How to reach a live etcd, under etcdctl's names.
///
/// What is not given is taken from `ETCDCTL_*` variables, as etcdctl does.
struct EndpointOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A live etcd: host:port, http://…, https://… or unix:///…, several with commas.",
            valueName: "urls"
        )
    )
    var endpoints: String?

    @Option(file: "The authorities that sign etcd's certificates.")
    var cacert: String?

    @Option(file: "The client's certificate.")
    var cert: String?

    @Option(file: "The private key of --cert.")
    var key: String?

    @Flag(
        name: .customLong("insecure-skip-tls-verify"),
        help: "Take any server certificate, whoever signed it."
    )
    var insecureSkipTLSVerify = false

    @Option(
        help: ArgumentHelp(
            "false: speak TLS to endpoints without a scheme.",
            valueName: "bool"
        )
    )
    var insecureTransport: Bool?

    @Option(
        help: ArgumentHelp(
            "A user of etcd's own authentication, without the password.",
            valueName: "name"
        )
    )
    var user: String?

    @Option(file: "A file with the user's password; otherwise ETCDCTL_PASSWORD or a prompt.")
    var passwordFile: String?

    @Option(help: .hidden)
    var dialTimeout: String?

    @Option(help: .hidden)
    var commandTimeout: String?

    func validate() throws {
        if let user, user.utf8.contains(UInt8(ascii: ":")) {
            throw ValidationError(
                "--user takes a name alone: a password on the command line is seen by others; "
                    + "use --password-file, ETCDCTL_PASSWORD or the prompt"
            )
        }
    }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        [
            ("--cacert", cacert), ("--cert", cert), ("--key", key),
            ("--password-file", passwordFile),
        ]
    }

    /// The options that mean nothing without endpoints, as given.
    var others: [String] {
        [
            ("--cacert", cacert != nil), ("--cert", cert != nil), ("--key", key != nil),
            ("--insecure-skip-tls-verify", insecureSkipTLSVerify),
            ("--insecure-transport", insecureTransport != nil), ("--user", user != nil),
            ("--password-file", passwordFile != nil),
        ].filter(\.1).map(\.0)
    }
}
