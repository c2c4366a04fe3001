#if Etcd

internal import EtcdModel

/// A failure that is told by its words, whatever status they come under: old servers use other
/// statuses for the same text, and a TLS or socket failure has none of its own.
struct KnownFailure {
    /// One of these is part of the text.
    let words: [String]
    let code: EtcdError.Code
    let message: String
    var hint: String?
    var remedy: StoreRemedy?
    var reaction = CallFailure.Reaction.giveUp

    /// The failure that a text tells of, if it is one of the list.
    static func told(by text: String, in list: [KnownFailure]) -> KnownFailure? {
        list.first { $0.words.contains(where: text.utf8Contains) }
    }

    /// In the words for people: where, what, and about what.
    func error(at endpoint: EtcdEndpoint, about subject: String? = nil) -> EtcdError {
        EtcdError(
            code: code,
            message: "\(endpoint): \(message)" + (subject.map { " (\($0))" } ?? ""),
            hint: hint,
            remedy: remedy
        )
    }

    /// What etcd answers; the first that fits counts.
    static let answers = [
        KnownFailure(
            words: ["invalid auth token", "revision of auth store is old"],
            code: .tokenExpired,
            message: "the authentication token is no longer valid",
            hint: "check that the user still exists and has its roles",
            reaction: .authenticate
        ),
        KnownFailure(
            words: ["user name is empty"],
            code: .authenticationRequired,
            message: "etcd wants a user and none was given",
            remedy: .giveUser,
            reaction: .authenticate
        ),
        KnownFailure(
            words: ["authentication failed, invalid user ID or password"],
            code: .authenticationFailed,
            message: "wrong user name or password",
            remedy: .checkUserAndPassword
        ),
        KnownFailure(
            words: ["permission denied"],
            code: .permissionDenied,
            message: "the user may not do this",
            hint: "grant its role read and write on the key range, or use a user with the root role"
        ),
        KnownFailure(
            words: ["database space exceeded"],
            code: .noSpace,
            message: "the database is full (NOSPACE)",
            hint: "compact, defragment each member, then: etcdctl alarm disarm"
        ),
        KnownFailure(
            words: ["corrupt cluster"],
            code: .corrupt,
            message: "etcd reports a corrupt member (CORRUPT alarm)",
            hint: "do not write; find the member with: etcdctl alarm list, and restore it first"
        ),
        KnownFailure(
            words: ["required revision has been compacted"],
            code: .compacted,
            message: "the revision has been compacted",
            hint: "read again at the current revision"
        ),
        KnownFailure(
            words: ["required revision is a future revision"],
            code: .futureRevision,
            message: "the revision does not exist yet",
            hint: "give a revision that is not above the current one"
        ),
        KnownFailure(
            words: ["request is too large", "received message larger than max"],
            code: .tooLarge,
            message: "the request is over the server's size limit",
            hint: "raise --max-request-bytes of etcd, or shrink the object"
        ),
        // The transport's words; the answer was thrown away, the server did nothing wrong.
        KnownFailure(
            words: ["configured maximum payload size"],
            code: .tooLarge,
            message: "the answer is over the client's size limit",
            hint: "ask for fewer keys at once"
        ),
        KnownFailure(
            words: ["too many requests"],
            code: .tooManyRequests,
            message: "etcd has too many requests waiting",
            remedy: .slowDown,
            reaction: .slowDown
        ),
        KnownFailure(
            words: ["rpc not supported for learner"],
            code: .unsupported,
            message: "this member is a learner and serves no such call",
            remedy: .nameAVotingMember,
            reaction: .nextEndpoint
        ),
    ]

    /// What the transport says where there is no connection, or is none any more.
    static let connections = [
        KnownFailure(
            words: ["failedToValidateHostname", "unable to validate"],
            code: .certificateName,
            message: "the server's certificate is for another name",
            hint: "use the endpoint's name as in the certificate"
        ),
        KnownFailure(
            words: ["CERTIFICATE_VERIFY_FAILED", "unableToValidateCertificate"],
            code: .certificateUntrusted,
            message:
                "the server's certificate is not signed by a trusted authority or is out of date",
            remedy: .giveAuthority
        ),
        KnownFailure(
            words: ["WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG"],
            code: .transportMismatch,
            message: "the server does not speak TLS",
            hint: "write http:// instead"
        ),
        KnownFailure(
            words: [
                "ALERT_CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA",
                "ALERT_CERTIFICATE_UNKNOWN", "ALERT_CERTIFICATE_EXPIRED",
                "ALERT_HANDSHAKE_FAILURE", "ALERT_UNSUPPORTED_CERTIFICATE", "ALERT_ACCESS_DENIED",
            ],
            code: .clientCertificate,
            message: "the server does not accept the client certificate",
            remedy: .giveTrustedCertificate
        ),
        KnownFailure(
            words: ["Connection refused", "ECONNREFUSED", "(errno: 111)"],
            code: .unreachable,
            message: "connection refused",
            hint: "is etcd running and listening there?"
        ),
        KnownFailure(
            words: [
                "No route to host", "Network is unreachable", "(errno: 113)", "(errno: 101)",
            ],
            code: .unreachable,
            message: "no route to the host",
            hint: "check the address and the network"
        ),
        KnownFailure(
            words: ["(errno: 2)", "No such file or directory"],
            code: .unreachable,
            message: "no such socket",
            hint: "check the path"
        ),
        KnownFailure(
            words: ["resolve", "DNS", "getaddrinfo", "unknown host"],
            code: .unreachable,
            message: "the name cannot be resolved",
            hint: "check the host name"
        ),
        KnownFailure(
            words: ["connectTimeout", "timed out", "(errno: 110)"],
            code: .unreachable,
            message: "no answer to the connection",
            remedy: .waitLongerForConnection
        ),
    ]

    /// What it says of a connection that was there; asked after all others.
    static let lost = KnownFailure(
        words: [
            "Stream unexpectedly closed", "Connection reset", "(errno: 104)", "Broken pipe",
            "(errno: 32)", "closed channel", "ioOnClosedChannel", "broke off",
        ],
        code: .unavailable,
        message: "the connection was lost",
        hint: "try again, or another endpoint"
    )
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
