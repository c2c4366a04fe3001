import ArgumentParser

/// The configuration that a command reads values with.
struct ConfigurationOptions: ParsableArguments {
    @Option(file: "The EncryptionConfiguration.")
    var config: String

    @OptionGroup var gates: FeatureGateOptions

    func load() throws -> LoadedConfiguration {
        try LoadedConfiguration(path: config, gates: gates.parsed())
    }
}

/// The configuration that a command can do without.
struct OptionalConfigurationOptions: ParsableArguments {
    @Option(file: "The EncryptionConfiguration.")
    var config: String?

    @OptionGroup var gates: FeatureGateOptions

    func load() throws -> LoadedConfiguration? {
        let gates = try gates.parsed()
        return try config.map { try LoadedConfiguration(path: $0, gates: gates) }
    }
}
