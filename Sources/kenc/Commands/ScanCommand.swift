import ArgumentParser
import EncryptionConfig
import Rotation

/// Counts what a whole store is on.
struct ScanCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

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

    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Anything stale counts for the exit status.")
    var check = false

    @Option(name: .customShort("o"), help: "Output: table or json.")
    var format: Format = .table

    @OptionGroup var destination: DestinationOptions
    @OptionGroup var display: DisplayOptions

    func run() async throws {
        let gates = try gates.parsed()
        let configurations = try configs.map { try LoadedConfiguration(path: $0, gates: gates) }
        let store = try OpenedStore.open(storeOptions, ordered: false)
        let surveys = try await store.survey(
            configurations.map(\.chains),
            treatment: .count,
            options: storeOptions,
            display: display
        )
        try destination.write { output in
            try write(surveys, configurations, store, to: output)
        }
        let isFound = surveys.contains { survey in
            !survey.unreadableValues.isEmpty || check && survey.total.stale > 0
        }
        if isFound { throw FoundSomething() }
    }

    private func write(
        _ surveys: [Survey],
        _ configurations: [LoadedConfiguration],
        _ store: OpenedStore,
        to output: Destination,
    ) throws {
        switch (format, configurations.count) {
        case (.json, 0...1):
            let report = SurveyReport(surveys[0], underConfiguration: !configurations.isEmpty)
            try output.write(JSONOutput.text(report))
        case (.json, _):
            try output.write(JSONOutput.text(ComparisonReport(surveys, configurations)))
        case (.table, 0...1):
            try output.write(SurveyText(surveys[0], isJudged: !configurations.isEmpty).render())
        case (.table, _):
            try output.write(ComparisonText(surveys, configurations).render())
        }
    }
}
