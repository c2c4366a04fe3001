#if Etcd

public import EtcdModel

/// Why a call to etcd, or the work around it, failed.
///
/// Never holds a password, a key's value or a token.
public struct EtcdError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure a caller may want to tell apart; more may come.
    public enum Code: Sendable, Hashable {
        /// An option is malformed or lacks its partner.
        case configuration
        /// A certificate, key or output file cannot be read or written.
        case file
        /// No connection: refused, no route, no such name, no answer in time.
        case unreachable
        /// The server's certificate is not signed by a trusted authority, or is out of date.
        case certificateUntrusted
        /// The server's certificate is for another name.
        case certificateName
        /// The server wants another client certificate, or wants one at all.
        case clientCertificate
        /// One side speaks TLS, the other does not.
        case transportMismatch
        /// The connection broke, or the member has no leader or is stopping.
        case unavailable
        /// No answer within the command timeout.
        case timedOut
        /// The caller gave up.
        case cancelled
        /// etcd's authentication is on and no user was given.
        case authenticationRequired
        /// Wrong user or password.
        case authenticationFailed
        /// The token is not valid, and a new one was not accepted either.
        case tokenExpired
        /// The user may not do this with this key.
        case permissionDenied
        /// The database reached its quota (NOSPACE alarm).
        case noSpace
        /// The CORRUPT alarm is raised.
        case corrupt
        /// The revision asked for has been compacted.
        case compacted
        /// The revision asked for does not exist yet.
        case futureRevision
        /// A request or an answer is over a size limit.
        case tooLarge
        /// The cluster is overloaded.
        case tooManyRequests
        /// A key or a lease that must exist does not.
        case notFound
        /// The member refuses the call: a learner, or a version without it.
        case unsupported
        /// The server sent what the protocol does not allow, or a snapshot whose hash is wrong.
        case malformedAnswer
        /// A write may or may not have been applied.
        case outcomeUnknown
        /// Anything else; the message holds the server's words.
        case other
    }

    /// What kind of failure.
    public var code: Code
    /// What went wrong, naming the endpoint and the key: lower case, no full stop.
    public var message: String
    /// What to do next.
    public var hint: String?
    /// What to do next with the connection's options.
    public var remedy: StoreRemedy?
    /// The words of the library or server below, when they say more than the message.
    public var cause: String?

    /// Puts an error together.
    public init(
        code: Code,
        message: String,
        hint: String? = nil,
        remedy: StoreRemedy? = nil,
        cause: String? = nil,
    ) {
        self.code = code
        self.message = message
        self.hint = hint
        self.remedy = remedy
        self.cause = cause
    }

    /// The message, its cause and the next step in one line.
    public var description: String {
        text + (hint.map { "; \($0)" } ?? "")
    }

    /// The message and its cause.
    public var text: String { message + (cause.map { " (\($0))" } ?? "") }
}

#endif
