import ArgumentParser
import EncryptionConfig
import Providers

/// The configuration that a command reads values with.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The EncryptionConfiguration.", valueName: "file"),
        completion: .file()
    )
    var config: String

    @OptionGroup var gates: FeatureGateOptions

    func load() throws -> LoadedConfiguration {
        try LoadedConfiguration(path: config, gates: gates.parsed())
    }
}

/// The API server's feature gates that change its verdict.
struct FeatureGateOptions: ParsableArguments {
    @Option(
        name: .customLong("feature-gates"),
        help: ArgumentHelp(
            "The API server's feature gates, as in KMSv1=true.",
            valueName: "name=bool"
        )
    )
    var names: [String] = []

    func parsed() throws -> FeatureGates {
        try FeatureGates(parsing: names.joined(separator: ","))
    }
}

/// A valid configuration and its chains.
struct LoadedConfiguration {
    let path: String
    let configuration: ValidatedConfiguration
    let chains: ResourceChains

    /// Reads and judges the file; an invalid one ends the command with what `validate` says.
    init(path: String, gates: FeatureGates) throws {
        let report = try ConfigurationFile.read(path).judge(gates)
        guard let configuration = report.configuration else {
            let text = FindingsText(style: .standardError)
            StandardError.write(text.render(JudgedFile(file: path, report: report)))
            throw FoundSomething()
        }
        self.path = path
        self.configuration = configuration
        chains = ResourceChains(configuration)
    }
}
