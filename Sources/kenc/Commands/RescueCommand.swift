import ArgumentParser
import DurableFiles
import EtcdModel
import EtcdSnapshot
import Providers
import Survey

/// Says why values cannot be read, what would open them, and saves what can be saved.
struct RescueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescue",
        abstract: "Values that cannot be read: why, what opens them, and how to be rid of the rest",
        discussion: """
            The first --config is the one in force. For each value that it does not open, the other \
            configurations are tried, then every single key of all of them under the name that the \
            value asks for (a key may have been renamed, or stand in the entry of another resource), \
            then the older revisions in a snapshot, then the snapshots named with --also.

            The dump takes the newest version of each that something opens, as it was stored: sealed \
            values stay sealed, and 'kenc decrypt --dump FILE --config FILE' opens them. For what \
            nothing opens, the call is shown that makes the API server delete the object. Nothing is \
            changed anywhere.

            Exit status: 0 the first configuration opens everything, 1 something could not be read \
            or written, 2 there are values that it does not open, rescued or not.

            EXAMPLES
              kenc rescue --snapshot now.db --config encryption.yaml
              kenc rescue --snapshot now.db --config encryption.yaml --config old.yaml \\
                --also monday.db --also sunday.db --output rescued.json
              kenc rescue --dump all.json --config encryption.yaml --config old.yaml -o json
            """,
    )

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration in force; repeatable: the others are tried.",
            valueName: "file"
        ),
        completion: .file()
    )
    var configs: [String] = []

    @OptionGroup var token: TokenOptions
    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var plugins: PluginOptions
    @OptionGroup var storeOptions: StoreOptions

    @Option(
        name: .customLong("also"),
        help: ArgumentHelp(
            "Another snapshot to look for older versions in; repeatable.",
            valueName: "snapshot"
        ),
        completion: .file()
    )
    var others: [String] = []

    @OptionGroup var audit: AuditOptions
    @OptionGroup var form: ReportFormat

    @Option(
        help: ArgumentHelp(
            "The dump to write; it appears whole or not at all, readable by its owner only.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if configs.isEmpty, token.file == nil {
            throw ValidationError("name the configuration in force: --config FILE")
        }
        try StandardInput.checkReadOnce(configs + [token.file, storeOptions.dump])
        let inputs =
            storeOptions.inputs + token.inputs + configs.map { ("--config", $0) }
            + others.map { ("--also", $0) }
        try audit.keepApart(from: inputs + [("--output", output)])
        guard let output else { return }
        if let format = OutputFormat(rawValue: output) {
            throw ValidationError(
                "--output names the dump to write, and \(output) is a format: give -o \(format), or "
                    + "name the file ./\(output)"
            )
        }
        if output == "-" {
            throw ValidationError("the report goes to standard output: name a file for the dump")
        }
        try FileClash.check(("--output", output), inputs)
    }

    func run() async throws {
        try storeOptions.requireStore()
        let gates = try gates.parsed()
        var configurations = try configs.map { try LoadedConfiguration(path: $0, gates: gates) }
        if let inside = try await token.load(storeOptions, gates: self.gates) {
            configurations.insert(inside, at: 0)
        }
        configurations = try await plugins.connect(configurations)
        let options = try await storeOptions.resolved(configurations.map(\.chains))
        let walk = try audit.walk("rescue", options)
        let store = try await OpenedStore.open(options, ordered: false).audited(by: walk)
        let dump = try output.map { try DumpFile(WholeFile(path: $0)) }
        let run = RescueRun(
            store: store,
            configurations: configurations,
            others: try await openOthers(),
            workerCount: options.workerCount,
            progress: display.progress
        )
        var outcome = try await AuditedWalk.around(walk) { try await run.run(into: dump) }
        let isUnmet = store.sayMissing(outcome.survey.shape)
        try dump?.finish()
        let evidence = Evidence(
            outcome.survey,
            filter: store.filter,
            chains: configurations.map(\.chains)
        )
        let words = RescueWords(
            store: store.name,
            configs: configurations.map(\.path),
            others: others
        )
        let report = RescueReport(&outcome, words, evidence, dump: output)
        try form.write(report) { RescueText(report, outcome, words, evidence).render() }
        if isUnmet || !outcome.closed.isEmpty { throw FoundSomething() }
    }

    private func openOthers() async throws -> [SnapshotContents] {
        var contents: [SnapshotContents] = []
        for path in others {
            let file = try SnapshotFile(path: path)
            OpenedStore.warn(of: file, skipsHash: storeOptions.skipHashCheck)
            contents.append(
                try await SnapshotContents(file, skipHashCheck: storeOptions.skipHashCheck)
            )
        }
        return contents
    }
}
