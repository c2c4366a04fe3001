import ArgumentParser
import EtcdModel
import Providers
import Survey

/// Lists the objects of a store.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The objects of a store: on which key each is, how large, since when",
        discussion: """
            Without --config, provider and key are read from the values' headers. With it, every \
            value is opened, and the list says which are stale or unreadable, and when each object \
            was created. Values are never shown: see 'kenc get'.

            Exit status: 0 everything was listed, 1 the store could not be read, 2 a value cannot \
            be read, nothing fits a filter, or with --check something is stale.

            EXAMPLES
              kenc list --snapshot backup.db --resource secrets
              kenc list --snapshot backup.db --config encryption.yaml -n kube-system
              kenc list --dump all.json --config encryption.yaml -o jsonl
            """,
    )

    @OptionGroup var configuration: OptionalConfigurationOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Anything stale counts for the exit status.")
    var check = false

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.List>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce([
            configuration.config, configuration.token.file, storeOptions.dump,
        ])
        let inputs = storeOptions.inputs + configuration.inputs
        try destination.keepApart(from: inputs)
        try audit.keepApart(from: inputs + [("--output", destination.path)])
        if check, !configuration.isGiven {
            throw ValidationError(
                "--check asks whether anything is stale, which only a configuration tells: add "
                    + "--config FILE"
            )
        }
    }

    func run() async throws {
        try storeOptions.requireStore()
        let chains = try await configuration.load(for: storeOptions)?.chains
        let options = try await storeOptions.resolved(chains.map { [$0] } ?? [])
        let walk = try audit.walk("list", options)
        try await AuditedWalk.around(walk) {
            try await Self.list(
                options,
                chains,
                format: destination.format ?? .table,
                destination.open(),
                display,
                walk
            )
        }
        .endAsCommand(check: check)
    }

    /// What a list came upon.
    struct Outcome {
        var failures = 0
        var stale = 0
        /// A filter names something that is not there.
        var isFilterUnmet = false

        func endAsCommand(check: Bool) throws {
            if failures > 0 || isFilterUnmet || check && stale > 0 { throw FoundSomething() }
        }
    }

    /// Lists what the options, whose names are resolved, let through.
    static func list(
        _ options: StoreOptions,
        _ chains: ResourceChains?,
        format: OutputFormat,
        _ destination: @autoclosure () throws -> Destination,
        _ display: DisplayOptions,
        _ walk: AuditedWalk?,
    ) async throws -> Outcome {
        let store = try await OpenedStore.open(options, ordered: true).audited(by: walk)
        let output = try destination()
        var text = try ListText(format, isJudged: chains != nil)
        try output.write(text.opening)
        var shape = StoreShape(for: store.filter)
        var outcome = Outcome()
        let progress = ProgressLine(
            "listed",
            expected: store.entries.expectedEntries,
            wish: display.progress
        )
        defer { progress.finish() }
        try await Engine(workerCount: options.workerCount).run(
            over: store.entries,
            makeWorker: { ListWorker(store, chains) },
            consume: { part in
                try output.write(text.add(part.rows))
                shape.add(part.shape)
                outcome.failures += part.rows.count { $0.failure != nil }
                outcome.stale += part.rows.count { $0.isStale == true }
                progress.add(part.shape.entries)
            },
        )
        try store.check(shape)
        outcome.isFilterUnmet = store.sayMissing(shape)
        try output.write(text.closing)
        try output.finish()
        return outcome
    }
}
