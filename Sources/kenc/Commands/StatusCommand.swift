import ArgumentParser
import EncryptionConfig
import Fleet
import Planning
import Providers
import Survey

/// Where a rotation stands.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Where a rotation stands, and what comes next",
        usage: "kenc status --plan <folder> [<store>] [<API servers>] [<options>]",
        discussion: """
            Keeps nothing: the folder of the plan, the store and what the API servers say are \
            enough, on any machine, right after any interruption. What was not seen is said, and \
            never guessed: which servers did not tell, and that only a part of the store was read. \
            Where reality fits no stage of the plan it says so, and how to come back. The files are \
            those in the plan's folder, so neither --config nor --k3s-token-file is needed.

            Exit status: 0 everything is done, and proven to be; 1 the plan or the store could not \
            be read; 2 something is left to do, or is unknown.

            EXAMPLES
              kenc status --plan plan --kubeconfig admin.conf \\
                --server https://10.0.0.1:6443,https://10.0.0.2:6443 --endpoints $ETCD
              kenc status --plan plan --metrics master-1.txt master-2.txt \\
                --snapshot backup.db
              kenc status --plan plan --kubeconfig admin.conf --endpoints $ETCD -o json
            """,
    )

    @Option(
        help: ArgumentHelp("The folder that 'kenc plan --directory' wrote.", valueName: "folder"),
        completion: .directory
    )
    var plan: String

    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var plugins: PluginOptions
    @OptionGroup(title: "API servers") var servers: ServerOptions
    @OptionGroup var storeOptions: StoreOptions

    @Option(
        name: .customLong("settle"),
        help: ArgumentHelp(
            "How long a request that began under an old file may still write.",
            valueName: "duration"
        )
    )
    var settling = "60s"

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Report>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce(servers.metrics + [storeOptions.dump])
        let inputs =
            [("--plan", "\(plan)/plan.json")] + servers.inputs + plugins.inputs
            + storeOptions.inputs
        try destination.keepApart(from: inputs)
        try audit.keepApart(from: inputs + [("--output", destination.path)])
        if storeOptions.dump == "-" {
            throw ValidationError("a status reads the store twice, and standard input only once")
        }
        guard storeOptions.isGiven || storeOptions.isLive || !plugins.isGiven else {
            throw ValidationError(
                "--kms-socket and --kms-escrow are about the values of a store: name one"
            )
        }
        guard !plan.isEmpty else { throw ValidationError("--plan takes a folder") }
        if let filter = storeOptions.filters.first {
            throw ValidationError("a status is of the whole store: leave \(filter) out")
        }
        try DurationText.check("--settle", settling, example: "60s")
    }

    func run() async throws {
        let record = try PlanRecord(plan, gates: try gates.parsed())
        let settling = DurationText.read(settling) ?? .seconds(60)
        let hasStore = storeOptions.isGiven || storeOptions.isLive
        var loaded = record.files.compactMap(\.loaded)
        if hasStore { loaded = try await plugins.connect(loaded) }
        let roster =
            hasStore ? try await FleetStore.roster(storeOptions, loaded.map(\.chains)) : nil
        let fleet = try await fleet(record, roster)
        // After the servers: a look at the store proves nothing about what is written later.
        let time =
            storeOptions.isLive
            ? Double(Clock.now) : roster?.servers.compactMap(\.renewed?.seconds).max()
        let (store, evidence) = try await store(hasStore && !loaded.isEmpty, loaded, time)
        let standing = StandingJudge(record.plan, settling: settling / .seconds(1)).judge(
            files: record.files.map { ($0.name, $0.state) },
            fleet: fleet.map(FleetSight.init),
            store: store
        )
        let words = StatusWords(
            record: record,
            standing: standing,
            given: servers.given + storeOptions.given,
            servers: servers,
            store: storeOptions
        )
        let report = StatusReport(words, fleet, evidence)
        try destination.write(report)
        if !standing.isDone { throw FoundSomething() }
    }

    /// Nil where nobody is named who could tell.
    private func fleet(_ record: PlanRecord, _ roster: FleetRoster?) async throws -> FleetVerdict? {
        let sources = try FleetSources.make(servers)
        guard !sources.isEmpty, let last = record.plan.generations.last,
            let wanted = ContentHash(last)
        else { return nil }
        let files = record.plan.generations.enumerated().compactMap { generation, hash in
            ContentHash(hash).map {
                FleetJudge.NamedFile(name: record.name(ofGeneration: generation), hash: $0)
            }
        }
        return try await FleetInquiry(sources: sources, files: files) { roster }
            .check(wanted: wanted)
    }

    private func store(
        _ isThere: Bool,
        _ files: [LoadedConfiguration],
        _ time: Double?,
    ) async throws -> (StoreSight?, Evidence?) {
        guard isThere else { return (nil, nil) }
        let walk = try audit.walk("status", storeOptions)
        let store = try await OpenedStore.open(storeOptions, ordered: false).audited(by: walk)
        let surveys = try await AuditedWalk.around(walk) {
            try await store.survey(
                files.map(\.chains),
                treatment: .count,
                options: storeOptions,
                display: display
            )
        }
        let evidence = Evidence(surveys[0], filter: store.filter, chains: files.map(\.chains))
        let pairs = zip(files.map(\.configuration.hash), surveys)
        let sight = StoreSight(
            isConclusive: evidence.isConclusive,
            time: time,
            surveys: Dictionary(pairs) { first, _ in first }
        )
        return (sight, evidence)
    }
}

extension FleetSight {
    /// What the verdict says of each server that has to be counted in.
    init(_ verdict: FleetVerdict) {
        let servers = verdict.servers.filter(\.isExpected).map { server in
            let applied: Applied =
                switch (server.state, server.applied) {
                case (.noConfiguration, _): .nothing
                case (.proven, let hash?), (.other, let hash?): .file(hash.text)
                default: .untold
                }
            return Server(
                name: FleetText.name(server),
                applied: applied,
                since: server.since?.seconds
            )
        }
        self.init(servers: servers, mayMissSome: verdict.remarks.contains(where: \.isInTheWay))
    }
}
