#if Etcd

package import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Glibc
internal import NIOCore
internal import NIOPosix
package import SwiftProtobuf
internal import Synchronization

/// A server's own reason for not answering.
package struct ServerRefusal: Error {
    /// The kind of reason.
    package let code: RPCError.Code
    /// The server's words.
    package let message: String

    init(_ error: RPCError) {
        (code, message) = (error.code, error.message)
    }
}

/// The connection to a server on a unix socket, in the clear: made at the first call, and made
/// again by the next call after it broke.
///
/// The transport itself reaches neither abstract sockets nor long paths, and tells a missing
/// socket only in prose.
package final class SocketConnection: Sendable {
    private typealias Transport = HTTP2ClientTransport.WrappedChannel

    private struct Line {
        let number: Int
        let transport: Transport
        /// Ends with the connection.
        let run: Task<Void, Never>
    }

    private struct State {
        var line: Task<Line, any Error>?
        /// Counts lines, so that the end of an old one does not take a new one away.
        var number = 0
        var isClosed = false
    }

    /// Where the server listens.
    package let socket: UnixSocket
    private let executor: LoopExecutor
    private let watch = CallWatch()
    private let gate = CallGate(width: 32)
    private let callOptions: CallOptions
    private let state = Mutex(State())

    /// Connects with the first call; `messageLimit` is the most one message may hold.
    package init(_ socket: UnixSocket, executor: LoopExecutor, messageLimit: Int) {
        self.socket = socket
        self.executor = executor
        var options = CallOptions.defaults
        // The transport takes the limit for answers from the limit for requests: set both.
        options.maxRequestMessageBytes = messageLimit
        options.maxResponseMessageBytes = messageLimit
        callOptions = options
    }

    /// One request written by `serializer`, one answer read by `deserializer`, within `timeout`.
    ///
    /// The time runs from when the call is sent, of which only so many are under way at once.
    /// Request and answer are wiped from memory as far as they can be reached.
    ///
    /// - Throws: ``SocketFailure`` when nobody can be reached, ``ServerRefusal`` for the server's own
    ///   reason, `RPCError` when no reply came, ``RPCConnection/Closed``, and what `deserializer`
    ///   throws.
    package func unary<Request: Message, Response: Message, Input: Sendable, Output: Sendable>(
        _ method: Method<Request, Response>,
        _ request: Input,
        timeout: Duration,
        serializer: some MessageSerializer<Input>,
        deserializer: some MessageDeserializer<Output>,
    ) async throws -> Output {
        let line = try await line()
        let call = UnaryCall(descriptor: method.descriptor, metadata: [:], options: callOptions)
        let message: Transport.Bytes = try serializer.serialize(request)
        defer { MessageWiping.wipe(message) }
        let reply: UnaryCall.Reply<Transport.Bytes>
        do {
            reply = try await gate.pass {
                try await call.exchange(
                    message,
                    timeout: timeout,
                    over: line.transport,
                    on: executor,
                    watchedBy: watch
                )
            }
        } catch let error as RPCError where error.code == .unavailable {
            end(line)
            throw error
        }
        switch reply {
        case .failure(let error) where Self.isBroken(error):
            end(line)
            throw error
        case .success(let answer):
            defer { MessageWiping.wipe(answer) }
            return try deserializer.deserialize(answer)
        case .failure(let error):
            throw ServerRefusal(error)
        }
    }

    /// Ends the connection; calls in flight get the time they need up to the limit.
    package func close(within limit: Duration) async {
        let line = state.withLock { state in
            state.isClosed = true
            return state.line
        }
        guard let line = try? await line?.value else { return }
        line.transport.beginGracefulShutdown()
        let reaper = Task {
            try? await Task.sleep(for: limit)
            line.run.cancel()
        }
        await line.run.value
        reaper.cancel()
    }

    private func line() async throws -> Line {
        let line = try state.withLock { state in
            guard !state.isClosed else { throw RPCConnection.Closed() }
            if let line = state.line { return line }
            state.number += 1
            let number = state.number
            let line = Task { try await self.connect(number) }
            state.line = line
            return line
        }
        return try await line.value
    }

    private func connect(_ number: Int) async throws -> Line {
        do {
            let descriptor = try socket.connect()
            let transport = try await Self.transport(over: descriptor, on: executor.loop)
            let run = Task { [weak self] in
                try? await transport.connect()
                self?.drop(number)
            }
            return Line(number: number, transport: transport, run: run)
        } catch {
            drop(number)
            throw error
        }
    }

    /// Whether the transport put this in the place of a status that never came.
    private static func isBroken(_ error: RPCError) -> Bool {
        error.code == .unavailable && error.message.hasPrefix("Stream unexpectedly closed")
    }

    /// Gives up a connection: the next call looks whether somebody listens.
    private func end(_ line: Line) {
        drop(line.number)
        line.transport.beginGracefulShutdown()
    }

    private func drop(_ number: Int) {
        state.withLock { state in
            if state.number == number { state.line = nil }
        }
    }

    private static func transport(
        over descriptor: CInt,
        on loop: any EventLoop,
    ) async throws -> Transport {
        var config = Transport.Config.defaults
        config.http2.authority = "localhost"
        // ``TurnFlusher`` does it.
        config.connection.flushCoalescing = nil
        return try await Transport.wrapping(config: config) { configure in
            try await ClientBootstrap(group: loop).withConnectedSocket(descriptor) { channel in
                configure(channel).flatMapThrowing { configured in
                    try ConnectionHandlers.add(to: channel)
                    try channel.pipeline.syncOperations.addHandler(
                        WrittenBytesWiper(),
                        position: .first
                    )
                    return configured
                }
            }
        }
    }
}

#endif
