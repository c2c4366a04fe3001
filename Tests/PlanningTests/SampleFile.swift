import EncryptionConfig
import Foundation
import TestSupport
import Testing

/// A provider of a made-up file; a key's bytes follow from its name.
enum SampleProvider {
    case keys(String, [String], salt: UInt64)
    case kms(String, String, socket: String? = nil)
    case identity

    static func aescbc(_ names: String...) -> SampleProvider { .keys("aescbc", names, salt: 0) }
    static func secretbox(_ names: String...) -> SampleProvider {
        .keys("secretbox", names, salt: 0)
    }
    /// The same names with other secrets.
    static func otherBytes(_ names: String...) -> SampleProvider {
        .keys("aescbc", names, salt: 1)
    }

    var text: String {
        switch self {
        case .identity: "  - identity: {}\n"
        case .kms(let version, let name, let socket):
            "  - kms: {apiVersion: \(version), name: \(name), "
                + "endpoint: 'unix:///\(socket ?? name).sock'}\n"
        case .keys(let kind, let names, let salt):
            "  - \(kind):\n      keys:\n"
                + names.map {
                    "      - {name: \($0), secret: \(Self.secret(kind, $0, salt))}\n"
                }.joined()
        }
    }

    static func secret(_ kind: String, _ name: String, _ salt: UInt64) -> String {
        var seed = salt &+ 7
        for byte in (kind + name).utf8 { seed = seed &* 1_099_511_628_211 &+ UInt64(byte) }
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
        return Data(bytes).base64EncodedString()
    }
}

/// A made-up file.
struct SampleFile {
    let text: String

    init(_ entries: [(resources: String, providers: [SampleProvider])]) {
        text =
            "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n"
            + entries.map { entry in
                "- resources: \(entry.resources)\n  providers:\n"
                    + entry.providers.map(\.text).joined()
            }.joined()
    }

    func configuration() throws -> ValidatedConfiguration {
        let validator = ConfigurationValidator(featureGates: FeatureGates(kmsV1: true))
        return try #require(try validator.validate(Array(text.utf8)).configuration)
    }
}
