internal import CryptoLoops
internal import EncryptionConfig
internal import KeyMaterial
internal import Providers
internal import Synchronization

/// A plugin that remembers the one seed it was given.
final class Plugin: KeyUnwrapping {
    static let bytes = [UInt8](repeating: 7, count: 64)

    private let secret = Mutex<SecretKey?>(nil)

    func status() async throws(PluginTrouble) -> PluginStatus {
        PluginStatus(keyID: "kek-1", version: "v2", healthz: "ok")
    }

    func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey {
        guard let secret = secret.withLock({ $0 }) else { throw PluginTrouble(.refused) }
        return secret
    }

    func wrap(
        _ secret: SecretKey,
        as content: DataKeySource,
    ) async throws(PluginTrouble) -> WrappedKey {
        self.secret.withLock { $0 = secret }
        return WrappedKey(
            plugin: "vault",
            version: .v2,
            keyID: "kek-1",
            annotations: [],
            content: content,
            bytes: Self.bytes
        )
    }

    var seed: [UInt8] {
        secret.withLock { $0 }?.withBytes { bytes in bytes.indices.map { bytes[$0] } } ?? []
    }
}

extension Subject {
    /// Version 2 of kms, its seed known.
    static func kms() async throws -> Subject {
        let yaml = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - kms: {apiVersion: v2, name: vault, endpoint: "unix:///vault.sock"}
              - identity: {}
            """
        let report = try ConfigurationValidator().validate(Array(yaml.utf8))
        guard let configuration = report.configuration, let definition = configuration.plugins.first
        else { throw Failure("the configuration for kms is not valid") }
        let plugin = Plugin()
        let keyring = PluginKeyring([definition: plugin])
        _ = await keyring.askStatus()
        let chains = ResourceChains(configuration, keyring: keyring)
        guard let chain = chains.chain(forResource: "secrets") else {
            throw Failure("no chain for kms")
        }
        var demand = SealingDemand(chains)
        demand.addPlaintext(with: chain)
        _ = try await demand.promise()
        // Key id, source and type of the stored message.
        let suffix =
            [0x12, 5] + Array("kek-1".utf8) + [0x1a, UInt8(Plugin.bytes.count)] + Plugin.bytes
            + [0x28, 1]
        return Subject(
            name: "kms v2",
            chains: chains,
            chain: chain,
            prefix: Array("k8s:enc:kms:v2:vault:".utf8),
            suffix: suffix,
            key: plugin.seed,
            loops: [loop_kms]
        )
    }

    /// Everything in front of the payload of a plaintext.
    func prefix(of size: Int) -> [UInt8] {
        guard !suffix.isEmpty else { return prefix }
        var bytes = prefix + [0x0a]
        var rest = 32 + 12 + size + 16
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f | 0x80))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}
