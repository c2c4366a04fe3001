#if Etcd

internal import EtcdModel
internal import GRPCCore
internal import RPC

/// What a failed call means for the code that made it.
struct CallFailure: Error {
    /// What to do about it.
    enum Reaction {
        /// Tell the caller.
        case giveUp
        /// The token is stale: authenticate and call again, nothing was applied.
        case authenticate
        /// The cluster is overloaded: wait and call again, nothing was applied.
        case slowDown
        /// This member cannot answer: a read goes to the next, a write may have been applied.
        case nextEndpoint
    }

    /// The subject of calls about a member itself, which no grant of keys allows.
    static let maintenance = "maintenance"

    let reaction: Reaction
    let error: EtcdError

    /// Judges an error by code and text; old servers use other codes for the same text.
    init(_ error: any Error, endpoint: EtcdEndpoint, subject: String?) {
        switch error {
        case let failure as CallFailure: self = failure
        case let error as EtcdError: self.init(.giveUp, error)
        case let failure as TLSFileFailure: self.init(.giveUp, Self.unusable(failure, endpoint))
        case is RPCConnection.Closed:
            let message = "\(endpoint): the client was closed"
            self.init(.giveUp, EtcdError(code: .cancelled, message: message))
        case is CancellationError: self.init(.nextEndpoint, Self.cancelled(endpoint))
        case let rpc as RPCError:
            self = Self.byText(rpc, endpoint, subject) ?? Self.byCode(rpc, endpoint, subject)
        default:
            let message = "\(endpoint): the call failed"
            self.init(
                .giveUp,
                EtcdError(code: .other, message: message, cause: Self.short(error))
            )
        }
    }

    init(_ reaction: Reaction, _ error: EtcdError) {
        self.reaction = reaction
        self.error = error
    }

    private static func byText(
        _ rpc: RPCError,
        _ endpoint: EtcdEndpoint,
        _ subject: String?
    ) -> CallFailure? {
        let known = KnownFailure.told(by: rpc.message, in: KnownFailure.answers)
        guard let known else { return nil }
        var error = known.error(at: endpoint, about: subject)
        if known.code == .permissionDenied, subject == Self.maintenance {
            error.hint = "maintenance needs the root role, whatever keys a role may read and write"
        }
        return CallFailure(known.reaction, error)
    }

    private static func byCode(
        _ rpc: RPCError,
        _ endpoint: EtcdEndpoint,
        _ subject: String?
    ) -> CallFailure {
        func failure(
            _ code: EtcdError.Code,
            _ message: String,
            hint: String? = nil,
            remedy: StoreRemedy? = nil,
            _ reaction: Reaction = .giveUp,
        ) -> CallFailure {
            let known = KnownFailure(
                words: [],
                code: code,
                message: message,
                hint: hint,
                remedy: remedy
            )
            var error = known.error(at: endpoint, about: subject)
            error.cause = cause(rpc)
            return CallFailure(reaction, error)
        }
        switch rpc.code {
        case .unavailable:
            return CallFailure(.nextEndpoint, unavailable(rpc, endpoint))
        case .deadlineExceeded:
            return failure(
                .timedOut,
                "no answer in time",
                remedy: .waitLongerForAnswer,
                .nextEndpoint,
            )
        case .cancelled:
            // What was sent may have been applied.
            if Task.isCancelled { return CallFailure(.nextEndpoint, cancelled(endpoint)) }
            return failure(.unavailable, "the call was broken off", .nextEndpoint)
        case .dataLoss, .unknown, .internalError:
            // A write that ends so may have been applied.
            return failure(.unavailable, "the call failed", .nextEndpoint)
        case .unauthenticated:
            return failure(
                .tokenExpired,
                "etcd does not accept the authentication",
                .authenticate
            )
        case .permissionDenied: return failure(.permissionDenied, "permission denied")
        case .resourceExhausted: return failure(.tooLarge, "a message is over a size limit")
        case .notFound: return failure(.notFound, "not found")
        case .unimplemented:
            return failure(
                .unsupported,
                "the server does not know the call",
                hint: "is this an etcd of version 3.4 or later?"
            )
        default: return failure(.other, "etcd refused the call")
        }
    }

    private static func unusable(_ failure: TLSFileFailure, _ endpoint: EtcdEndpoint) -> EtcdError {
        guard let file = failure.file, let path = failure.path else {
            return EtcdError(
                code: .file,
                message: "\(endpoint): TLS cannot be set up",
                remedy: .checkTLSFiles,
                cause: failure.reason
            )
        }
        let (what, remedy): (String, StoreRemedy) =
            switch file {
            case .authorities: ("authorities", .checkAuthorityFile)
            case .certificate: ("client certificate", .checkCertificateFile)
            case .key: ("client key", .checkKeyFile)
            }
        return EtcdError(
            code: .file,
            message: "the \(what) \(path) cannot be read: \(failure.reason)",
            remedy: remedy
        )
    }

    static func cancelled(_ endpoint: EtcdEndpoint) -> EtcdError {
        EtcdError(code: .cancelled, message: "\(endpoint): the call was cancelled")
    }
}

#endif
