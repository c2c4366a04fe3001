#if Etcd

internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// The connections to one server, made at the first call and made again when they break.
package final class RPCConnection: Sendable {
    typealias Transport = HTTP2ClientTransport.Posix

    /// One connection: calls with one answer go straight to the transport.
    struct Line {
        let client: GRPCClient<Transport>
        let transport: Transport
    }

    private struct State {
        var lines: [Line] = []
        var runs: [Task<Void, Never>] = []
        var turn = 0
        var closed = false
    }

    /// The connection was closed by its owner.
    package struct Closed: Error {
        package init() {}
    }

    private let target: RPCTarget
    private let options: RPCOptions
    private let state = Mutex(State())
    let executor: LoopExecutor
    let watch = CallWatch()
    /// What every call asks of the transport.
    let callOptions: CallOptions

    package init(_ target: RPCTarget, _ options: RPCOptions, executor: LoopExecutor) {
        self.target = target
        self.options = options
        self.executor = executor
        var callOptions = CallOptions.defaults
        // The transport takes the limit for answers from the limit for requests: set both.
        callOptions.maxRequestMessageBytes = options.messageLimit
        callOptions.maxResponseMessageBytes = options.messageLimit
        self.callOptions = callOptions
    }

    /// One of the connections, in turn.
    ///
    /// - Throws: ``Closed``, ``TLSFileFailure``, or what the transport says of its options.
    func line() throws -> Line {
        try state.withLock { state in
            guard !state.closed else { throw Closed() }
            if state.lines.isEmpty {
                for _ in 0..<max(1, options.connections) {
                    let line = try makeLine()
                    state.lines.append(line)
                    state.runs.append(Task { try? await line.client.runConnections() })
                }
            }
            state.turn = (state.turn + 1) % state.lines.count
            return state.lines[state.turn]
        }
    }

    /// Ends all connections; calls in flight get the time they need up to the limit.
    package func close(within limit: Duration) async {
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

    private func makeLine() throws -> Line {
        let tls = try options.tls.map { try TLSFiles($0) }
        let name = sniName
        let transport = try Transport(
            target: transportTarget,
            // TLS is put in below, for each connection anew.
            transportSecurity: tls == nil ? .plaintext : .customSecure,
            config: .defaults { config in
                config.http2.targetWindowSize = 16 << 20
                config.http2.authority = options.serverName
                // A server that comes back shall be found soon.
                config.backoff.initial = .milliseconds(100)
                config.backoff.max = .seconds(3)
                config.connection.keepalive = .init(
                    time: max(options.keepaliveTime, .seconds(10)),
                    timeout: options.keepaliveTimeout,
                    allowWithoutCalls: false
                )
                // ``TurnFlusher`` does it.
                config.connection.flushCoalescing = nil
                config.channelDebuggingCallbacks.onCreateTCPConnection = { channel in
                    Self.addHandlers(channel, tls, name)
                }
            },
            eventLoopGroup: executor.loop,
        )
        return Line(client: GRPCClient(transport: transport), transport: transport)
    }

    @Sendable private static func addHandlers(
        _ channel: any Channel,
        _ tls: TLSFiles?,
        _ name: String?,
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try ConnectionHandlers.add(to: channel)
            guard let tls else { return }
            try channel.pipeline.syncOperations.addHandler(
                NIOSSLClientHandler(context: tls.context(), serverHostname: name),
                position: .first
            )
        }
    }

    /// The name that a server is asked for, and that its certificate must hold; an address is found
    /// in the certificate without.
    private var sniName: String? {
        if let name = options.serverName { return name }
        switch target {
        case .unix: return Self.localAuthority
        case .tcp(let host, _): return Self.isAddress(host) ? nil : host
        }
    }

    private static let localAuthority = "localhost"

    private static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    private var transportTarget: any ResolvableTarget {
        switch target {
        case .unix(let path):
            return .unixDomainSocket(path: path, authority: Self.localAuthority)
        case .tcp(let host, let port):
            guard let address = try? SocketAddress(ipAddress: host, port: port) else {
                return .dns(host: host, port: port)
            }
            return address.protocol == .inet6
                ? .ipv6(address: host, port: port) : .ipv4(address: host, port: port)
        }
    }
}

#endif
