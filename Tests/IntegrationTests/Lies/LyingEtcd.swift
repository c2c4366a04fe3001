#if Etcd

@testable import EtcdClient
import Foundation
import GRPCCore
import GRPCNIOTransportHTTP2Posix
import RPC
import SwiftProtobuf
import Synchronization
import TestSupport

/// An etcd that listens on loopback and says what a lie makes of an honest answer.
final class LyingEtcd: Sendable {
    let endpoint: String
    private let server: GRPCServer<HTTP2ServerTransport.Posix>
    private let serving: Task<Void, Never>
    private let service: LyingService

    /// How often a call was made, by the method's last word.
    var calls: [String: Int] { service.calls.withLock { $0 } }

    init(_ lie: Lie) async throws {
        let service = LyingService(try HonestEtcd(), lie)
        self.service = service
        let server = GRPCServer(
            transport: HTTP2ServerTransport.Posix(
                address: .ipv4(host: "127.0.0.1", port: 0),
                transportSecurity: .plaintext
            ),
            services: [service]
        )
        self.server = server
        serving = Task { try? await server.serve() }
        guard let port = try await server.transport.listeningAddress.ipv4?.port else {
            throw Failure("the server has no port")
        }
        endpoint = "http://127.0.0.1:\(port)"
        service.url.withLock { [endpoint] in $0 = endpoint }
    }

    deinit {
        serving.cancel()
    }
}

/// The calls that kenc makes, answered in bytes so that a lie may be no message at all.
private final class LyingService: RegistrableRPCService {
    private typealias Writer = RPCWriter<[UInt8]>

    let calls = Mutex<[String: Int]>([:])
    let url = Mutex("")
    private let truth: HonestEtcd
    private let lie: Lie

    init(_ truth: HonestEtcd, _ lie: Lie) {
        self.truth = truth
        self.lie = lie
    }

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        let (truth, lie) = (truth, lie)
        answer(Methods.range, &router) { request, number in
            var answer = truth.range(request)
            lie.range?(&answer, request, number)
            return answer
        }
        answer(Methods.txn, &router) { request, number in
            var answer = truth.swap(request)
            lie.swap?(&answer, request, number)
            return answer
        }
        answer(Methods.status, &router) { _, number in
            var answer = truth.status
            lie.status?(&answer, number)
            return answer
        }
        answer(Methods.memberList, &router) { [weak self] _, _ in
            var answer = truth.members(at: self?.url.withLock { $0 } ?? "")
            lie.members?(&answer)
            return answer
        }
        answer(Methods.alarm, &router) { _, _ in
            var answer = truth.alarms
            lie.alarms?(&answer)
            return answer
        }
        answer(Methods.authenticate, &router) { _, _ in
            var answer = truth.token
            lie.token?(&answer)
            return answer
        }
        stream(Methods.snapshot, &router) { [weak self] _, writer in
            self?.calls.withLock { $0["Snapshot", default: 0] += 1 }
            if let snapshot = lie.snapshot {
                try await snapshot(truth.pieces) { try await writer.write($0.serializedBytes()) }
            } else {
                for piece in truth.pieces {
                    let bytes: [UInt8] = try piece.serializedBytes()
                    try await writer.write(lie.distorted("Snapshot", bytes))
                }
            }
        }
        stream(Methods.watch, &router) { requests, writer in
            for try await _ in requests {
                if let watch = lie.watch {
                    try await watch { try await writer.write($0.serializedBytes()) }
                } else {
                    try await writer.write(truth.created.serializedBytes())
                }
            }
        }
    }

    private func answer<Transport: ServerTransport, Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ router: inout RPCRouter<Transport>,
        _ body: @Sendable @escaping (Request, Int) -> Response,
    ) {
        stream(method, &router) { [lie] requests, writer in
            for try await request in requests {
                let name = method.descriptor.method
                let number = self.calls.withLock { calls in
                    calls[name, default: 0] += 1
                    return calls[name] ?? 0
                }
                while lie.isSilent(name, number) { try await Task.sleep(for: .seconds(60)) }
                if let refusal = lie.refusal, refusal.method == name {
                    throw RPCError(code: .outOfRange, message: refusal.words)
                }
                let bytes: [UInt8] = try body(request, number).serializedBytes()
                try await writer.write(lie.distorted(name, bytes))
            }
        }
    }

    private func stream<Transport: ServerTransport, Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ router: inout RPCRouter<Transport>,
        _ body:
            @Sendable @escaping (
                AsyncThrowingMapSequence<RPCAsyncSequence<[UInt8], any Error>, Request>,
                RPCWriter<[UInt8]>
            ) async throws -> Void,
    ) {
        router.registerHandler(
            forMethod: method.descriptor,
            deserializer: Bytes(),
            serializer: Bytes()
        ) { request, _ in
            StreamingServerResponse { writer in
                try await body(
                    request.messages.map { try Request(serializedBytes: $0) },
                    writer
                )
                return [:]
            }
        }
    }
}

private struct Bytes: MessageSerializer, MessageDeserializer {
    func serialize<Bytes: GRPCContiguousBytes>(_ message: [UInt8]) throws -> Bytes {
        Bytes(message)
    }

    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> [UInt8] {
        bytes.withUnsafeBytes { Array($0) }
    }
}

#endif
