#if Etcd

internal import EtcdModel
internal import GRPCCore
internal import RPC
internal import Synchronization

extension EtcdClient {
    /// Runs a call that may take long, and ends it when its member falls silent.
    ///
    /// `body` says with `heard` that something came. A member that has been silent is asked for a
    /// sign of life. The transport's keepalive cannot: grpc-swift-nio-transport 2.9.2 stops it when
    /// the first call on a connection ends, and does not start it again.
    func whileAlive<Value: Sendable>(
        _ link: Link,
        during what: String,
        _ body: @Sendable @escaping (_ heard: @Sendable @escaping () -> Void) async throws -> Value,
    ) async throws -> Value {
        let last = Heard()
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body { last.time.withLock { $0 = .now } } }
            group.addTask {
                while true {
                    try await Task.sleep(for: self.connection.keepaliveTime)
                    let silence = ContinuousClock.now - last.time.withLock { $0 }
                    guard silence >= self.connection.keepaliveTime else { continue }
                    try await self.askForLife(link, what)
                    last.time.withLock { $0 = .now }
                }
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    private func askForLife(_ link: Link, _ what: String) async throws {
        do {
            _ = try await link.rpc.unary(
                Methods.status,
                .init(),
                metadata: [:],
                timeout: connection.keepaliveTimeout
            )
        } catch let error as RPCError
            where error.code == .deadlineExceeded || error.code == .unavailable
        {
            throw CallFailure(
                .nextEndpoint,
                EtcdError(
                    code: .timedOut,
                    message: "\(link.endpoint): the member fell silent in the middle of \(what)",
                    hint: nil,
                    remedy: .nameAnotherMember
                )
            )
        } catch is RPCError {
            // A refusal is a sign of life as well.
        }
    }
}

/// When a member was last heard of.
private final class Heard: Sendable {
    let time = Mutex(ContinuousClock.now)
}

#endif
