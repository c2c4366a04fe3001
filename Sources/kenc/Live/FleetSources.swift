import Fleet

/// What the options name, ready to be asked.
enum FleetSources {
    ///
    /// Two texts of a server tell what it writes with; one is enough for its file.
    static func make(_ options: ServerOptions, texts: Int = 2) throws -> [any FleetSource] {
        if !options.metrics.isEmpty {
            return [ReadAnswers(answers: try options.metrics.map(MetricsFile.read))]
        }
        guard options.isGiven else { return [] }
        #if Etcd
        return try askers(options, texts)
        #else
        throw Failure.usage(
            "this kenc was built without what asks API servers",
            hint: "give it what they say, --metrics FILE for each (kubectl get --raw /metrics), or "
                + "build it with: swift build -c release --traits Etcd"
        )
        #endif
    }

    #if Etcd
    private static func askers(
        _ options: ServerOptions,
        _ texts: Int,
    ) throws -> [any FleetSource] {
        var patience = MetricsAsker.Patience()
        patience.texts = texts
        var credentials = ServerCredentials()
        var urls = options.urls
        var origin: [String] = urls.map { _ in "--server" }
        if let path = options.kubeconfig {
            let kubeconfig = try kubeconfig(path)
            credentials = try kubeconfig.credentials(at: path)
            if urls.isEmpty {
                urls = [kubeconfig.server]
                origin = [path]
            } else if options.serverName == nil, kubeconfig.serverName == nil {
                // The servers behind the kubeconfig's address are certified by the same authority.
                credentials.serverName = nil
            }
        }
        if let file = options.serverCacert { credentials.authorities = try pem(file) }
        if let file = options.serverCert {
            credentials.certificate = try pem(file)
            credentials.token = nil
        }
        if let file = options.serverKey { credentials.privateKey = try pem(file) }
        if let file = options.serverTokenFile {
            credentials.token = try TokenFile.reader(file)
            if options.serverCert == nil {
                (credentials.certificate, credentials.privateKey) = (nil, nil)
            }
        }
        credentials.serverName = options.serverName ?? credentials.serverName
        return try zip(urls, origin).map { text, origin in
            let url: ServerURL
            do throws(AddressProblem) { url = try ServerURL(text) } catch {
                throw Failure.usage(
                    "\(origin) has no address of an API server: \(words(error))",
                    hint: "write it like https://10.0.0.1:6443"
                )
            }
            do throws(CredentialsProblem) {
                return try MetricsAsker(url, credentials: credentials, patience: patience)
            } catch {
                throw Failure(words(error, url), hint: hint(error))
            }
        }
    }

    private static func kubeconfig(_ path: String) throws -> Kubeconfig {
        let bytes = try FileBytes.read(path, limit: Kubeconfig.maximumBytes)
        do throws(KubeconfigProblem) { return try Kubeconfig(bytes) } catch {
            let name = ShownText.line(path)
            switch error {
            case .unsupported(let field, let detail, let place):
                let what = detail.map { "\(field) (\(ShownText.line($0)))" } ?? field
                throw Failure(
                    "\(name): \(ShownText.line(place)) needs \(what), which kenc does not do",
                    hint: field == "exec" || field == "auth-provider"
                        ? "give a token (--server-token-file) or a certificate (--server-cert, "
                            + "--server-key) with --server, or --metrics FILE from "
                            + "'kubectl get --raw /metrics'"
                        : "name the servers themselves with --server, or give --metrics FILE from "
                            + "'kubectl get --raw /metrics'"
                )
            case .tooLarge: throw Failure("\(name) is too large for a kubeconfig")
            case .syntax(let line):
                throw Failure("\(name)\(line.map { ":\($0)" } ?? "") is no YAML")
            case .noMapping: throw Failure("\(name) is no kubeconfig")
            case .noContext: throw Failure("\(name) names no current-context")
            case .missing(let what): throw Failure("\(name) has no \(ShownText.line(what))")
            case .base64(let field): throw Failure("\(name): \(field) is no base64")
            }
        }
    }

    fileprivate static func pem(_ path: String) throws -> [UInt8] {
        try FileBytes.read(path, limit: 1 << 20)
    }

    private static func words(_ problem: AddressProblem) -> String {
        switch problem {
        case .scheme(let scheme): "the scheme \(ShownText.line(scheme)) is not https"
        case .user: "it holds a user; credentials come from files"
        case .query: "it has a query or a fragment"
        case .host: "it has no host"
        case .port: "its port is no number from 1 to 65535"
        case .characters: "it has characters that no address has"
        }
    }

    private static func words(_ problem: CredentialsProblem, _ url: ServerURL) -> String {
        switch problem {
        case .authorities: "the authorities for API servers are no PEM certificates"
        case .certificate: "the client certificate for API servers is no PEM certificate"
        case .privateKey: "the client's key for API servers is no PEM key, or is encrypted"
        case .halfPair: "a client certificate and its key go together, and only one is there"
        case .plainText: "\(url) is not encrypted, so credentials are not sent there"
        }
    }

    private static func hint(_ problem: CredentialsProblem) -> String? {
        switch problem {
        case .authorities: "see --server-cacert, or certificate-authority in the kubeconfig"
        case .certificate, .privateKey, .halfPair:
            "see --server-cert and --server-key, or the user in the kubeconfig"
        case .plainText: "ask over https, or leave the credentials out"
        }
    }
    #endif
}

#if Etcd
extension Kubeconfig {
    /// Reads what lies in other files, relative to this one.
    fileprivate func credentials(at path: String) throws -> ServerCredentials {
        func place(_ name: String) -> String {
            guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
            return path[...slash] + name
        }
        func bytes(_ part: Part?) throws -> [UInt8]? {
            switch part {
            case .data(let bytes): bytes
            case .file(let name): try FileSources.pem(place(name))
            case nil: nil
            }
        }
        var credentials = ServerCredentials()
        credentials.authorities = try bytes(authorities)
        credentials.certificate = try bytes(certificate)
        credentials.privateKey = try bytes(privateKey)
        credentials.serverName = serverName
        switch token {
        case .data(let bytes): credentials.token = { bytes }
        case .file(let name): credentials.token = try TokenFile.reader(place(name))
        case nil: break
        }
        return credentials
    }

    private typealias FileSources = FleetSources
}

/// A file with a bearer token, read anew each time: a projected token changes every hour.
private enum TokenFile {
    static func reader(_ path: String) throws -> @Sendable () throws -> [UInt8] {
        let read = { @Sendable in
            var bytes = try FileBytes.read(path, limit: 1 << 16)
            while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
            guard !bytes.isEmpty, bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
                throw Failure("\(ShownText.line(path)) holds no token in one line")
            }
            return bytes
        }
        _ = try read()
        return read
    }
}
#endif
