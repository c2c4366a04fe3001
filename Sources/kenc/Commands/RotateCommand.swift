import ArgumentParser
import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// Moves values to the key that a configuration writes with, or shows what that would do.
struct RotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Move every stale value to the key that a configuration writes with",
        discussion: """
            The first provider of each resource and its first key write; whatever is on another \
            key is stale and is rewritten. The dry run opens every value and, for each stale one, \
            seals it, opens the new bytes again and compares: all that the rotation does but \
            sending. It also says which keys could be dropped afterwards.

            A rotation of a live etcd is safe beside running API servers: each value is replaced \
            by compare-and-swap. Every API server must have read --config before: with --server, \
            --kubeconfig or --metrics kenc asks them, before and while it writes. What is \
            replaced is kept in an undo log. Ctrl-C ends it cleanly, and running it again goes on.

            The last survey, which proves, begins --settle after the last write. Whatever an API \
            server writes with another key until then is named, and no key may be dropped.

            Exit status: 0 all is current, or can be; 1 etcd could not be read or written; 2 a \
            value cannot be read or is left stale, an API server is or was on another file, or \
            with --check a value is stale; 130 interrupted.

            EXAMPLES
              kenc rotate --dry-run --config new.yaml --dump all.json
              kenc rotate --dry-run --config new.yaml --snapshot backup.db -o json
              kenc rotate --config new.yaml --endpoints https://127.0.0.1:2379 \\
                --cacert ca.crt --cert client.crt --key client.key \\
                --kubeconfig admin.conf --server https://10.0.0.1:6443
              kenc rotate --undo kenc-undo-20261121T031500Z.jsonl --config new.yaml \\
                --endpoints https://127.0.0.1:2379 \\
                --cacert ca.crt --cert client.crt --key client.key
            """,
    )

    @Flag(help: "Only show what would happen.")
    var dryRun = false

    @OptionGroup var configuration: OptionalConfigurationOptions
    @OptionGroup var rotation: RotationOptions
    @OptionGroup(title: "API servers") var servers: ServerOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Anything stale counts for the exit status.")
    var check = false

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Report>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce(
            [configuration.config, configuration.token.file, storeOptions.dump] + servers.metrics
        )
        let files =
            storeOptions.inputs + servers.inputs + configuration.inputs + [
                ("--undo", rotation.undo), ("--undo-log", rotation.undoLog),
            ]
        try destination.keepApart(from: files)
        try audit.keepApart(from: files + [("--output", destination.path)])
        if !configuration.isGiven {
            throw ValidationError(
                rotation.undo == nil
                    ? "name the configuration to move to: --config FILE"
                    : "name the configuration that the rotation moved to: --config FILE; what is "
                        + "put back is opened with it before"
            )
        }
        if dryRun, rotation.undo != nil {
            throw ValidationError("--dry-run and --undo exclude each other")
        }
        if rotation.undo != nil, !storeOptions.filters.isEmpty {
            throw ValidationError(
                "--undo puts back all that its log holds: leave \(storeOptions.filters[0]) out"
            )
        }
        if rotation.undo != nil, servers.isGiven {
            throw ValidationError("--undo asks no API server: leave their options out")
        }
        guard !dryRun,
            let file = storeOptions.dump != nil
                ? "--dump" : storeOptions.snapshot.map({ _ in "--snapshot" })
        else { return }
        throw ValidationError(
            "\(file) names a file, and only a live etcd is rotated: add --dry-run, or name one with "
                + "--endpoints"
        )
    }

    func run() async throws {
        try storeOptions.requireStore()
        if !dryRun, rotation.undo == nil, rotation.yes, !rotation.serversHaveReadIt,
            !servers.isGiven
        {
            try requireLiveStore()
            throw await RotationServers.unasked(configuration, storeOptions)
        }
        guard let loaded = try await configuration.load(for: storeOptions) else {
            throw Failure.usage("name the configuration: --config FILE")
        }
        if let log = rotation.undo { return try await undo(log, loaded) }
        if dryRun { try await survey(loaded) } else { try await rotate(loaded) }
    }

    private func survey(_ loaded: LoadedConfiguration) async throws {
        let storeOptions = try await storeOptions.resolved([loaded.chains])
        if servers.isGiven { StandardError.note("a dry run asks no API server") }
        let walk = try audit.walk("rotate", storeOptions)
        let store = try await opened(storeOptions).audited(by: walk)
        let survey = try await AuditedWalk.around(walk) {
            try await store.survey(
                [loaded.chains],
                treatment: .proveRewrite,
                options: storeOptions,
                display: display
            )[0]
        }
        let retirement = KeyRetirement(
            configuration: loaded.configuration,
            survey: survey,
            evidence: Evidence(survey, filter: store.filter, chains: [loaded.chains])
        )
        let evidence = retirement.evidence
        try destination.write(RotationReport.joined(survey, retirement)) {
            "dry run: nothing was written\n\n"
                + RotationText(survey: survey, retirement: retirement).render()
        }
        let isClean = survey.total.stale == 0 && evidence.coversFilter
        if !survey.unreadableValues.isEmpty || evidence.isFilterUnmet || check && !isClean {
            throw FoundSomething()
        }
    }

    /// A live etcd says what would keep the rotation itself from writing.
    private func opened(_ storeOptions: StoreOptions) async throws -> OpenedStore {
        guard storeOptions.isLive else {
            return try await OpenedStore.open(storeOptions, ordered: false)
        }
        let cluster = try await LiveConnection.connect(
            storeOptions.live,
            wanted: WantedKeys(storeOptions)
        )
        do {
            for problem in try await cluster.checkup().problems {
                StandardError.warning("\(problem.message): a rotation would not begin")
            }
        } catch {
            StandardError.warning(
                "etcd's health cannot be told: \(Failure(wording: error).message)"
            )
        }
        return try await OpenedStore.live(cluster, storeOptions)
    }

    private func rotate(_ loaded: LoadedConfiguration) async throws {
        try requireLiveStore()
        let storeOptions = try await storeOptions.resolved([loaded.chains])
        let walk = try audit.walk("rotate", storeOptions)
        let outcome = try await AuditedWalk.around(walk) {
            try await LiveRotation(
                loaded: loaded,
                storeOptions: storeOptions,
                servers: servers,
                options: rotation,
                display: display,
                walk: walk
            ).run()
        }
        let retirement = KeyRetirement(
            configuration: loaded.configuration,
            survey: outcome.survey,
            evidence: outcome.evidence,
            isDone: true,
            backslides: outcome.result.backslides.reduce(0) { $0 + $1.values },
            serversAreOnFile: outcome.areServersOnFile
        )
        let report = Beside(
            RotationReport.joined(outcome.survey, retirement),
            RotationOutcomeReport(outcome, rate: rotation.rate)
        )
        try destination.write(report) {
            RotationOutcomeText(outcome: outcome, retirement: retirement).render()
        }
        // What is stale now was left alone for a reason that a person has to look at.
        let survey = outcome.survey
        if !survey.unreadableValues.isEmpty || !outcome.isProven || survey.total.stale > 0 {
            throw FoundSomething()
        }
    }

    private func undo(_ log: String, _ loaded: LoadedConfiguration) async throws {
        try requireLiveStore()
        let walk = try audit.walk("rotate", storeOptions)
        let outcome = try await AuditedWalk.around(walk) {
            try await LiveUndo(
                path: log,
                loaded: loaded,
                storeOptions: storeOptions,
                options: rotation,
                display: display,
                walk: walk
            ).run()
        }
        let report = UndoReport(outcome)
        try destination.write(report)
        if report.isLeft { throw FoundSomething() }
    }

    private func requireLiveStore() throws {
        guard storeOptions.isLive else {
            throw Failure.usage(
                "no etcd is named to write to",
                hint: "name one with --endpoints URL; --dry-run works on --dump and --snapshot too"
            )
        }
        try rotation.checkThatSomeoneCanAnswer()
    }
}
