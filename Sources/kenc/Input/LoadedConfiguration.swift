import EncryptionConfig
import Providers

/// A valid configuration and its chains.
struct LoadedConfiguration {
    let path: String
    let configuration: ValidatedConfiguration
    private(set) var chains: ResourceChains
    /// What there is to say about it, which is no error.
    let findings: [Finding]

    /// Reads and judges the file; an invalid one ends the command with what `validate` says.
    init(path: String, gates: FeatureGates) throws {
        try self.init(path, ConfigurationFile.judge(path, gates))
    }

    /// Judges what lies elsewhere than in a file of its own, and is called `name`.
    init(name: String, bytes: borrowing [UInt8], gates: FeatureGates) throws {
        let validator = ConfigurationValidator(featureGates: gates)
        try self.init(name, validator.validate(copy bytes))
    }

    private init(_ path: String, _ report: ConfigurationReport) throws {
        guard let configuration = report.configuration else {
            let text = FindingsText(style: .standardError)
            StandardError.write(text.render(JudgedFile(file: path, report: report)))
            throw FoundSomething()
        }
        self.path = path
        self.configuration = configuration
        chains = ResourceChains(configuration)
        findings = report.findings
    }

    /// The same with a keyring that its plugins fill.
    func reading(with keyring: PluginKeyring) -> LoadedConfiguration {
        var loaded = self
        loaded.chains = ResourceChains(configuration, keyring: keyring)
        return loaded
    }
}
