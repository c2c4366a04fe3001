#if Etcd

internal import GRPCCore
internal import Providers
internal import RPC
internal import SwiftProtobuf
internal import Synchronization

/// Calls to one plugin, each within the configuration's time limit.
///
/// A plugin that was there and is gone may be starting again: calls wait for it within their limit,
/// as the API server's do. One that was never there is missed at once.
final class PluginConnection: Sendable {
    /// The largest message; gRPC's own limit, which the API server uses.
    private static let messageLimit = 4 << 20
    /// How long to wait before knocking again.
    private static let pause = Duration.milliseconds(50)
    /// Plugins answer slowly against what a loop can carry: all share one.
    private static let executor = LoopExecutor()

    private let connection: SocketConnection
    private let timeout: Duration
    private let hasAnswered = Atomic(false)

    init(_ socket: UnixSocket, timeout: Duration) {
        connection = SocketConnection(
            socket,
            executor: Self.executor,
            messageLimit: Self.messageLimit
        )
        self.timeout = timeout
    }

    /// One request and its answer.
    func call<Request: Message, Response: Message, Input: Sendable, Output: Sendable>(
        _ method: Method<Request, Response>,
        _ request: Input,
        serializer: some MessageSerializer<Input>,
        deserializer: some MessageDeserializer<Output>,
    ) async throws(PluginTrouble) -> Output {
        let deadline = ContinuousClock.now + timeout
        while true {
            let failure: any Error
            do {
                let answer = try await connection.unary(
                    method,
                    request,
                    timeout: max(.zero, deadline - .now),
                    serializer: serializer,
                    deserializer: deserializer
                )
                hasAnswered.store(true, ordering: .relaxed)
                return answer
            } catch {
                failure = error
            }
            if failure is ServerRefusal { hasAnswered.store(true, ordering: .relaxed) }
            guard isWorthWaiting(failure), ContinuousClock.now + Self.pause < deadline,
                (try? await Task.sleep(for: Self.pause)) != nil
            else { throw PluginTrouble(call: failure) }
        }
    }

    func close() async {
        await connection.close(within: .seconds(1))
    }

    private func isWorthWaiting(_ failure: any Error) -> Bool {
        if let failure = failure as? SocketFailure {
            switch failure.reason {
            case .busy: return true
            case .missing, .nobodyListening: return hasAnswered.load(ordering: .relaxed)
            case .permission, .nameTooLong, .other: return false
            }
        }
        guard let error = failure as? RPCError, error.code == .unavailable else { return false }
        return hasAnswered.load(ordering: .relaxed)
    }
}

#endif
