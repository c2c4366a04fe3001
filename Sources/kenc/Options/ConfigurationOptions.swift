import ArgumentParser

/// The configuration that a command reads values with.
struct ConfigurationOptions: ParsableArguments {
    @Option(file: "The EncryptionConfiguration.")
    var config: String?

    @OptionGroup var token: TokenOptions
    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var plugins: PluginOptions

    func validate() throws {
        if config == nil, token.file == nil { throw ValidationError("--config <file> is missing") }
        try token.checkAlone(config)
    }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        [("--config", config)] + token.inputs + plugins.inputs
    }

    /// The file's own, whose plugins are not asked.
    func load() throws -> LoadedConfiguration {
        guard let config else {
            throw Failure.usage(
                "--k3s-token-file opens what lies in a store, and no store is named",
                hint: "name one with --snapshot FILE, --dump FILE or --endpoints URL"
            )
        }
        return try LoadedConfiguration(path: config, gates: gates.parsed())
    }

    func load(for store: StoreOptions) async throws -> LoadedConfiguration {
        try await plugins.connect(token.load(store, gates: gates) ?? load())
    }
}

/// The configuration that a command can do without.
struct OptionalConfigurationOptions: ParsableArguments {
    @Option(file: "The EncryptionConfiguration.")
    var config: String?

    @OptionGroup var token: TokenOptions
    @OptionGroup var gates: FeatureGateOptions
    @OptionGroup var plugins: PluginOptions

    func validate() throws { try token.checkAlone(config) }

    /// Whether there is one.
    var isGiven: Bool { config != nil || token.file != nil }

    /// The files that are read, with their options.
    var inputs: [(name: String, path: String?)] {
        [("--config", config)] + token.inputs + plugins.inputs
    }

    func load(for store: StoreOptions) async throws -> LoadedConfiguration? {
        let loaded =
            if let config {
                try LoadedConfiguration(path: config, gates: gates.parsed())
            } else {
                try await token.load(store, gates: gates)
            }
        guard let loaded else {
            guard !plugins.isGiven else {
                throw Failure.usage(
                    "--kms-socket and --kms-escrow are of plugins in a configuration: --config FILE"
                )
            }
            return nil
        }
        return try await plugins.connect(loaded)
    }
}

extension TokenOptions {
    /// Ends a command that takes one configuration and is given two.
    func checkAlone(_ config: String?) throws {
        guard file != nil, config != nil else { return }
        throw ValidationError(
            "--config and --k3s-token-file exclude each other: the token opens the configuration in "
                + "the store"
        )
    }
}
