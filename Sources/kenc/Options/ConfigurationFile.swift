import EncryptionConfig
import Glibc

/// A configuration file as it lies on disk, or standard input for `-`.
struct ConfigurationFile {
    let path: String
    let bytes: [UInt8]
    /// Permission bits of a regular file.
    let mode: mode_t?

    static func read(_ path: String) throws -> ConfigurationFile {
        let isStandardInput = path == "-"
        let descriptor = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("cannot read \(path): \(SystemError.text())") }
        defer { if !isStandardInput { close(descriptor) } }
        guard let mode = FileMode(descriptor: descriptor) else {
            throw Failure("cannot read \(path): \(SystemError.text())")
        }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        // One byte more than what is read of a configuration tells that it is too large.
        while bytes.count <= ConfigurationValidator.maximumBytes {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure("cannot read \(path): \(SystemError.text())") }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return ConfigurationFile(
            path: path,
            bytes: bytes,
            mode: mode.isRegular && !isStandardInput ? mode.permissions : nil,
        )
    }

    /// The API server's verdict on the file, and advice.
    func judge(_ gates: FeatureGates = FeatureGates()) throws -> ConfigurationReport {
        let validator = ConfigurationValidator(featureGates: gates)
        var report: ConfigurationReport
        do {
            report = try validator.validate(bytes)
        } catch {
            throw Failure(
                "\(path): larger than the 4 MiB that are read of a configuration",
                hint: "there is no verdict: is this the right file?"
            )
        }
        if let mode, mode & 0o177 != 0 {
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

extension FeatureGates {
    /// Reads `KMSv1=true,…` as kube-apiserver does; gates that change no verdict are passed over.
    init(parsing text: String) throws {
        self.init()
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
                .map { $0.drop { $0 == " " } }
            let name = parts[0]
            guard parts.count == 2, !name.isEmpty, let value = Self.bool(parts[1]) else {
                throw Failure.usage(
                    "--feature-gates takes NAME=true or NAME=false, several with commas"
                )
            }
            if name == "KMSv1" { kmsV1 = value }
        }
    }

    private static func bool(_ text: Substring) -> Bool? {
        switch text {
        case "1", "t", "T", "TRUE", "true", "True": true
        case "0", "f", "F", "FALSE", "false", "False": false
        default: nil
        }
    }
}
