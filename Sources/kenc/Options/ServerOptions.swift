import ArgumentParser

/// Which API servers to ask, and as whom.
struct ServerOptions: ParsableArguments {
    @Option(
        name: .customLong("server"),
        help: ArgumentHelp(
            "API servers to ask, each by itself: https://host:port, several with commas.",
            valueName: "urls"
        )
    )
    var servers: [String] = []

    @Option(file: "A kubeconfig: its server, or with --server only its credentials.")
    var kubeconfig: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "What 'kubectl get --raw /metrics' of one server gave; repeatable, - once.",
            valueName: "file"
        ),
        completion: .file()
    )
    var metrics: [String] = []

    @Option(file: "The authorities that sign API servers.")
    var serverCacert: String?

    @Option(file: "The client's certificate for API servers.")
    var serverCert: String?

    @Option(file: "The private key of --server-cert.")
    var serverKey: String?

    @Option(file: "A file with a bearer token for API servers.")
    var serverTokenFile: String?

    @Option(
        name: .customLong("tls-server-name"),
        help: ArgumentHelp(
            "The name that API servers' certificates are for, such as kubernetes.default.svc.",
            valueName: "name"
        )
    )
    var serverName: String?

    /// The addresses, one by one.
    var urls: [String] {
        servers.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false) }
            .map { $0.trimmingSpaces }
    }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        metrics.map { ("--metrics", $0) } + credentials
    }

    private var credentials: [(name: String, path: String?)] {
        [
            ("--kubeconfig", kubeconfig), ("--server-cacert", serverCacert),
            ("--server-cert", serverCert), ("--server-key", serverKey),
            ("--server-token-file", serverTokenFile),
        ]
    }

    /// As they were given, for commands that go on from there.
    var given: [String] {
        servers.flatMap { ["--server", $0] }
            + (metrics.isEmpty ? [] : ["--metrics"] + metrics)
            + StoreOptions.words(credentials + [("--tls-server-name", serverName)])
    }

    /// Whether anything is to be asked.
    var isGiven: Bool { !servers.isEmpty || kubeconfig != nil || !metrics.isEmpty }

    func validate() throws {
        let named =
            [("--server", servers.first)] + credentials + [("--tls-server-name", serverName)]
        let live = named.filter { $0.1 != nil }.map(\.0)
        if !metrics.isEmpty, let other = live.first {
            throw ValidationError(
                "--metrics and \(other) exclude each other: texts that are there are not asked for"
            )
        }
        if servers.isEmpty, kubeconfig == nil, let other = live.first {
            throw ValidationError("\(other) says how to ask, and needs --server or --kubeconfig")
        }
        if (serverCert == nil) != (serverKey == nil) {
            throw ValidationError("--server-cert and --server-key go together")
        }
        if urls.contains(where: \.isEmpty) {
            throw ValidationError("--server has an empty address between its commas")
        }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = self
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
