#if Etcd

internal import EtcdModel
internal import GRPCCore
internal import RPC
internal import Synchronization

/// What a call that may take long has brought.
final class LongCall: Sendable {
    private struct State {
        var heardAt = ContinuousClock.now
        var isPaused = false
    }

    private let state = Mutex(State())

    /// For how long the member has brought nothing; none while it has to wait for us.
    var silence: Duration {
        state.withLock { $0.isPaused ? .zero : ContinuousClock.now - $0.heardAt }
    }

    /// Something came.
    func heard() {
        state.withLock { $0.heardAt = .now }
    }

    /// Does what keeps the member waiting: a disk or a pipe may be slower than it.
    func pausing<Result>(_ body: () throws -> Result) rethrows -> Result {
        state.withLock { $0.isPaused = true }
        defer { state.withLock { $0 = State() } }
        return try body()
    }
}

extension EtcdClient {
    /// Runs a call that may take long, and ends it when its member falls silent.
    ///
    /// `body` says what came. A member that has been silent is asked for a sign of life. The
    /// transport's keepalive cannot: grpc-swift-nio-transport 2.9.2 stops it when the first call on a
    /// connection ends, and does not start it again.
    ///
    /// - Parameters:
    ///   - link: The member.
    ///   - what: What is ended, for the message.
    ///   - patience: How long a member that lives may bring nothing; nil for as long as it likes.
    ///   - body: The call.
    /// - Returns: What the call gives.
    /// - Throws: What the call throws, or a ``CallFailure`` for a member that fell silent.
    func whileAlive<Value: Sendable>(
        _ link: Link,
        during what: String,
        patience: Duration? = nil,
        _ body: @Sendable @escaping (LongCall) async throws -> Value,
    ) async throws -> Value {
        let call = LongCall()
        return try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body(call) }
            group.addTask { try await self.guardSilence(of: call, link, what, patience) }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw CancellationError() }
            return value
        }
    }

    private func guardSilence(
        of call: LongCall,
        _ link: Link,
        _ what: String,
        _ patience: Duration?,
    ) async throws -> Never {
        let pause = min(connection.keepaliveTime, patience.map { $0 / 4 } ?? .seconds(60))
        var askedAt = ContinuousClock.now
        while true {
            try await Task.sleep(for: max(pause, .milliseconds(50)))
            let silence = call.silence
            if let patience, silence >= patience {
                throw Self.silent(
                    link,
                    "the member answers, but for \(silence.components.seconds) s nothing came of "
                        + what
                )
            }
            let isLong = min(silence, ContinuousClock.now - askedAt) >= connection.keepaliveTime
            guard isLong else { continue }
            try await askForLife(link, what)
            askedAt = .now
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
            throw Self.silent(link, "the member fell silent in the middle of \(what)")
        } catch is RPCError {
            // A refusal is a sign of life as well.
        }
    }

    private static func silent(_ link: Link, _ words: String) -> CallFailure {
        CallFailure(
            .nextEndpoint,
            EtcdError(
                code: .timedOut,
                message: "\(link.endpoint): \(words)",
                remedy: .nameAnotherMember
            )
        )
    }
}

#endif
