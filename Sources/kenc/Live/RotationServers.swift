import EtcdModel
import Fleet
import Providers

/// What is said of the API servers before the first write.
enum RotationServers {
    /// What a person has to know, as lines of the list before the question.
    static func words(
        _ loaded: LoadedConfiguration,
        _ proven: FleetVerdict?,
        _ known: FleetStore,
        _ cluster: any LiveCluster,
    ) async -> String {
        let file = ShownText.line(loaded.path)
        if let proven {
            let count = Numbers.count(proven.servers.count(where: \.isExpected), "API server")
            return "  \(count) said just now to be on \(file), and will be asked again"
        }
        var text = """
              every API server must already have read \(file): one that lacks
              the new key fails every list of a resource with one rewritten value in it
            """
        guard let roster = try? await known.roster(in: cluster) else { return text }
        if let names = roster.text {
            text += "\n  etcd knows \(names);\n  none was asked (see --server)"
        }
        for server in roster.servers where server.isAlive != false {
            guard let write = server.leaseWriter, let chain = loaded.leases,
                write.key != chain.writer
            else { continue }
            let name = ShownText.line(server.hostname ?? server.identity.id)
            text += "\n  \(name) wrote its lease with \(ShownText.line("\(write.key)")): it is on "
            text += "another file, or was until now"
        }
        return text
    }

    /// A program has to say that the servers have read the file, or how to ask them.
    ///
    /// Which servers there are is said where etcd tells it at once.
    static func unasked(
        _ configuration: OptionalConfigurationOptions,
        _ options: StoreOptions,
    ) async -> Failure {
        let roster = await Patience.within(.seconds(3)) { () -> FleetRoster? in
            guard let loaded = try await configuration.load(for: options) else { return nil }
            return try await FleetStore(options, [loaded.chains]).roster(
                in: try await LiveConnection.connect(options.live, wanted: WantedKeys(options))
            )
        }
        let names = (roster ?? nil)?.text
        return Failure.usage(
            "nothing says that every API server has read \(ShownText.line(configuration.config ?? "the configuration"))"
                + (names.map { "; etcd knows \($0)" } ?? ""),
            hint: "let kenc ask them (--server URL,…, --kubeconfig FILE or --metrics FILE…), or "
                + "vouch for them with --servers-have-read-it"
        )
    }
}

extension LoadedConfiguration {
    /// What API servers write their identity leases with.
    fileprivate var leases: ProviderChain? {
        chains.chain(forResource: "leases.coordination.k8s.io")
    }
}
