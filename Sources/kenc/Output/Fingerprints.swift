import EncryptionConfig
import EtcdModel
import KeyMaterial
import Providers
import Rotation
import Survey

/// Fingerprints of keys, each computed once: one takes a tenth of a second.
struct Fingerprints {
    private var known: [ObjectIdentifier: String?] = [:]

    /// The fingerprints of the chain's keys of this name; nil where there is none to be had.
    mutating func of(_ key: ProviderKey, in chain: ProviderChain?) throws -> [String]? {
        guard let chain, key != .identity else { return nil }
        var prints: [String] = []
        for candidate in chain.keys(named: key) {
            if let print = try of(candidate) { prints.append(print) }
        }
        return prints.isEmpty ? nil : prints
    }

    private mutating func of(_ key: SecretKey) throws -> String? {
        if let print = known[ObjectIdentifier(key)] { return print }
        let print: String? =
            switch KeyStrength(key) {
            case .sample, .lowEntropy: nil
            case .text, .strong: try key.fingerprint().description
            }
        known[ObjectIdentifier(key)] = .some(print)
        return print
    }
}
