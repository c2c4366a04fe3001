import ArgumentParser
import EncryptionConfig
import KubernetesModel
import Planning
import Providers
import Survey

/// Finds the safe way from the configuration in force to a goal.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "The shortest safe way from the configuration in force to a goal",
        usage: """
            kenc plan --config <now> <goal> [<store>] [--directory <folder>] …
            kenc plan --k3s-token-file <file> <goal> <store> [--directory <folder>] …
            """,
        discussion: """
            Says which files to roll out in which order, when to rewrite what is stored, what to \
            check before going on, and how to go back, so that at every moment every API server \
            reads everything. With --directory the files are written: they are yours, with the \
            fewest changes. Without a store, whatever the configuration reads may be stored; with \
            one, the plan rests on what is really there. With --k3s-token-file the one in force is \
            what k3s or RKE2 keeps in the store; the plan's files are edits of it, and 0-now.json is \
            a copy. How they get into a running k3s kenc does not know, and the plan says so.

            A goal is one of --rotate, --to, --encrypt, --decrypt, --drop-unused and --kek.

            Exit status: 0 there is a plan, 1 a file or the store could not be read, 2 the goal \
            cannot be reached safely: it says why, and what to do instead.

            EXAMPLES
              kenc plan --config now.yaml --rotate --directory plan
              kenc plan --config now.yaml --rotate --provider secretbox --snapshot backup.db
              kenc plan --config now.yaml --to wanted.yaml -o json
              kenc plan --config now.yaml --encrypt configmaps,events --directory plan
              kenc plan --config now.yaml --drop-unused --snapshot backup.db
              kenc plan --config now.yaml --rotate --leaked --directory plan
              kenc plan --k3s-token-file token --rotate --snapshot k3s.zip --directory plan
            """,
    )

    @Option(file: "The file in force.", valueName: "now")
    var config: String?

    @OptionGroup var token: TokenOptions

    @Flag(help: "A fresh key for all that is encrypted, or for --resource.")
    var rotate = false

    @Option(file: "Exactly this file, byte for byte.")
    var to: String?

    @Option(help: ArgumentHelp("Begin to encrypt; commas allowed.", valueName: "resource"))
    var encrypt: [String] = []

    @Option(help: ArgumentHelp("Stop encrypting; commas allowed.", valueName: "resource"))
    var decrypt: [String] = []

    @Flag(help: "Drop keys that nothing stored needs; needs a store.")
    var dropUnused = false

    @Option(
        help: ArgumentHelp("A key was rotated inside this kms plugin.", valueName: "plugin")
    )
    var kek: String?

    @Option(help: "A fresh key's: aescbc, aesgcm or secretbox.")
    var provider: String?

    @Option(help: ArgumentHelp("A fresh key's name.", valueName: "name"))
    var keyName: String?

    @Flag(help: "Keep the next key as last reader: later rotations need one rollout.")
    var standby = false

    @Flag(help: "Somebody has the old keys: what they open has to go everywhere.")
    var leaked = false

    @Option(
        help: ArgumentHelp(
            "How many API servers; of 1, the first file is left out.",
            valueName: "n"
        )
    )
    var servers: Int?

    @Option(help: "kenc, or storage-version-migration.")
    var rewriter: PlanRewriter = .kenc

    @Option(
        help: ArgumentHelp("A new folder for the files and plan.json.", valueName: "folder"),
        completion: .directory
    )
    var directory: String?

    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var plugins: PluginOptions
    @OptionGroup var storeOptions: StoreOptions

    @OptionGroup var audit: AuditOptions
    @OptionGroup var destination: OutputOptions<Formats.Report>
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        if config == nil, token.file == nil { throw ValidationError("--config <now> is missing") }
        try token.checkAlone(config)
        try StandardInput.checkReadOnce([config, token.file, to, storeOptions.dump])
        let inputs =
            [("--config", config), ("--to", to)] + token.inputs + plugins.inputs
            + storeOptions.inputs
        try destination.keepApart(from: inputs)
        try audit.keepApart(from: inputs + [("--output", destination.path)])
        guard storeOptions.isGiven || !plugins.isGiven else {
            throw ValidationError(
                "--kms-socket and --kms-escrow are about the values of a store: name one"
            )
        }
        let goals = [
            ("--rotate", rotate), ("--to", to != nil), ("--encrypt", !encrypt.isEmpty),
            ("--decrypt", !decrypt.isEmpty), ("--drop-unused", dropUnused), ("--kek", kek != nil),
        ].filter(\.1).map(\.0)
        guard goals.count == 1 else {
            throw ValidationError(
                goals.isEmpty
                    ? "name a goal: --rotate, --to FILE, --encrypt R, --decrypt R, --drop-unused or "
                        + "--kek PLUGIN"
                    : "\(goals[0]) and \(goals[1]) exclude each other: one goal per plan"
            )
        }
        let makesKey = rotate || !encrypt.isEmpty
        for (name, isGiven, fits) in [
            ("--provider", provider != nil, makesKey), ("--key-name", keyName != nil, makesKey),
            ("--standby", standby, rotate), ("--leaked", leaked, rotate || kek != nil),
            ("--resource", !storeOptions.resources.isEmpty, rotate),
        ] where isGiven && !fits {
            throw ValidationError("\(name) does not go with \(goals[0])")
        }
        if standby, leaked {
            throw ValidationError(
                "--standby and --leaked exclude each other: the next key is in the leaked file"
            )
        }
        if !storeOptions.namespaces.isEmpty {
            throw ValidationError("a plan is for the whole store: leave --namespace out")
        }
        if let servers, servers < 1 { throw ValidationError("--servers takes a number from 1") }
        if let provider, !["aescbc", "aesgcm", "secretbox"].contains(provider) {
            throw ValidationError("--provider takes aescbc, aesgcm or secretbox")
        }
        if keyName?.isEmpty ?? false { throw ValidationError("a key's name cannot be empty") }
    }

    func run() async throws {
        let gates = try gates.parsed()
        let start = try await start(gates)
        let source = start.source
        let target = try to.map { try self.target($0, gates, start) }
        try start.check(target, at: to)
        let (year, month) = Clock.month(Clock.now)
        var conditions = PlanConditions(year: year, month: month)
        conditions.resources = try selectors(storeOptions.resources, source.contents)
        conditions.kind = try ProviderArgument.kind(provider)
        conditions.keyName = keyName.map { KeyName($0) }
        conditions.standby = standby
        conditions.leaked = leaked
        conditions.singleServer = servers == 1
        let goal = try planGoal(source.contents, target)
        let basis = try await survey(start.loaded, &conditions)
        let words = PlanWords(
            goal: goalText,
            rewriter: rewriter,
            directory: directory,
            conditions: conditions,
            isInsidePlugin: kek != nil,
            note: start.note
        )
        let report: PlanReport
        let planned: PlanFiles
        do throws(PlanRefusal) {
            if dropUnused, basis?.evidence.isConclusive == false { throw .needsStore }
            let plan = try Planner(from: source.contents, conditions).plan(goal)
            let files = try PlanFiles(
                plan,
                source: source,
                target: target,
                keepsStart: start.isInStore
            )
            report = PlanReport(words, files, from: source, at: start.name, basis)
            planned = files
        } catch {
            try destination.write(RefusedPlan(words, source, at: start.name, error))
            throw FoundSomething()
        }
        if let directory { try PlanFolder.write(report, planned, to: directory) }
        try destination.write(report)
    }

    /// The configuration in force.
    private func start(_ gates: FeatureGates) async throws -> PlanStart {
        if let config { return try PlanStart(path: config, gates: gates) }
        // The environment names no store for a plan.
        guard storeOptions.isGiven, let token = try token.token() else {
            throw Failure.usage(
                "--k3s-token-file opens what lies in a store, and no store is named",
                hint: "name one with --snapshot FILE, --dump FILE or --endpoints URL"
            )
        }
        return try PlanStart(try await StoredBootstrap.find(token, in: storeOptions), gates: gates)
    }

    /// The file to end with; that it is invalid is told as every other refusal.
    private func target(
        _ path: String,
        _ gates: FeatureGates,
        _ start: PlanStart,
    ) throws -> ConfigurationSource {
        do {
            _ = try LoadedConfiguration(path: path, gates: gates)
        } catch let found as FoundSomething {
            guard destination.format == .json else { throw found }
            let refused = RefusedPlan(
                goal: goalText,
                start.source,
                at: start.name,
                why: "\(ShownText.line(path)) is invalid: kube-apiserver would refuse it",
                instead: "see 'kenc validate \(ShownText.line(path))', and mend it"
            )
            try destination.write(refused)
            throw found
        }
        return try PlanStart.source(of: path, gates)
    }

    private func selectors(
        _ texts: [String],
        _ known: EditableConfiguration
    ) throws -> [ResourceSelector] {
        try StoreOptions.words(texts).map { text in
            let selector = try ResourceArgument.selector(text, known: known)
            guard selector.resource != "*" else {
                throw Failure.usage("a plan takes resources by name, and '\(text)' is a wildcard")
            }
            return selector
        }
    }

    private func planGoal(
        _ contents: EditableConfiguration,
        _ target: ConfigurationSource?
    ) throws -> PlanGoal {
        if let target { return .to(target.contents) }
        if let kek { return .keyInsidePlugin(KeyName(kek)) }
        if !encrypt.isEmpty { return .encrypt(try selectors(encrypt, contents)) }
        if !decrypt.isEmpty { return .decrypt(try selectors(decrypt, contents)) }
        return rotate ? .rotate : .dropUnused
    }

    private var goalText: String {
        if let to { return "to \(ShownText.line(to))" }
        if let kek { return "kek \(ShownText.line(kek))" }
        if !encrypt.isEmpty { return "encrypt \(encrypt.joined(separator: ","))" }
        if !decrypt.isEmpty { return "decrypt \(decrypt.joined(separator: ","))" }
        return rotate ? "rotate" : "drop-unused"
    }

    /// What the store holds under the file in force; nil where none is named.
    ///
    /// The environment names none here.
    private func survey(
        _ loaded: LoadedConfiguration,
        _ conditions: inout PlanConditions
    ) async throws -> PlanBasis? {
        guard storeOptions.isGiven else { return nil }
        var options = storeOptions
        options.resources = []
        let loaded = try await plugins.connect(loaded)
        let walk = try audit.walk("plan", options)
        let store = try await OpenedStore.open(options, ordered: false).audited(by: walk)
        let asked = options
        let survey = try await AuditedWalk.around(walk) {
            try await store.survey(
                [loaded.chains],
                treatment: .count,
                options: asked,
                display: display
            )[0]
        }
        let evidence = Evidence(survey, filter: store.filter, chains: [loaded.chains])
        // What was not seen may be on any key: then every class that the file reads counts as there.
        if evidence.isConclusive { conditions.holdings = holdings(survey) }
        return PlanBasis(evidence: evidence, values: survey.total.values)
    }

    private func holdings(_ survey: Survey) -> Holdings {
        var shares: [ResourceSelector: [ProviderKey: Int]] = [:]
        for (resource, tally) in survey.resources {
            var values: [ProviderKey: Int] = [:]
            for (key, volume) in tally.by { values[key.withoutKeyID, default: 0] += volume.values }
            shares[ResourceSelector(resource)] = values
        }
        return Holdings(shares, unreadable: survey.total.unreadable + survey.unknownEncrypted)
    }
}

/// Who writes values again.
enum PlanRewriter: String, ExpressibleByArgument, CaseIterable {
    case kenc
    case storageVersionMigration = "storage-version-migration"
}

/// What a plan's conclusions about the store rest on.
struct PlanBasis {
    let evidence: Evidence
    let values: Int
}
