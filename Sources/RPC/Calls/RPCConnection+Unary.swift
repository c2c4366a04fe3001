#if Etcd

package import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import GRPCProtobuf
package import SwiftProtobuf

extension RPCConnection {
    /// One request, one answer, within `timeout`.
    package func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ request: Request,
        metadata: Metadata = [:],
        timeout: Duration,
    ) async throws -> Response {
        try await unary(
            method,
            request,
            metadata: metadata,
            timeout: timeout,
            serializer: ProtobufSerializer<Request>(),
            deserializer: ProtobufDeserializer<Response>()
        )
    }

    /// One request written by `serializer`, one answer read by `deserializer`.
    package func unary<Request: Message, Response: Message, Input: Sendable, Output: Sendable>(
        _ method: Method<Request, Response>,
        _ request: Input,
        metadata: Metadata,
        timeout: Duration,
        serializer: some MessageSerializer<Input>,
        deserializer: some MessageDeserializer<Output>,
    ) async throws -> Output {
        let call = UnaryCall(
            descriptor: method.descriptor,
            metadata: metadata,
            options: callOptions
        )
        let reply = try await call.exchange(
            serializer.serialize(request),
            timeout: timeout,
            over: line().transport,
            on: executor,
            watchedBy: watch
        )
        return try deserializer.deserialize(reply.get())
    }
}

#endif
