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
        if let failure = error as? CallFailure {
            self = failure
            return
        }
        if let error = error as? EtcdError {
            self.init(.giveUp, error)
            return
        }
        if let failure = error as? TLSFileFailure {
            self.init(.giveUp, Self.unusable(failure, endpoint))
            return
        }
        if error is RPCConnection.Closed {
            self.init(
                .giveUp,
                EtcdError(
                    code: .cancelled,
                    message: "\(endpoint): the client was closed",
                    hint: nil
                )
            )
            return
        }
        guard let rpc = error as? RPCError else {
            if error is CancellationError {
                self.init(.nextEndpoint, Self.cancelled(endpoint))
            } else {
                self.init(
                    .giveUp,
                    EtcdError(
                        code: .other,
                        message: "\(endpoint): the call failed",
                        hint: nil,
                        cause: Self.short(error)
                    )
                )
            }
            return
        }
        self =
            Self.byText(rpc, endpoint, subject) ?? Self.byCode(rpc, endpoint, subject)
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
        let text = rpc.message
        func says(_ words: String) -> Bool { text.utf8Contains(words) }
        let about = subject.map { " (\($0))" } ?? ""
        func failure(
            _ code: EtcdError.Code,
            _ message: String,
            _ hint: String?,
            _ reaction: Reaction = .giveUp,
            remedy: StoreRemedy? = nil
        ) -> CallFailure {
            CallFailure(
                reaction,
                EtcdError(
                    code: code,
                    message: "\(endpoint): \(message)\(about)",
                    hint: hint,
                    remedy: remedy
                )
            )
        }
        if says("invalid auth token") || says("revision of auth store is old") {
            return failure(
                .tokenExpired,
                "the authentication token is no longer valid",
                "check that the user still exists and has its roles",
                .authenticate
            )
        }
        if says("user name is empty") {
            return failure(
                .authenticationRequired,
                "etcd wants a user and none was given",
                nil,
                .authenticate,
                remedy: .giveUser
            )
        }
        if says("authentication failed, invalid user ID or password") {
            return failure(
                .authenticationFailed,
                "wrong user name or password",
                nil,
                remedy: .checkUserAndPassword
            )
        }
        if says("permission denied") {
            return failure(
                .permissionDenied,
                "the user may not do this",
                subject == Self.maintenance
                    ? "maintenance needs the root role, whatever keys a role may read and write"
                    : "grant its role read and write on the key range, or use a user with the "
                        + "root role"
            )
        }
        if says("database space exceeded") {
            return failure(
                .noSpace,
                "the database is full (NOSPACE)",
                "compact, defragment each member, then: etcdctl alarm disarm"
            )
        }
        if says("corrupt cluster") {
            return failure(
                .corrupt,
                "etcd reports a corrupt member (CORRUPT alarm)",
                "do not write; find the member with: etcdctl alarm list, and restore it first"
            )
        }
        if says("required revision has been compacted") {
            return failure(
                .compacted,
                "the revision has been compacted",
                "read again at the current revision"
            )
        }
        if says("required revision is a future revision") {
            return failure(
                .futureRevision,
                "the revision does not exist yet",
                "give a revision that is not above the current one"
            )
        }
        if says("request is too large") || says("received message larger than max") {
            return failure(
                .tooLarge,
                "the request is over the server's size limit",
                "raise --max-request-bytes of etcd, or shrink the object"
            )
        }
        // The transport's words; the answer was thrown away, the server did nothing wrong.
        if says("configured maximum payload size") {
            return failure(
                .tooLarge,
                "the answer is over the client's size limit",
                "ask for fewer keys at once"
            )
        }
        if says("too many requests") {
            return failure(
                .tooManyRequests,
                "etcd has too many requests waiting",
                nil,
                .slowDown,
                remedy: .slowDown
            )
        }
        if says("rpc not supported for learner") {
            return failure(
                .unsupported,
                "this member is a learner and serves no such call",
                nil,
                .nextEndpoint,
                remedy: .nameAVotingMember
            )
        }
        return nil
    }

    private static func byCode(
        _ rpc: RPCError,
        _ endpoint: EtcdEndpoint,
        _ subject: String?
    ) -> CallFailure {
        func failure(
            _ code: EtcdError.Code,
            _ message: String,
            _ hint: String?,
            _ reaction: Reaction = .giveUp,
            remedy: StoreRemedy? = nil
        ) -> CallFailure {
            let about = subject.map { " (\($0))" } ?? ""
            return CallFailure(
                reaction,
                EtcdError(
                    code: code,
                    message: "\(endpoint): \(message)\(about)",
                    hint: hint,
                    remedy: remedy,
                    cause: cause(rpc)
                )
            )
        }
        switch rpc.code {
        case .unavailable:
            return CallFailure(.nextEndpoint, unavailable(rpc, endpoint))
        case .deadlineExceeded:
            return failure(
                .timedOut,
                "no answer in time",
                nil,
                .nextEndpoint,
                remedy: .waitLongerForAnswer
            )
        case .cancelled:
            // What was sent may have been applied.
            if Task.isCancelled { return CallFailure(.nextEndpoint, cancelled(endpoint)) }
            return failure(.unavailable, "the call was broken off", nil, .nextEndpoint)
        case .dataLoss, .unknown, .internalError:
            // A write that ends so may have been applied.
            return failure(.unavailable, "the call failed", nil, .nextEndpoint)
        case .unauthenticated:
            return failure(
                .tokenExpired,
                "etcd does not accept the authentication",
                nil,
                .authenticate
            )
        case .permissionDenied:
            return failure(.permissionDenied, "permission denied", nil)
        case .resourceExhausted:
            return failure(.tooLarge, "a message is over a size limit", nil)
        case .notFound:
            return failure(.notFound, "not found", nil)
        case .unimplemented:
            return failure(
                .unsupported,
                "the server does not know the call",
                "is this an etcd of version 3.4 or later?"
            )
        default:
            return failure(.other, "etcd refused the call", nil)
        }
    }

    private static func unusable(_ failure: TLSFileFailure, _ endpoint: EtcdEndpoint) -> EtcdError {
        guard let file = failure.file, let path = failure.path else {
            return EtcdError(
                code: .file,
                message: "\(endpoint): TLS cannot be set up",
                hint: nil,
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
            hint: nil,
            remedy: remedy
        )
    }

    static func cancelled(_ endpoint: EtcdEndpoint) -> EtcdError {
        EtcdError(code: .cancelled, message: "\(endpoint): the call was cancelled", hint: nil)
    }
}

extension String {
    /// Whether the bytes of `words` occur, without Unicode's equivalences.
    func utf8Contains(_ words: String) -> Bool {
        let words = Array(words.utf8)
        let text = Array(utf8)
        guard words.count <= text.count else { return false }
        return (0...(text.count - words.count)).contains {
            text[$0..<($0 + words.count)].elementsEqual(words)
        }
    }
}

#endif
