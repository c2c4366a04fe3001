#if Etcd

internal import EtcdModel
internal import GRPCCore
internal import RPC
internal import SwiftProtobuf
internal import Synchronization

/// The connections to one endpoint, and whether it answered last time.
final class Link: Sendable {
    /// The most one message may hold, in either direction.
    ///
    /// etcd's default limit for a request is 2 MiB; an answer may hold a page of such values.
    private static let messageLimit = 128 << 20

    let endpoint: EtcdEndpoint
    /// What all links of a client know of the cluster.
    let cluster: ClusterRecord
    /// Where calls are made.
    let rpc: RPCConnection
    private let connection: EtcdConnectionOptions

    private struct State {
        var probe: Task<CallFailure?, Never>?
        /// Whether the last thing heard of the endpoint was good.
        var ready = false
    }

    private let state = Mutex(State())

    /// How long to wait for an answer.
    var commandTimeout: Duration { connection.commandTimeout }

    init(
        endpoint: EtcdEndpoint,
        connection: EtcdConnectionOptions,
        executor: LoopExecutor,
        cluster: ClusterRecord,
    ) {
        self.endpoint = endpoint
        self.cluster = cluster
        self.connection = connection
        var options = RPCOptions()
        if connection.usesTLS(endpoint) {
            var tls = TLSOptions()
            tls.authorities = connection.cacert
            if let cert = connection.cert, let key = connection.key {
                tls.certificate = (cert, key)
            }
            tls.skipsVerification = connection.insecureSkipTLSVerify
            options.tls = tls
        }
        options.serverName = connection.serverName
        options.keepaliveTime = connection.keepaliveTime
        options.keepaliveTimeout = connection.keepaliveTimeout
        options.connections = connection.connections
        options.messageLimit = Self.messageLimit
        let target: RPCTarget =
            endpoint.scheme == .unix
            ? .unix(path: endpoint.host) : .tcp(host: endpoint.host, port: endpoint.port)
        rpc = RPCConnection(target, options, executor: executor)
    }

    /// Notes that the connection broke: the next call dials with the dial timeout again.
    func lost() {
        state.withLock { $0.ready = false }
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
        await rpc.close(within: limit)
    }

    private func dial() async -> CallFailure? {
        do {
            _ = try await rpc.unary(
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
                    remedy: .waitLongerForConnection
                )
            )
        } catch {
            return CallFailure(error, endpoint: endpoint, subject: nil)
        }
    }
}

#endif
