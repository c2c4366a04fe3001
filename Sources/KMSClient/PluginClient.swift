#if Etcd

public import EncryptionConfig
internal import GRPCProtobuf
public import KeyMaterial
public import Providers
internal import RPC
internal import SwiftProtobuf
internal import Synchronization

/// A KMS plugin, asked over its unix socket in the version of the interface that the configuration
/// names.
///
/// Connects with the first call, and again after a connection broke. End it with ``close()``.
public final class PluginClient: KeyUnwrapping {
    /// What version 1 calls itself.
    static let versionOne = "v1beta1"

    /// The plugin as the configuration has it.
    public let definition: KMSDefinition
    /// The socket that is asked: a path, or `@` and a name.
    public let socket: String

    private let connection: PluginConnection
    /// Whether a plugin of version 1 has named its version: a server asks before all else.
    private let versionIsKnown = Atomic(false)

    /// Makes a client; nothing is dialled yet.
    ///
    /// - Parameters:
    ///   - definition: The plugin as the configuration has it.
    ///   - socket: Where it listens on this machine, if not where the configuration says.
    public init(_ definition: KMSDefinition, socket: String? = nil) {
        self.definition = definition
        self.socket = socket ?? definition.socket
        connection = PluginConnection(
            UnixSocket(self.socket),
            timeout: .nanoseconds(definition.timeoutNanoseconds)
        )
    }

    /// Ends the connection.
    public func close() async {
        await connection.close()
    }

    /// What the plugin says of itself, see `KeyUnwrapping/status()`.
    public func status() async throws(PluginTrouble) -> PluginStatus {
        guard definition.version == .v2 else {
            return PluginStatus(keyID: nil, version: try await version(), healthz: "ok")
        }
        let answer = try await connection.call(
            MethodsV2.status,
            V2_StatusRequest(),
            serializer: ProtobufSerializer(),
            deserializer: ProtobufDeserializer<V2_StatusResponse>()
        )
        return PluginStatus(
            keyID: KeyID(answer.keyID),
            version: answer.version,
            healthz: answer.healthz
        )
    }

    /// Has the plugin decrypt a key or seed, see `KeyUnwrapping/unwrap(_:)`.
    public func unwrap(_ wrapped: WrappedKey) async throws(PluginTrouble) -> SecretKey {
        guard definition.version == .v2 else {
            try await checkVersion()
            return try await connection.call(
                MethodsV1.decrypt,
                V1beta1_DecryptRequest.with {
                    $0.version = Self.versionOne
                    $0.cipher = .init(wrapped.bytes)
                },
                serializer: ProtobufSerializer(),
                deserializer: DecryptedDeserializer()
            )
        }
        return try await connection.call(
            MethodsV2.decrypt,
            V2_DecryptRequest.with {
                $0.ciphertext = .init(wrapped.bytes)
                $0.uid = CallID.make()
                $0.keyID = wrapped.keyID?.text ?? ""
                for annotation in wrapped.annotations {
                    $0.annotations[annotation.name] = .init(annotation.value)
                }
            },
            serializer: ProtobufSerializer(),
            deserializer: DecryptedDeserializer()
        )
    }

    /// Has the plugin encrypt a fresh key or seed, see `KeyUnwrapping/wrap(_:as:)`.
    public func wrap(
        _ secret: SecretKey,
        as content: DataKeySource,
    ) async throws(PluginTrouble) -> WrappedKey {
        guard definition.version == .v2 else {
            try await checkVersion()
            let answer = try await connection.call(
                MethodsV1.encrypt,
                EncryptCall.v1(secret),
                serializer: EncryptSerializer(),
                deserializer: ProtobufDeserializer<V1beta1_EncryptResponse>()
            )
            return wrapped(Array(answer.cipher), content, keyID: nil, [])
        }
        let answer = try await connection.call(
            MethodsV2.encrypt,
            EncryptCall.v2(secret, uid: CallID.make()),
            serializer: EncryptSerializer(),
            deserializer: ProtobufDeserializer<V2_EncryptResponse>()
        )
        return wrapped(
            Array(answer.ciphertext),
            content,
            keyID: KeyID(answer.keyID),
            answer.annotations.map { WrappedKey.Annotation(name: $0.key, value: Array($0.value)) }
        )
    }

    private func wrapped(
        _ bytes: [UInt8],
        _ content: DataKeySource,
        keyID: KeyID?,
        _ annotations: [WrappedKey.Annotation],
    ) -> WrappedKey {
        WrappedKey(
            plugin: definition.name,
            version: definition.version,
            keyID: keyID,
            annotations: annotations,
            content: content,
            bytes: bytes
        )
    }

    private func version() async throws(PluginTrouble) -> String {
        let answer = try await connection.call(
            MethodsV1.version,
            V1beta1_VersionRequest.with { $0.version = Self.versionOne },
            serializer: ProtobufSerializer(),
            deserializer: ProtobufDeserializer<V1beta1_VersionResponse>()
        )
        versionIsKnown.store(answer.version == Self.versionOne, ordering: .relaxed)
        return answer.version
    }

    private func checkVersion() async throws(PluginTrouble) {
        if versionIsKnown.load(ordering: .relaxed) { return }
        let version = try await version()
        guard version == Self.versionOne else { throw PluginTrouble(.wrongVersion, version) }
    }
}

#endif
