#if Etcd

internal import EtcdModel
internal import GRPCCore
internal import RPC
internal import Synchronization

/// A live etcd cluster, spoken to over gRPC.
///
/// Calls go to the endpoint that answered last. When it cannot answer, reads move on to the next
/// endpoint; a compare-and-swap finds out first whether it was applied. A client is made for many
/// concurrent calls: 128 in flight share one connection well.
///
/// End it with ``close()``, or let ``with(_:_:)`` do so.
public final class EtcdClient: Sendable {
    /// The options the client was made with.
    public let connection: EtcdConnectionOptions

    /// Where calls cost least: a task that makes many small calls one after the other should
    /// prefer this executor, and do no long work of its own on it.
    public var executor: any TaskExecutor { loop }

    let links: [Link]
    let loop: LoopExecutor
    let cluster = ClusterRecord()
    private let authenticator: Authenticator?

    private struct State {
        /// The endpoint in use.
        var current = 0
        /// Whether any endpoint has ever answered.
        var answered = false
        /// How many calls found their endpoint unable to answer.
        var unanswered = 0
    }

    private let state = Mutex(State())

    /// Checks the options; the first call connects.
    public init(_ connection: EtcdConnectionOptions) throws(EtcdError) {
        try connection.check()
        self.connection = connection
        let loop = LoopExecutor()
        self.loop = loop
        let cluster = cluster
        links = connection.endpoints.map {
            Link(endpoint: $0, connection: connection, executor: loop, cluster: cluster)
        }
        authenticator = Authenticator(connection)
    }

    /// Lends a client and closes it afterwards.
    public static func with<Result>(
        _ connection: EtcdConnectionOptions,
        _ body: (EtcdClient) async throws -> Result,
    ) async throws -> Result {
        let client = try EtcdClient(connection)
        do {
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// Closes the connections; calls in flight have five seconds to finish.
    public func close() async {
        for link in links { await link.close(within: .seconds(5)) }
    }

    /// How many calls found their endpoint unable to answer, and were made again or found out.
    public var unansweredCalls: Int { state.withLock { $0.unanswered } }

    /// The endpoint that calls go to now.
    public var currentEndpoint: EtcdEndpoint {
        links[state.withLock { $0.current }].endpoint
    }
}

extension EtcdClient {
    /// Whether a call may be made again when it is unknown whether it was applied.
    enum Repeat {
        /// Reads, and writes that do the same twice.
        case always
        /// Writes: the failure goes to the caller, who finds out.
        case unlessApplied
    }

    /// Makes a call on the endpoint in use, with failover, token renewal and patience.
    func call<Value>(
        _ mode: Repeat = .always,
        subject: @autoclosure () -> String? = nil,
        _ body: (Link, Metadata) async throws -> Value,
    ) async throws(CallFailure) -> Value {
        var patience = Patience(limit: connection.retryTime)
        var renewed = false
        var failures: [Int: CallFailure] = [:]
        while true {
            let index = state.withLock { $0.current }
            let link = links[index]
            var token: String?
            var sent = false
            let failure: CallFailure
            do {
                try await link.ready()
                token = try await authenticator?.token(over: link)
                sent = true
                let value = try await body(link, Self.metadata(token))
                state.withLock { $0.answered = true }
                return value
            } catch {
                failure = CallFailure(error, endpoint: link.endpoint, subject: subject())
            }
            if Task.isCancelled {
                throw CallFailure(
                    sent && failure.reaction == .nextEndpoint ? .nextEndpoint : .giveUp,
                    CallFailure.cancelled(link.endpoint)
                )
            }
            switch failure.reaction {
            case .giveUp:
                throw failure
            case .authenticate:
                guard let authenticator, !renewed else { throw failure }
                renewed = true
                _ = try await authenticator.renew(after: token, over: link)
            case .slowDown:
                guard await patience.wait() else { throw failure }
            case .nextEndpoint:
                link.lost()
                failures[index] = failure
                let answered = leave(index)
                if sent, mode == .unlessApplied { throw failure }
                if answered {
                    guard await patience.wait() else { throw summary(failures, last: failure) }
                } else if failures.count == links.count {
                    throw summary(failures, last: failure)
                }
            }
        }
    }

    /// As ``call(_:subject:_:)`` for code that only wants the error.
    func perform<Value>(
        subject: @autoclosure () -> String? = nil,
        _ body: (Link, Metadata) async throws -> Value,
    ) async throws(EtcdError) -> Value {
        do {
            return try await call(subject: subject(), body)
        } catch {
            throw error.error
        }
    }

    /// Makes a call on one endpoint, whatever the others could say.
    func perform<Value>(
        on link: Link,
        subject: String? = nil,
        _ body: (Link, Metadata) async throws -> Value,
    ) async throws(EtcdError) -> Value {
        var renewed = false
        while true {
            var token: String?
            do {
                try await link.ready()
                token = try await authenticator?.token(over: link)
                return try await body(link, Self.metadata(token))
            } catch {
                let failure = CallFailure(error, endpoint: link.endpoint, subject: subject)
                guard failure.reaction == .authenticate, let authenticator, !renewed else {
                    if failure.reaction == .nextEndpoint { link.lost() }
                    throw failure.error
                }
                renewed = true
                do {
                    _ = try await authenticator.renew(after: token, over: link)
                } catch {
                    throw error.error
                }
            }
        }
    }

    /// Moves on from endpoint `index` unless another call did; says whether any ever answered.
    private func leave(_ index: Int) -> Bool {
        state.withLock { state in
            state.unanswered += 1
            if state.current == index { state.current = (index + 1) % links.count }
            return state.answered
        }
    }

    private func summary(_ failures: [Int: CallFailure], last: CallFailure) -> CallFailure {
        guard failures.count > 1 else { return last }
        let lines = failures.sorted { $0.key < $1.key }.map { $0.value.error.message }
        return CallFailure(
            last.reaction,
            EtcdError(
                code: last.error.code,
                message: "none of \(links.count) endpoints answers: "
                    + lines.joined(separator: ", "),
                hint: last.error.hint,
                remedy: last.error.remedy
            )
        )
    }

    private static func metadata(_ token: String?) -> Metadata {
        guard let token, !token.isEmpty else { return [:] }
        return ["token": .string(token)]
    }
}

#endif
