import EncryptionConfig

/// A configuration file as it lies on disk, or standard input for `-`.
struct ConfigurationFile {
    private let file: FileBytes

    static func read(_ path: String) throws -> ConfigurationFile {
        try ConfigurationFile(
            file: FileBytes(path, limit: ConfigurationValidator.maximumBytes)
        )
    }

    /// The API server's verdict on the file, and advice.
    func judge(_ gates: FeatureGates = FeatureGates()) throws -> ConfigurationReport {
        let validator = ConfigurationValidator(featureGates: gates)
        var report: ConfigurationReport
        do {
            report = try validator.validate(file.bytes)
        } catch {
            throw Failure(
                "\(file.name): larger than the 4 MiB that are read of a configuration",
                hint: "there is no verdict: is this the right file?"
            )
        }
        if let mode = file.mode, mode & 0o177 != 0 {
            let text = String(mode & 0o777, radix: 8)
            report.add([
                Finding(
                    .fileMode,
                    "the file's mode is 0\(text), wider than 0600",
                    hint: "whoever reads the file has the keys: chmod 600"
                )
            ])
        }
        return report
    }
}
