import ArgumentParser
import EncryptionConfig
import Providers
import Rotation

/// Shows what a rotation to a configuration would rewrite.
struct RotateCommand: AsyncParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case table
        case json
    }

    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "What a rotation to this configuration would rewrite",
        discussion: """
            The first provider of each resource and its first key write; whatever is on another \
            key is stale and would be rewritten. The dry run opens every value and, for each stale \
            one, seals it, opens the new bytes again and compares: all that the rotation does but \
            sending. It also says which keys could be dropped afterwards.

            Exit status: 0 everything can be rotated, 1 the store could not be read, 2 a value \
            cannot be read, or with --check one is stale.

            EXAMPLES
              kenc rotate --dry-run --config new.yaml --dump all.json
              kenc rotate --dry-run --config new.yaml --snapshot backup.db -o json
            """,
    )

    @Flag(help: "Only show what would happen.")
    var dryRun = false

    @OptionGroup var configurationOptions: ConfigurationOptions
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Anything stale counts for the exit status.")
    var check = false

    @Option(
        name: .customShort("o"),
        help: ArgumentHelp("Output: table or json.", valueName: "format")
    )
    var format: Format = .table

    @OptionGroup var destination: DestinationOptions
    @OptionGroup var display: DisplayOptions

    func validate() throws {
        try StandardInput.checkReadOnce([configurationOptions.config, storeOptions.dump])
        guard dryRun else {
            throw ValidationError("only --dry-run is there yet: add it to see what would happen")
        }
    }

    func run() async throws {
        try storeOptions.requireStore()
        let loaded = try configurationOptions.load()
        try refuseToWriteThroughPlugins(loaded)
        let store = try await OpenedStore.open(storeOptions, ordered: false)
        let survey = try await store.survey(
            [loaded.chains],
            treatment: .proveRewrite,
            options: storeOptions,
            display: display
        )[0]
        let retirement = KeyRetirement(
            configuration: loaded.configuration,
            survey: survey,
            filters: storeOptions.filters
        )
        try destination.write { output in
            switch format {
            case .json: try output.write(JSONOutput.text(RotationReport(survey, retirement)))
            case .table: try output.write(RotationText(survey, retirement).render())
            }
        }
        if !survey.unreadableValues.isEmpty || check && survey.total.stale > 0 {
            throw FoundSomething()
        }
    }

    private func refuseToWriteThroughPlugins(_ loaded: LoadedConfiguration) throws {
        guard let chain = loaded.chains.chains.first(where: { $0.writerKind == .kms }) else {
            return
        }
        let plugin = ShownText.line(chain.writerKeyName ?? "")
        throw Failure(
            "\(ShownText.line(loaded.path)): \(chain.selector.name) would be written by the kms "
                + "plugin \(plugin), which kenc cannot call yet",
            hint: "'kenc scan' counts what is on which key without writing anything"
        )
    }
}
