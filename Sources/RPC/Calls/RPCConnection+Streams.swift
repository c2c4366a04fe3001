#if Etcd

package import GRPCCore
internal import GRPCProtobuf
package import SwiftProtobuf

extension RPCConnection {
    /// One request, many answers, for as long as they come: no deadline is set.
    ///
    /// `body` takes the answers as they come; the call ends with it.
    package func answers<Request: Message, Response: Message, Result: Sendable>(
        to request: Request,
        _ method: Method<Request, Response>,
        metadata: Metadata = [:],
        _ body: @Sendable @escaping (RPCAsyncSequence<Response, any Error>) async throws -> Result,
    ) async throws -> Result {
        try await line().client.serverStreaming(
            request: ClientRequest(message: request, metadata: metadata),
            descriptor: method.descriptor,
            serializer: ProtobufSerializer<Request>(),
            deserializer: ProtobufDeserializer<Response>(),
            options: callOptions,
        ) { response in
            try await body(response.messages)
        }
    }

    /// Requests and answers side by side, each for as long as they come: no deadline is set.
    ///
    /// `send` writes the requests, and the server sees their end when it returns; `body` takes the
    /// answers as they come, and the call ends with it.
    package func conversation<Request: Message, Response: Message, Result: Sendable>(
        _ method: Method<Request, Response>,
        metadata: Metadata = [:],
        send: @Sendable @escaping (RPCWriter<Request>) async throws -> Void,
        _ body: @Sendable @escaping (RPCAsyncSequence<Response, any Error>) async throws -> Result,
    ) async throws -> Result {
        try await line().client.bidirectionalStreaming(
            request: StreamingClientRequest(metadata: metadata, producer: send),
            descriptor: method.descriptor,
            serializer: ProtobufSerializer<Request>(),
            deserializer: ProtobufDeserializer<Response>(),
            options: callOptions,
        ) { response in
            try await body(response.messages)
        }
    }
}

#endif
