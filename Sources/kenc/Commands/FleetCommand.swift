import ArgumentParser
import EncryptionConfig
import Fleet

/// Which configuration file each API server has read.
struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Which configuration file each API server has applied",
        usage: """
            kenc fleet --config <file> … [<API servers>] [<store>] [<options>]
            kenc fleet --k3s-token-file <file> <store> [<API servers>] [<options>]
            """,
        discussion: """
            Compares the first --config, byte for byte, with what each API server says it has \
            applied: Kubernetes 1.34 and newer do, older ones cannot. Further --config files are \
            recognised. A store tells which servers there are, so that none is forgotten. With \
            --k3s-token-file the wanted one is what k3s or RKE2 keeps in that store, and every \
            --config is only recognised.

            Exit status: 0 every API server has applied the wanted configuration, 1 nothing that \
            was asked answered, 2 not every one has.

            EXAMPLES
              kenc fleet --config new.yaml --config old.yaml --kubeconfig admin.conf \\
                --server https://10.0.0.1:6443,https://10.0.0.2:6443 --endpoints $ETCD
              kenc fleet --config new.yaml --metrics master-1.txt master-2.txt \\
                --snapshot backup.db
              kenc fleet --config new.yaml --kubeconfig admin.conf --wait 2m
              kenc fleet --k3s-token-file token --metrics server-1.txt --snapshot k3s.zip
            """,
    )

    @Option(
        name: .customLong("config"),
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "The wanted EncryptionConfiguration, then others to recognise; repeatable.",
            valueName: "file"
        ),
        completion: .file()
    )
    var configs: [String] = []

    @OptionGroup var token: TokenOptions
    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup(title: "API servers") var servers: ServerOptions
    @OptionGroup var storeOptions: StoreOptions

    @Option(
        help: ArgumentHelp(
            "Ask again until every server is on the file, at most this long, such as 2m.",
            valueName: "duration"
        )
    )
    var wait: String?

    @OptionGroup var destination: OutputOptions<Formats.Report>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if configs.isEmpty, token.file == nil {
            throw ValidationError("--config <file> is missing")
        }
        try StandardInput.checkReadOnce(
            configs + servers.metrics + [token.file, storeOptions.dump]
        )
        try destination.keepApart(
            from: configs.map { ("--config", $0) } + token.inputs + servers.inputs
                + storeOptions.inputs
        )
        if let filter = storeOptions.filters.first {
            throw ValidationError("fleet looks for API servers: leave \(filter) out")
        }
        if let wait {
            try DurationText.check("--wait", wait)
            if servers.servers.isEmpty, servers.kubeconfig == nil {
                throw ValidationError(
                    "--wait asks again, and needs --server or --kubeconfig: a file does not change"
                )
            }
        }
    }

    func run() async throws {
        let hasStore = storeOptions.isGiven || storeOptions.isLive
        guard servers.isGiven || hasStore else {
            throw Failure.usage(
                "nobody is named who could tell",
                hint: "name API servers with --server URL,…, --kubeconfig FILE or --metrics "
                    + "FILE…, and a store that knows them with --endpoints, --snapshot or --dump"
            )
        }
        let (loaded, files) = try await named()
        let sources = try FleetSources.make(servers)
        guard let wanted = ContentHash(loaded.configuration.hash) else {
            throw Failure("the hash of \(loaded.path) cannot be computed")
        }
        let known = try await firstRoster(hasStore, loaded)
        let inquiry = FleetInquiry(sources: sources, files: files) {
            guard hasStore else { return nil }
            if let known { return known }
            return try await FleetStore.roster(storeOptions, [loaded.chains])
        }
        let verdict = try await verdict(inquiry, wanted)
        try destination.write(FleetReport(verdict, file: loaded.path)) {
            FleetText(verdict: verdict, file: loaded.path, isInStore: token.file != nil).render()
        }
        if verdict.isProven { return }
        guard verdict.hasAnswer || sources.isEmpty else {
            throw Failure(
                "no API server that was asked gave its metrics",
                hint: "each one's reason is above"
            )
        }
        throw FoundSomething()
    }

    /// The wanted configuration, which has to be valid, and the names of all files.
    private func named() async throws -> (LoadedConfiguration, [FleetJudge.NamedFile]) {
        let gates = try gates.parsed()
        let inside = try await token.load(storeOptions, gates: self.gates)
        let loaded = try inside ?? LoadedConfiguration(path: configs[0], gates: gates)
        let others = try configs.dropFirst(inside == nil ? 1 : 0).map { path in
            (path, try ConfigurationFile.judge(path, gates).hash)
        }
        let files = ([(loaded.path, loaded.configuration.hash)] + others).compactMap { file in
            ContentHash(file.1).map { FleetJudge.NamedFile(name: file.0, hash: $0) }
        }
        return (loaded, files)
    }

    /// A file is read once, a live etcd with every question.
    private func firstRoster(
        _ hasStore: Bool,
        _ loaded: LoadedConfiguration,
    ) async throws -> FleetRoster? {
        guard hasStore, !storeOptions.isLive else { return nil }
        return try await FleetStore.roster(storeOptions, [loaded.chains])
    }

    private func verdict(
        _ inquiry: FleetInquiry,
        _ wanted: ContentHash,
    ) async throws -> FleetVerdict {
        let limit = wait.flatMap(DurationText.read) ?? .zero
        let end = ContinuousClock.now + limit
        var hasSaid = false
        while true {
            let verdict = try await inquiry.check(wanted: wanted)
            let left = end - ContinuousClock.now
            if verdict.isProven || left <= .zero { return verdict }
            if !hasSaid, display.progress != .none {
                StandardError.note(
                    "asking again until every server is on the file, at most \(wait ?? "")"
                )
                hasSaid = true
            }
            try await Task.sleep(for: min(left, .seconds(3)))
        }
    }
}
