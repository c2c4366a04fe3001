#if Etcd

internal import GRPCCore

/// One request and the one message that answers it.
///
/// What `GRPCClient.unary` does, without the four tasks and the timer that it takes for each
/// call: it is more than half of what a small call costs.
struct UnaryCall: Sendable {
    let descriptor: MethodDescriptor
    let metadata: Metadata
    let options: CallOptions

    /// What a server sent back: an answer, or its own reason for none.
    typealias Reply<Bytes: Sendable> = Result<Bytes, RPCError>

    /// Sends `message` and waits for the reply, at most `timeout`.
    ///
    /// - Throws: `RPCError` when there was none; which it is, the error itself does not tell.
    func exchange<Transport: ClientTransport>(
        _ message: Transport.Bytes,
        timeout: Duration,
        over transport: Transport,
        on executor: LoopExecutor,
        watchedBy watch: CallWatch,
    ) async throws -> Reply<Transport.Bytes> {
        // A task of its own, since only a task can be cancelled wherever it waits.
        let call = Task.immediate(executorPreference: executor) {
            try await exchange(message, over: transport)
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

    private func exchange<Transport: ClientTransport>(
        _ message: Transport.Bytes,
        over transport: Transport,
    ) async throws -> Reply<Transport.Bytes> {
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
            var answer: Transport.Bytes?
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
                    if let error = RPCError(status: status, metadata: metadata) {
                        return .failure(error)
                    }
                    guard let answer else {
                        throw RPCError(code: .internalError, message: "no answer")
                    }
                    return .success(answer)
                }
            }
            // So it ends when the call is cancelled, too: what was sent may have been applied.
            throw RPCError(code: .unavailable, message: "the answer broke off")
        }
    }
}

#endif
