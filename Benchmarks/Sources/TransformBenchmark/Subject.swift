internal import CryptoLoops
internal import EncryptionConfig
internal import KeyMaterial
internal import Providers

/// A provider with its chain, and the loops in C that do the same.
struct Subject {
    let name: String
    let chains: ResourceChains
    let chain: ProviderChain
    /// Everything in front of a payload, as far as it does not depend on its length.
    let prefix: [UInt8]
    /// Everything behind it.
    var suffix: [UInt8] = []
    let key: [UInt8]
    let loops: [loop_kind]

    static let etcdKey = Array("/registry/secrets/benchmarks/secret-000001".utf8)

    static func all() async throws -> [Subject] {
        try await keyed() + [kms()]
    }

    static func keyed() throws -> [Subject] {
        try [
            ("aescbc", [loop_aescbc]),
            ("aesgcm", [loop_aesgcm]),
            ("secretbox", [loop_secretbox_easy, loop_secretbox_nacl]),
        ].map { name, loops in
            let key = [UInt8](repeating: 0x2a, count: 32)
            // 32 bytes 0x2a.
            let secret = "KioqKioqKioqKioqKioqKioqKioqKioqKioqKioqKio="
            let yaml = """
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers:
                  - \(name): {keys: [{name: key1, secret: \(secret)}]}
                  - identity: {}
                """
            let report = try ConfigurationValidator().validate(Array(yaml.utf8))
            let chains = report.configuration.map { ResourceChains($0) }
            guard let chains, let chain = chains.chain(forResource: "secrets")
            else { throw Failure("the configuration for \(name) is not valid") }
            return Subject(
                name: name,
                chains: chains,
                chain: chain,
                prefix: Array("k8s:enc:\(name):v1:key1:".utf8),
                key: key,
                loops: loops
            )
        }
    }
}

/// Why a benchmark cannot go on.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Gives out the bytes of an array over and over: for measuring alone, never for sealing.
final class RepeatedNonces: NonceSource {
    private let bytes: [UInt8]
    private var used = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func fill(_ nonce: inout MutableSpan<UInt8>) throws(NonceError) {
        if used + nonce.count > bytes.count { used = 0 }
        let start = used
        used += nonce.count
        nonce.withUnsafeMutableBytes { target in
            bytes.withUnsafeBytes { source in
                target.copyMemory(from: .init(rebasing: source[start..<(start + target.count)]))
            }
        }
    }
}
