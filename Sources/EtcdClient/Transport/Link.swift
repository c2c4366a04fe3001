#if Etcd

internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import GRPCProtobuf
internal import NIOCore
internal import NIOHTTP2
internal import NIOPosix
internal import SwiftProtobuf
internal import Synchronization

/// The connections to one endpoint, made at the first call and kept by gRPC.
final class Link: Sendable {
    typealias Client = GRPCClient<HTTP2ClientTransport.Posix>

    /// The most one message may hold, in either direction.
    ///
    /// etcd's default limit for a request is 2 MiB; an answer may hold a page of such values.
    static let messageLimit = 128 << 20

    let endpoint: EtcdEndpoint
    private let connection: EtcdConnection

    /// One connection: calls with one answer go straight to the transport.
    struct Line {
        let client: Client
        let transport: HTTP2ClientTransport.Posix
    }

    private struct State {
        var lines: [Line] = []
        var runs: [Task<Void, Never>] = []
        var turn = 0
        var closed = false
        var probe: Task<CallFailure?, Never>?
        /// Whether the last thing heard of the endpoint was good.
        var ready = false
    }

    private let state = Mutex(State())
    let executor: LoopExecutor
    let watch = CallWatch()

    init(endpoint: EtcdEndpoint, connection: EtcdConnection, executor: LoopExecutor) {
        self.endpoint = endpoint
        self.connection = connection
        self.executor = executor
    }

    /// Whether the endpoint answered last time.
    var isReady: Bool { state.withLock { $0.ready } }

    /// Notes that the connection broke: the next call dials with the dial timeout again.
    func lost() {
        state.withLock { $0.ready = false }
    }

    /// One of the connections, in turn.
    func line() throws(EtcdError) -> Line {
        do {
            return try state.withLock { state in
                guard !state.closed else {
                    throw EtcdError(
                        code: .cancelled,
                        message: "\(endpoint): the client was closed",
                        hint: nil
                    )
                }
                if state.lines.isEmpty {
                    for _ in 0..<max(1, connection.connections) {
                        let line = try makeLine()
                        state.lines.append(line)
                        state.runs.append(Task { try? await line.client.runConnections() })
                    }
                }
                state.turn = (state.turn + 1) % state.lines.count
                return state.lines[state.turn]
            }
        } catch let error as EtcdError {
            throw error
        } catch {
            throw EtcdError(
                code: .file,
                message: "\(endpoint): TLS cannot be set up",
                hint: "check that --cacert, --cert and --key name PEM files that belong together",
                cause: CallFailure.short(error)
            )
        }
    }

    /// Waits until the endpoint has answered once, at most the dial timeout.
    ///
    /// Callers that come together wait for one probe.
    func ready() async throws(CallFailure) {
        let probe: Task<CallFailure?, Never>? = state.withLock { state in
            if state.ready { return nil }
            if let probe = state.probe { return probe }
            let probe = Task {
                let failure = await self.dial()
                self.state.withLock { state in
                    state.ready = failure == nil
                    state.probe = nil
                }
                return failure
            }
            state.probe = probe
            return probe
        }
        if let failure = await probe?.value { throw failure }
    }

    /// Ends all connections; calls in flight get the time they need up to the limit.
    func close(within limit: Duration) async {
        let (lines, runs) = state.withLock { state in
            state.closed = true
            return (state.lines, state.runs)
        }
        for line in lines { line.client.beginGracefulShutdown() }
        let reaper = Task {
            try? await Task.sleep(for: limit)
            for run in runs { run.cancel() }
        }
        for run in runs { await run.value }
        reaper.cancel()
    }

    private func dial() async -> CallFailure? {
        do {
            _ = try await unary(
                Methods.status,
                Etcdserverpb_StatusRequest(),
                metadata: [:],
                timeout: connection.dialTimeout
            )
            return nil
        } catch let error as RPCError
            where error.code != .unavailable && error.code != .deadlineExceeded
        {
            // Any answer, even a refusal, came from a server.
            return nil
        } catch let error as RPCError where error.code == .unavailable {
            // A member that answers "no leader" is reachable all the same.
            return error.message.utf8Contains("etcdserver:")
                ? nil : CallFailure(error, endpoint: endpoint, subject: nil)
        } catch let error as RPCError where error.code == .deadlineExceeded {
            return CallFailure(
                .nextEndpoint,
                EtcdError(
                    code: .unreachable,
                    message: "\(endpoint): no answer within the dial timeout",
                    hint: "check the address and firewalls, or raise --dial-timeout"
                )
            )
        } catch {
            return CallFailure(error, endpoint: endpoint, subject: nil)
        }
    }

    private func makeLine() throws -> Line {
        let transport = try HTTP2ClientTransport.Posix(
            target: target(),
            transportSecurity: TransportSecurity(connection, endpoint).make(),
            config: .defaults { config in
                config.http2.targetWindowSize = 16 << 20
                config.http2.authority = connection.serverName
                // A member that comes back shall be found soon.
                config.backoff.initial = .milliseconds(100)
                config.backoff.max = .seconds(3)
                config.connection.keepalive = .init(
                    time: max(connection.keepaliveTime, .seconds(10)),
                    timeout: connection.keepaliveTimeout,
                    allowWithoutCalls: false
                )
                // ``TurnFlusher`` does it.
                config.connection.flushCoalescing = nil
                config.channelDebuggingCallbacks.onCreateTCPConnection = Self.addHandlers
            },
            eventLoopGroup: executor.loop,
        )
        return Line(client: Client(transport: transport), transport: transport)
    }

    @Sendable private static func addHandlers(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let http2 = try pipeline.handler(type: NIOHTTP2Handler.self)
            try pipeline.addHandler(TurnFlusher(), position: .before(http2))
            try pipeline.addHandler(PingAnswerer(), position: .before(http2))
        }
    }

    private func target() -> any ResolvableTarget {
        if endpoint.scheme == .unix {
            return .unixDomainSocket(path: endpoint.host, authority: "localhost")
        }
        if let address = try? SocketAddress(ipAddress: endpoint.host, port: endpoint.port) {
            return address.protocol == .inet6
                ? .ipv6(address: endpoint.host, port: endpoint.port)
                : .ipv4(address: endpoint.host, port: endpoint.port)
        }
        return .dns(host: endpoint.host, port: endpoint.port)
    }
}

extension Link {
    /// One request, one answer.
    func unary<Request: Message, Response: Message>(
        _ method: Method<Request, Response>,
        _ request: Request,
        metadata: Metadata,
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
    func unary<Request: Message, Response: Message, Input: Sendable, Output: Sendable>(
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

    /// What every call asks of the transport.
    static let options = {
        var options = CallOptions.defaults
        // The transport takes the limit for answers from the limit for requests: set both.
        options.maxRequestMessageBytes = messageLimit
        options.maxResponseMessageBytes = messageLimit
        return options
    }()
}

#endif
