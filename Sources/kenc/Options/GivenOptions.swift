/// Options as they were given, for commands that go on from there. None holds a secret: these are in
/// files that options name.
extension StoreOptions {
    /// Those that name the store; a live etcd that the environment names stays there.
    var given: [String] {
        var words = Self.words([("--dump", dump), ("--snapshot", snapshot)])
        words += live.given
        if prefix != "/registry" { words += ["--prefix", prefix] }
        if skipHashCheck { words.append("--skip-hash-check") }
        return words
    }

    static func words(_ options: [(name: String, path: String?)]) -> [String] {
        options.flatMap { option in option.path.map { [option.name, $0] } ?? [] }
    }
}

extension EndpointOptions {
    var given: [String] {
        var words = StoreOptions.words([
            ("--endpoints", endpoints), ("--cacert", cacert), ("--cert", cert), ("--key", key),
            ("--user", user), ("--password-file", passwordFile),
        ])
        if insecureSkipTLSVerify { words.append("--insecure-skip-tls-verify") }
        if let insecureTransport { words += ["--insecure-transport", "\(insecureTransport)"] }
        return words
    }
}
