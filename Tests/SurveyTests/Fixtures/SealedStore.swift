import EncryptionConfig
import EtcdModel
import KeyMaterial
import KubernetesModel
import Providers

/// A key of 32 equal bytes.
func key(_ name: String, _ byte: UInt8) -> NamedKey {
    NamedKey(name: KeyName(name), key: SecretKey(copying: [UInt8](repeating: byte, count: 32).span))
}

/// A configuration with one chain, for secrets.
func configuration(_ providers: ProviderDefinition...) -> ValidatedConfiguration {
    ValidatedConfiguration(
        hash: "sha256:0",
        chains: [
            ChainDefinition(
                selector: ResourceSelector(resource: "secrets", group: ""),
                providers: providers
            )
        ]
    )
}

extension FixedStore.Entry {
    /// A value as it is.
    init(_ key: String, _ value: [UInt8]) {
        self.init(key: Array(key.utf8), value: value)
    }

    /// A Secret, sealed with the configuration's first key.
    static func secret(
        _ name: String,
        namespace: String = "default",
        as inside: String? = nil,
        _ configuration: ValidatedConfiguration?,
    ) throws -> FixedStore.Entry {
        let key = "/registry/secrets/\(namespace)/\(name)"
        let object = json(inside ?? name, namespace)
        guard let configuration else { return FixedStore.Entry(key, object) }
        let sealed = try ResourceChains(configuration).seal(
            plaintext: object,
            etcdKey: key,
            resource: "secrets"
        )
        return FixedStore.Entry(key, sealed)
    }

    static func json(_ name: String, _ namespace: String) -> [UInt8] {
        Array(
            """
            {"kind":"Secret","apiVersion":"v1","metadata":{"name":"\(name)",\
            "namespace":"\(namespace)"},"data":{}}
            """.utf8
        )
    }
}
