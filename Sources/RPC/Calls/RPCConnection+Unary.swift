#if Etcd

package import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import GRPCProtobuf
package import SwiftProtobuf

extension RPCConnection {
    typealias Bytes = Transport.Bytes

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
        let answer = try await exchange(
            method.descriptor,
            serializer.serialize(request),
            metadata,
            timeout: timeout,
            over: line().transport
        )
        return try deserializer.deserialize(answer)
    }

    /// Sends one message and waits for the one that answers it, at most `timeout`.
    ///
    /// What `GRPCClient.unary` does, without the four tasks and the timer that it takes for each
    /// call: it is more than half of what a small call costs.
    private func exchange(
        _ descriptor: MethodDescriptor,
        _ message: Bytes,
        _ metadata: Metadata,
        timeout: Duration,
        over transport: Transport,
    ) async throws -> Bytes {
        let options = callOptions
        // A task of its own, since only a task can be cancelled wherever it waits.
        let call = Task.immediate(executorPreference: executor) {
            try await Self.exchange(descriptor, message, metadata, options, over: transport)
        }
        let ticket = watch.start(timeout) { call.cancel() }
        let result = await withTaskCancellationHandler {
            await call.result
        } onCancel: {
            call.cancel()
        }
        let wasOverdue = watch.end(ticket)
        if wasOverdue, case .failure = result {
            throw RPCError(code: .deadlineExceeded, message: "no answer within \(timeout)")
        }
        return try result.get()
    }

    private static func exchange(
        _ descriptor: MethodDescriptor,
        _ message: Bytes,
        _ metadata: Metadata,
        _ options: CallOptions,
        over transport: Transport,
    ) async throws -> Bytes {
        try await transport.withStream(
            descriptor: descriptor,
            options: options
        ) { stream, _ in
            do {
                try await stream.outbound.write(contentsOf: [
                    .metadata(metadata), .message(message),
                ])
                await stream.outbound.finish()
            } catch {
                // Comes back as the status below, unless the server said why before.
                await stream.outbound.finish(
                    throwing: RPCError(code: .unknown, message: "the write failed", cause: error)
                )
            }
            var answer: Bytes?
            var parts = stream.inbound.makeAsyncIterator()
            while let part = try await parts.next() {
                switch part {
                case .metadata:
                    break
                case .message(let bytes):
                    guard answer == nil else {
                        throw RPCError(code: .internalError, message: "more than one answer")
                    }
                    answer = bytes
                case .status(let status, let metadata):
                    if let error = RPCError(status: status, metadata: metadata) { throw error }
                    guard let answer else {
                        throw RPCError(code: .internalError, message: "no answer")
                    }
                    return answer
                }
            }
            // So it ends when the call is cancelled, too: what was sent may have been applied.
            throw RPCError(code: .unavailable, message: "the answer broke off")
        }
    }
}

#endif
