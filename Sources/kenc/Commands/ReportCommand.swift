import ArgumentParser
import Compliance
import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import Fleet
import KeyMaterial
import KubernetesModel
import Providers
import Survey
import WireFormats

/// Evidence of encryption at rest, for people who file it.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Evidence of encryption at rest for an auditor, in one page",
        discussion: """
            Opens every value of a store and writes what was read and how far that carries, which \
            provider and key every resource is on, what is plaintext, stale or unreadable, what a \
            snapshot still holds of old revisions and free pages, how long and how often each key \
            was used, and a verdict for each control: met, not met or not assessed, with the numbers \
            it rests on. The page is one file of HTML that asks for nothing else; -o json has the \
            same for programs. The SHA-256 of what is written goes to standard error, to be signed. \
            No value, no key and, without --names, no name of an object is in it.

            Exit status: 0 the report was written, whatever it says; 1 something could not be read \
            or written; with --check 2 where a control is not met.

            EXAMPLES
              kenc report --snapshot backup.db --config encryption.yaml --output report.html
              kenc report --snapshot backup.db --config encryption.yaml -o json \\
                --kubernetes-version 1.34 --check
              kenc report --endpoints $ETCD --config encryption.yaml -o markdown \\
                --kubeconfig admin.conf --server https://10.0.0.1:6443
            """,
    )

    @OptionGroup var configuration: ConfigurationOptions
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup(title: "API servers") var servers: ServerOptions

    @Option(
        help: ArgumentHelp(
            "The CIS benchmark whose numbers are cited: cis-1.12 (the default), cis-1.11, "
                + "k3s-cis-1.9, rke2-cis-1.8 and the like.",
            valueName: "name"
        )
    )
    var benchmark: String?

    @Option(
        help: ArgumentHelp(
            "The cluster's version, which chooses the benchmark: 1.34.",
            valueName: "version"
        )
    )
    var kubernetesVersion: String?

    @Flag(help: "Name the etcd keys of values that cannot be read, or may not belong there.")
    var names = false

    @Flag(help: "A control that is not met counts for the exit status.")
    var check = false

    /// The time that it says it was made, for reports that are to be equal.
    @Option(help: .hidden)
    var time: Int64?

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Evidence>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce(
            [configuration.config, configuration.token.file, storeOptions.dump] + servers.metrics
        )
        let inputs = storeOptions.inputs + configuration.inputs + servers.inputs
        try destination.keepApart(from: inputs)
        try audit.keepApart(from: inputs + [("--output", destination.path)])
        if benchmark != nil, kubernetesVersion != nil {
            throw ValidationError("--benchmark and --kubernetes-version exclude each other")
        }
        _ = try chosenBenchmark()
        if servers.isGiven, storeOptions.dump == "-" {
            throw ValidationError("a dump is read twice for API servers: name its file")
        }
    }

    func run() async throws {
        try storeOptions.requireStore()
        let (benchmark, isOlder) = try chosenBenchmark()
        let loaded = try await configuration.load(for: storeOptions)
        let options = try await storeOptions.resolved([loaded.chains])
        let walk = try audit.walk("report", options)
        let opened = try await OpenedStore.open(options, ordered: false).audited(by: walk)
        let fleet = try await fleet(loaded)
        let seen = try await AuditedWalk.around(walk) {
            try await Self.look(opened, loaded, options, display, walk)
        }
        let report = AuditorReport(
            time: time ?? Clock.now,
            command: command(benchmark),
            storeName: opened.name,
            survey: seen.survey,
            evidence: seen.evidence,
            configuration: loaded,
            past: seen.past,
            fleet: fleet,
            ledger: seen.ledger,
            benchmark: benchmark,
            isBenchmarkOlder: isOlder,
            controls: ControlJudge(
                seen.survey,
                seen.evidence,
                loaded.chains,
                prefix: opened.prefix,
                servers: Self.answer(fleet)
            ).verdicts(benchmark),
            namesObjects: names
        )
        _ = opened.sayMissing(seen.survey.shape)
        let text = try (destination.format ?? .html).render(
            json: { try report.json() },
            html: { try HTMLReport(ReportContent(report)).text() },
            markdown: { MarkdownReport(ReportContent(report)).text() }
        )
        try destination.write { try $0.write(text) }
        let digest = try Digest.sha256(Array(text.utf8).span)
        StandardError.note("SHA-256 of the report: \(HexText.encode(digest))")
        if check, report.isFound { throw FoundSomething() }
    }

    /// What the walks over a store gave.
    private struct Seen {
        let survey: Survey
        let evidence: Evidence
        let ledger: KeyLedger
        let past: AuditorReport.Past?
    }

    private static func look(
        _ store: OpenedStore,
        _ loaded: LoadedConfiguration,
        _ options: StoreOptions,
        _ display: DisplayOptions,
        _ walk: AuditedWalk?,
    ) async throws -> Seen {
        func survey(_ store: OpenedStore, _ ledger: KeyLedger) async throws -> (Survey, KeyLedger) {
            var store = store
            let noted = LedgerEntries(
                store.entries,
                prefix: store.prefix,
                filter: store.filter,
                continuing: ledger
            )
            store.entries = noted
            let surveys = try await store.survey(
                [loaded.chains],
                treatment: .count,
                options: options,
                display: display
            )
            return (surveys[0], noted.ledger)
        }
        var (now, ledger) = try await survey(store, KeyLedger())
        let evidence = Evidence(now, filter: store.filter, chains: [loaded.chains])
        guard let contents = store.snapshot else {
            now.sortReports()
            return Seen(survey: now, evidence: evidence, ledger: ledger, past: nil)
        }
        var old = store
        old.entries = try contents.history()
        old.isSorted = false
        // An old file without history has nothing to walk.
        let history: Survey
        (history, ledger) = try await survey(old.audited(by: walk), ledger)
        let past = AuditorReport.Past(
            hash: "sha256:" + HexText.encode(try contents.digest()),
            oldestRevision: max(1, contents.keySpace.compactRevision),
            newestRevision: contents.keySpace.currentRevision,
            history: history,
            residue: try FoundResidue(contents, prefix: store.prefix, filter: store.filter)
        )
        return Seen(survey: now, evidence: evidence, ledger: ledger, past: past)
    }

    private func fleet(_ loaded: LoadedConfiguration) async throws -> FleetVerdict? {
        let sources = try FleetSources.make(servers)
        guard !sources.isEmpty, let wanted = ContentHash(loaded.configuration.hash) else {
            return nil
        }
        let file = FleetJudge.NamedFile(name: loaded.path, hash: wanted)
        return try await FleetInquiry(sources: sources, files: [file]) {
            try await FleetStore.roster(storeOptions, [loaded.chains])
        }.check(wanted: wanted)
    }

    private static func answer(_ fleet: FleetVerdict?) -> ServerAnswer {
        guard let fleet else { return .notAsked }
        let expected = fleet.servers.filter(\.isExpected)
        if fleet.isProven { return .proven(expected.count) }
        let without = expected.count { $0.state == .noConfiguration }
        return without > 0 ? .without(without) : .unproven
    }

    private func chosenBenchmark() throws -> (Benchmark, isOlder: Bool) {
        if let benchmark {
            guard let found = Benchmark.named(benchmark) else {
                let known = Benchmark.all.map(\.name).joined(separator: ", ")
                throw ValidationError(
                    "--benchmark \(ShownText.name(benchmark)) is none of \(known)"
                )
            }
            return (found, false)
        }
        guard let text = kubernetesVersion else { return (.newest, false) }
        let parts = text.drop { $0 == "v" }.split(separator: ".", maxSplits: 2)
        guard parts.count >= 2, parts[0] == "1", let minor = Int(parts[1]) else {
            throw ValidationError("--kubernetes-version takes a version such as 1.34")
        }
        guard let found = Benchmark.forKubernetes(minor: minor) else {
            throw ValidationError(
                "before Kubernetes 1.27 it is not the version alone that chooses a benchmark: name it "
                    + "with --benchmark"
            )
        }
        return (found, minor > Benchmark.newestMinor)
    }

    private func command(_ benchmark: Benchmark) -> [String] {
        var words = ["kenc", "report"] + storeOptions.given
        if let revision = storeOptions.revision { words += ["--revision", "\(revision)"] }
        words += storeOptions.resources.flatMap { ["--resource", $0] }
        words += storeOptions.namespaces.flatMap { ["-n", $0] }
        words += StoreOptions.words(configuration.inputs) + servers.given
        if benchmark != .newest { words += ["--benchmark", benchmark.name] }
        if names { words.append("--names") }
        return words
    }
}
