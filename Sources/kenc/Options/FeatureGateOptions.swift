import ArgumentParser
import EncryptionConfig

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
