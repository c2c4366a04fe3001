#if Etcd

import EncryptionConfig
import Foundation
import GRPCCore
import GRPCProtobuf
import KMSClient
import RPC
import SwiftProtobuf

/// The calls of a ``TestPlugin``, which answers as long as it lives.
struct PluginService: RegistrableRPCService {
    /// Does not keep the plugin alive.
    private final class Reference: @unchecked Sendable {
        weak var plugin: TestPlugin?
    }

    private let reference = Reference()

    init(_ plugin: TestPlugin) {
        reference.plugin = plugin
    }

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        answer(MethodsV2.status, &router) { plugin, _ in
            let conduct = try await plugin.begin(.status, .v2)
            return .with {
                $0.version = conduct.version
                $0.healthz = conduct.healthz
                $0.keyID = conduct.keyID
            }
        }
        answer(MethodsV2.encrypt, &router) { plugin, request in
            let conduct = try await plugin.begin(.encrypt, .v2)
            let ciphertext = try plugin.encrypt(
                Array(request.plaintext),
                conduct,
                isVersionOne: false
            )
            return .with {
                $0.ciphertext = Data(ciphertext)
                $0.keyID = conduct.encryptKeyID ?? conduct.keyID
                $0.annotations = conduct.annotations.mapValues { Data($0) }
            }
        }
        answer(MethodsV2.decrypt, &router) { plugin, request in
            let conduct = try await plugin.begin(.decrypt, .v2)
            let plaintext = try plugin.decrypt(
                Array(request.ciphertext),
                keyID: request.keyID,
                request.annotations.mapValues { Array($0) },
                conduct
            )
            return .with { $0.plaintext = Data(plaintext) }
        }
        answer(MethodsV1.version, &router) { plugin, _ in
            let conduct = try await plugin.begin(.status, .v1)
            return .with {
                $0.version = conduct.versionOne
                $0.runtimeName = "test"
                $0.runtimeVersion = "1"
            }
        }
        answer(MethodsV1.encrypt, &router) { plugin, request in
            let conduct = try await plugin.begin(.encrypt, .v1)
            let cipher = try plugin.encrypt(Array(request.plain), conduct, isVersionOne: true)
            return .with { $0.cipher = Data(cipher) }
        }
        answer(MethodsV1.decrypt, &router) { plugin, request in
            let conduct = try await plugin.begin(.decrypt, .v1)
            let plain = try plugin.decrypt(Array(request.cipher), keyID: "", [:], conduct)
            return .with { $0.plain = Data(plain) }
        }
    }

    private func answer<Transport: ServerTransport, Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ router: inout RPCRouter<Transport>,
        _ body: @Sendable @escaping (TestPlugin, Request) async throws -> Response,
    ) {
        router.registerHandler(
            forMethod: method.descriptor,
            deserializer: ProtobufDeserializer<Request>(),
            serializer: ProtobufSerializer<Response>()
        ) { [reference] request, _ in
            StreamingServerResponse { writer in
                for try await message in request.messages {
                    guard let plugin = reference.plugin else {
                        throw RPCError(code: .unavailable, message: "gone")
                    }
                    try await writer.write(body(plugin, message))
                }
                return [:]
            }
        }
    }
}

#endif
