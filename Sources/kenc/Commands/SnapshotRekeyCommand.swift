import ArgumentParser
import EncryptionConfig
import EtcdSnapshot
import KeyMaterial
import KubernetesModel
import Providers
import Survey
import WireFormats

extension SnapshotCommand {
    /// A backup that opens with other keys.
    struct Rekey: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rekey",
            abstract: "A copy of a backup that opens with another configuration",
            usage: "kenc snapshot rekey <file> --config <old> … --to <new> --output <file>",
            discussion: """
                Every value is opened with the old configurations and sealed as the new one writes \
                it. Everything else stays: keys, revisions, leases, users, members. The copy holds \
                the newest revision only, and says so; --keep-history takes all revisions, and then \
                needs the keys of all. It has no free page, and so no old value in one.

                Before the copy appears, every value in it was opened again with the new \
                configuration alone and compared. 'etcdutl snapshot restore' takes it; start the API \
                servers with the new configuration then. The old backup stays as it is: destroy it \
                if its keys are to lose their worth. A backup of k3s or RKE2 holds its configuration \
                itself: with --k3s-token-file the new one takes its place, without the copy is refused.

                Exit status: 0 the copy is made and proven; 1 a file could not be read or written; 2 \
                a value cannot be read, and by --unreadable refuse nothing was made.

                EXAMPLES
                  kenc snapshot rekey backup.db --config old.yaml --to new.yaml --output new.db
                  kenc snapshot rekey k3s.db --k3s-token-file token --to new.json \\
                    --output new.db
                  kenc snapshot rekey backup.db --config 2024.yaml --config 2025.yaml \\
                    --to new.yaml --output new.db --keep-history \\
                    --write-manifest new.manifest.json -o json
                """,
        )

        @OptionGroup var input: SnapshotInput

        @Option(
            name: .customLong("config"),
            help: ArgumentHelp(
                "A configuration that opens values of the backup; repeatable, tried in this order.",
                valueName: "old"
            ),
            completion: .file()
        )
        var configs: [String] = []

        @OptionGroup var token: TokenOptions

        @Option(file: "The configuration that the copy is to open with.", valueName: "new")
        var to: String

        @OptionGroup var gates: FeatureGateOptions
        @OptionGroup var plugins: PluginOptions
        @OptionGroup var target: SnapshotOutput

        @Flag(help: "Copy all revisions, not the newest alone.")
        var keepHistory = false

        @Option(
            help: ArgumentHelp(
                "What becomes of values that cannot be read: refuse, keep or drop.",
                valueName: "how"
            )
        )
        var unreadable: UnreadableTreatment = .refuse

        @Option(help: "The API server's --etcd-prefix.")
        var prefix = "/registry"

        @Option(file: "Write what it takes to open the copy to a file, to keep beside it.")
        var writeManifest: String?

        @OptionGroup var audit: AuditOptions
        @OptionGroup var display: DisplayOptions

        private var inputs: [(name: String, path: String?)] {
            [("the backup", input.file), ("--to", to)] + token.inputs + plugins.inputs
                + configs.map { ("--config", $0) }
        }

        func validate() throws {
            if configs.isEmpty, token.file == nil {
                throw ValidationError("name what opens the backup: --config FILE")
            }
            try StandardInput.checkReadOnce(configs + [token.file, to])
            if token.file != nil, to == "-" {
                throw ValidationError(
                    "with --k3s-token-file the new configuration is read twice, and standard input "
                        + "only once: name a file"
                )
            }
            try FileClash.check(("--output", target.output), inputs)
            try audit.keepApart(
                from: inputs + [
                    ("--output", target.output), ("--write-manifest", writeManifest),
                ]
            )
            if let writeManifest {
                try FileClash.check(
                    ("--write-manifest", writeManifest),
                    inputs + [("--output", target.output)]
                )
                if writeManifest == target.output {
                    throw ValidationError("--write-manifest and --output name one file")
                }
            }
            if keepHistory, unreadable == .drop {
                throw ValidationError(
                    "--keep-history and --unreadable drop exclude each other: where a revision is "
                        + "left out, an older one would come back as the newest"
                )
            }
        }

        func run() async throws {
            try target.check(apartFrom: inputs)
            let gates = try gates.parsed()
            var old = try configs.map { try LoadedConfiguration(path: $0, gates: gates) }
            var new = try LoadedConfiguration(path: to, gates: gates)
            let walk = try audit.open("snapshot rekey", "snapshot \(input.file)")?.walk([])
            let contents = try await input.open()
            let inside = try await bootstrap(in: contents)
            if let inside { try old.insert(inside.configuration(gates: gates), at: 0) }
            old = try await plugins.connect(old + [new])
            new = old.removeLast()
            let job = RekeyJob(
                contents: contents,
                old: old.map(\.chains),
                new: new.chains,
                bootstrap: try inside.map { try Self.rekeyed($0, with: new) },
                prefix: EtcdPrefix(prefix),
                treatment: unreadable,
                history: keepHistory ? .kept : .dropped,
                walk: walk,
                workerCount: input.workerCount,
                progress: display.progress
            )
            let outcome = try await AuditedWalk.around(walk) {
                try await job.run(to: target.begin()) { shape in
                    try OpenedStore(
                        entries: contents.store(ordered: false),
                        prefix: job.prefix,
                        filter: EntryFilter(),
                        name: input.file,
                        isSorted: false
                    ).check(shape)
                }
            }
            if let writeManifest, outcome.copy != nil {
                try await self.writeManifest(to: writeManifest, new)
            }
            let report = RekeyReport(
                outcome,
                job: job,
                input: input.file,
                output: target.output,
                manifest: outcome.copy == nil ? nil : writeManifest
            )
            try target.report.write(report) { RekeyText(report: report, outcome: outcome).render() }
            if !outcome.tally.unreadable.isEmpty { throw FoundSomething() }
        }

        private func bootstrap(in contents: SnapshotContents) async throws -> StoredBootstrap? {
            guard let token = try token.token() else { return nil }
            return try await StoredBootstrap.find(
                token,
                in: contents.store(ordered: false),
                name: input.file
            )
        }

        /// k3s takes its files from the restored store, so the new configuration has to be inside.
        private static func rekeyed(
            _ bootstrap: StoredBootstrap,
            with new: LoadedConfiguration
        ) throws -> BootstrapRow {
            var file = try FileBytes(new.path, limit: ConfigurationValidator.maximumBytes)
            defer { file.wipe() }
            // Judged a moment ago: it must not be another file by now.
            let hash = HexText.encode(try Digest.sha256(file.bytes.span))
            guard new.configuration.hash == "sha256:" + hash else {
                throw Failure("\(ShownText.line(new.path)) changes while it is read")
            }
            try StoredBootstrap.requireJSON(file.bytes.span, ShownText.line(new.path))
            return BootstrapRow(
                etcdKey: bootstrap.etcdKey,
                value: try bootstrap.resealed(with: file.bytes, hash: hash)
            )
        }

        /// Surveys the copy where it lies now, its hash compared.
        private func writeManifest(to path: String, _ new: LoadedConfiguration) async throws {
            let options = try StoreOptions.parse([
                "--snapshot=\(target.output)", "--prefix=\(prefix)",
                "--workers=\(input.workerCount)",
            ])
            let store = try await OpenedStore.open(options, ordered: false)
            let survey = try await store.survey(
                [new.chains],
                treatment: .count,
                options: options,
                display: display
            )[0]
            guard let contents = store.snapshot else { return }
            let evidence = Evidence(survey, filter: store.filter, chains: [new.chains])
            try SnapshotManifest(of: survey, contents, new, evidence).write(to: path)
        }
    }
}

extension UnreadableTreatment: ExpressibleByArgument {}
