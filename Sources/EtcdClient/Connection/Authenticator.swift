#if Etcd

internal import GRPCCore
internal import KeyMaterial
internal import RPC
internal import SwiftProtobuf
internal import Synchronization

/// Keeps the token of etcd's password authentication, and gets a new one when it ends.
///
/// However many calls find the token stale at once, one asks for the next.
final class Authenticator: Sendable {
    private struct State {
        var token: String?
        var renewal: Task<Result<String, CallFailure>, Never>?
    }

    private let user: String
    private let connection: EtcdConnectionOptions
    private let state = Mutex(State())

    /// Nil when the connection names no user.
    init?(_ connection: EtcdConnectionOptions) {
        guard let user = connection.user else { return nil }
        self.user = user
        self.connection = connection
    }

    /// The token in use; the first call asks for one.
    func token(over link: Link) async throws(CallFailure) -> String {
        if let token = state.withLock({ $0.token }) { return token }
        return try await renew(after: nil, over: link)
    }

    /// A token other than `stale`.
    func renew(after stale: String?, over link: Link) async throws(CallFailure) -> String {
        enum Next {
            case use(String)
            case wait(Task<Result<String, CallFailure>, Never>)
        }
        let next: Next = state.withLock { state in
            if let token = state.token, token != stale { return .use(token) }
            if let renewal = state.renewal { return .wait(renewal) }
            let renewal = Task {
                let result = await self.authenticate(over: link)
                self.state.withLock { state in
                    state.renewal = nil
                    state.token = try? result.get()
                }
                return result
            }
            state.renewal = renewal
            return .wait(renewal)
        }
        switch next {
        case .use(let token): return token
        case .wait(let task): return try await task.value.get()
        }
    }

    /// Whether it may stand in a header.
    private static func isToken(_ text: String) -> Bool {
        text.utf8.count <= 16384 && text.utf8.allSatisfy { 0x21...0x7e ~= $0 }
    }

    private func authenticate(over link: Link) async -> Result<String, CallFailure> {
        // The message needs a String, which cannot be wiped; it lives for this one call.
        let request = Etcdserverpb_AuthenticateRequest.with {
            $0.name = user
            $0.password =
                connection.password?.withBytes { bytes in
                    String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self)
                } ?? ""
        }
        do {
            let answer = try await link.rpc.unary(
                Methods.authenticate,
                request,
                metadata: [:],
                timeout: connection.commandTimeout
            )
            guard Self.isToken(answer.token) else {
                return .failure(
                    CallFailure(
                        .giveUp,
                        ClusterRecord.contradiction(
                            link.endpoint,
                            "answers to user \(user) with what is no token"
                        )
                    )
                )
            }
            return .success(answer.token)
        } catch let error as RPCError
            where error.message.utf8Contains("authentication is not enabled")
        {
            // As in etcdctl: a user is no harm where none is asked for.
            return .success("")
        } catch {
            return .failure(CallFailure(error, endpoint: link.endpoint, subject: "user \(user)"))
        }
    }
}

#endif
