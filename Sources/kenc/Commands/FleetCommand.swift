import ArgumentParser
import EncryptionConfig
import Fleet

/// Which configuration file each API server has read.
struct FleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Which configuration file each API server has applied",
        discussion: """
            Compares the first --config, byte for byte, with what each API server says it has \
            applied: Kubernetes 1.34 and newer do, older ones cannot. Further --config files are \
            recognised. A store tells which servers there are, so that none is forgotten.

            Exit status: 0 every API server has applied the first --config, 1 nothing that was \
            asked answered, 2 not every one has.

            EXAMPLES
              kenc fleet --config new.yaml --config old.yaml --kubeconfig admin.conf \\
                --server https://10.0.0.1:6443,https://10.0.0.2:6443 --endpoints $ETCD
              kenc fleet --config new.yaml --metrics master-1.txt master-2.txt \\
                --snapshot backup.db
              kenc fleet --config new.yaml --kubeconfig admin.conf --wait 2m
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
    var configs: [String]

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
        try StandardInput.checkReadOnce(configs + servers.metrics + [storeOptions.dump])
        try destination.keepApart(
            from: configs.map { ("--config", $0) } + servers.inputs + storeOptions.inputs
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
        let (loaded, files) = try named()
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
            FleetText(verdict: verdict, file: loaded.path).render()
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
    private func named() throws -> (LoadedConfiguration, [FleetJudge.NamedFile]) {
        let gates = try gates.parsed()
        let loaded = try LoadedConfiguration(path: configs[0], gates: gates)
        var files: [FleetJudge.NamedFile] = []
        for (number, path) in configs.enumerated() {
            let text =
                number == 0
                ? loaded.configuration.hash : try ConfigurationFile.judge(path, gates).hash
            if let hash = ContentHash(text) { files.append(.init(name: path, hash: hash)) }
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
