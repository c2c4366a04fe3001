import ArgumentParser
import EtcdSnapshot
import Providers
import Survey

/// Counts what a whole store is on.
struct ScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "How many values of a store are on which provider and key",
        discussion: """
            Without --config, values are counted by their headers alone. With it, every value is \
            opened: scan says what is current, stale or unreadable, and why. With several, it says \
            which of them opens everything, and which keys the store needs.

            Exit status: 0 everything can be read, 1 the store could not be read, 2 a value cannot \
            be read, or with --check one is stale.

            EXAMPLES
              etcdctl get / --prefix -w json | kenc scan --dump -
              kenc scan --dump all.json --config encryption.yaml
              kenc scan --dump all.json --config old.yaml --config new.yaml -o json
              kenc scan --dump all.json --config encryption.yaml --resource secrets --check
              kenc scan --snapshot backup.db --history --residue
              kenc scan --endpoints $ETCD --config encryption.yaml -o prometheus \\
                --output /var/lib/node_exporter/kenc.prom
              kenc scan --snapshot backup.db --config encryption.yaml \\
                --write-manifest backup.manifest.json
              kenc scan --manifest backup.manifest.json --config encryption.yaml
            """,
    )

    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "An EncryptionConfiguration; repeatable, to compare.",
            valueName: "file"
        ),
        completion: .file()
    )
    var configs: [String] = []

    @OptionGroup var token: TokenOptions
    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var plugins: PluginOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Anything stale counts for the exit status.")
    var check = false

    @Flag(help: "Also count old revisions that are still in the snapshot.")
    var history = false

    @Flag(help: "Also count old bytes in pages of the snapshot that nothing reaches any more.")
    var residue = false

    @Option(file: "Write what it takes to open this snapshot to a file, to keep beside the backup.")
    var writeManifest: String?

    @Option(file: "Say from a manifest, without the backup, whether --config opens it.")
    var manifest: String?

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Scan>
    @OptionGroup var display: DisplayOptions

    private var configCount: Int { configs.count + (token.file == nil ? 0 : 1) }

    func validate() throws {
        try StandardInput.checkReadOnce(configs + [token.file, storeOptions.dump, manifest])
        let inputs =
            storeOptions.inputs + token.inputs + configs.map { ("--config", $0) }
            + [("--manifest", manifest)]
        try destination.keepApart(from: inputs)
        try audit.keepApart(
            from: inputs + [("--output", destination.path), ("--write-manifest", writeManifest)]
        )
        if let writeManifest { try FileClash.check(("--write-manifest", writeManifest), inputs) }
        if destination.format == .prometheus {
            if configCount > 1 {
                throw ValidationError("-o prometheus takes one --config at the most")
            }
            if manifest != nil || history || residue {
                throw ValidationError(
                    "-o prometheus counts what a store holds now: --manifest, --history and "
                        + "--residue do not go with it"
                )
            }
        }
        if manifest != nil {
            if storeOptions.isGiven {
                throw ValidationError("--manifest stands for a store, so no store goes with it")
            }
            if configs.isEmpty { throw ValidationError("--manifest needs --config") }
            if audit.auditLog != nil {
                throw ValidationError("--manifest opens no value that --audit-log could name")
            }
            if token.file != nil {
                throw ValidationError("--k3s-token-file needs a store, not a manifest of one")
            }
            return
        }
        for (name, isGiven) in [
            ("--history", history), ("--residue", residue),
            ("--write-manifest", writeManifest != nil),
        ] where isGiven {
            if storeOptions.snapshot == nil {
                throw ValidationError("\(name) looks into a file and needs --snapshot")
            }
            if configCount > 1 { throw ValidationError("\(name) takes one --config at the most") }
        }
        if check, configCount == 0 {
            throw ValidationError(
                "--check asks whether anything is stale, which only a configuration tells: add "
                    + "--config FILE"
            )
        }
        if writeManifest != nil, configCount == 0 {
            throw ValidationError("--write-manifest needs --config")
        }
        if writeManifest != nil, !storeOptions.filters.isEmpty {
            throw ValidationError("a manifest is of the whole snapshot: leave the filters out")
        }
    }

    func run() async throws {
        if manifest == nil { try storeOptions.requireStore() }
        let gates = try gates.parsed()
        var configurations = try configs.map { try LoadedConfiguration(path: $0, gates: gates) }
        if let manifest { return try judge(SnapshotManifest.read(manifest), configurations) }
        if let inside = try await token.load(storeOptions, gates: self.gates) {
            configurations.insert(inside, at: 0)
        }
        configurations = try await plugins.connect(configurations)
        let options = try await storeOptions.resolved(configurations.map(\.chains))
        let walk = try audit.walk("scan", options)
        let store = try await OpenedStore.open(options, ordered: false).audited(by: walk)
        let (opened, judges) = (configurations, configurations)
        let result = try await AuditedWalk.around(walk) {
            try await scan(store, opened, options, walk)
        }
        if let writeManifest, let contents = store.snapshot {
            try SnapshotManifest(
                of: result.surveys[0],
                contents,
                configurations[0],
                result.evidence
            )
            .write(to: writeManifest)
        }
        try destination.write(
            result.report(judges),
            prometheus: { result.metrics(judges) },
            text: { result.text(judges) }
        )
        if result.isFound(check: check) { throw FoundSomething() }
    }

    private func scan(
        _ store: OpenedStore,
        _ configurations: [LoadedConfiguration],
        _ options: StoreOptions,
        _ walk: AuditedWalk?,
    ) async throws -> ScanResult {
        func survey(_ store: OpenedStore) async throws -> [Survey] {
            try await store.survey(
                configurations.map(\.chains),
                treatment: .count,
                options: options,
                display: display
            )
        }
        let surveys = try await survey(store)
        var result = ScanResult(
            surveys: surveys,
            evidence: Evidence(
                surveys[0],
                filter: store.filter,
                chains: configurations.map(\.chains)
            )
        )
        guard let contents = store.snapshot else { return result }
        if history {
            var past = store
            past.entries = try contents.history()
            past.isSorted = false
            result.history = try await survey(past.audited(by: walk))[0]
        }
        if residue {
            result.residue = try FoundResidue(contents, prefix: store.prefix, filter: store.filter)
        }
        return result
    }

    private func judge(_ manifest: SnapshotManifest, _ configurations: [LoadedConfiguration]) throws
    {
        let verdicts = try configurations.map { try ManifestVerdict(manifest, $0) }
        try destination.write(verdicts) { verdicts.map(\.text).joined() }
        if !verdicts.allSatisfy(\.opens) { throw FoundSomething() }
    }
}
