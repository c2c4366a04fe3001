import EncryptionConfig
import Providers

/// A valid configuration and its chains.
struct LoadedConfiguration {
    let path: String
    let configuration: ValidatedConfiguration
    let chains: ResourceChains

    /// Reads and judges the file; an invalid one ends the command with what `validate` says.
    init(path: String, gates: FeatureGates) throws {
        let report = try ConfigurationFile.judge(path, gates)
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
