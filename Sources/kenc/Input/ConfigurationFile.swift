import EncryptionConfig

/// A configuration file as it lies on disk, or standard input for `-`.
enum ConfigurationFile {
    /// The API server's verdict on a file, and advice.
    ///
    /// The file's bytes are wiped after it.
    static func judge(_ path: String, _ gates: FeatureGates) throws -> ConfigurationReport {
        var file = try FileBytes(path, limit: ConfigurationValidator.maximumBytes)
        defer { file.wipe() }
        let validator = ConfigurationValidator(featureGates: gates)
        var report: ConfigurationReport
        do {
            report = try validator.validate(file.bytes)
        } catch {
            if let foreign = ForeignFile(file.bytes.span) {
                throw Failure(
                    "\(file.name): this is \(foreign.description), not a configuration",
                    hint: RemedyText.words(.giveAsStore(foreign))
                )
            }
            throw Failure(
                "\(file.name): larger than the 4 MiB that are read of a configuration",
                hint: "there is no verdict: is this the right file?"
            )
        }
        let isForeign = report.findings.contains { $0.rule == .notAConfiguration }
        if let mode = file.mode, mode & 0o177 != 0, !isForeign {
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
