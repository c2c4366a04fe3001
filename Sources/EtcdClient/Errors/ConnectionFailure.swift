#if Etcd

internal import EtcdModel
internal import GRPCCore

/// Names for what the transport says when there is no connection.
extension CallFailure {
    /// Reads the chain of causes, the only place where a TLS or socket failure is named.
    static func unavailable(_ rpc: RPCError, _ endpoint: EtcdEndpoint) -> EtcdError {
        let chain = chain(of: rpc)
        func says(_ words: String...) -> Bool { words.contains { chain.utf8Contains($0) } }
        func error(
            _ code: EtcdError.Code,
            _ message: String,
            _ hint: String? = nil,
            remedy: StoreRemedy? = nil,
        ) -> EtcdError {
            EtcdError(
                code: code,
                message: "\(endpoint): \(message)",
                hint: hint,
                remedy: remedy,
                cause: code == .unavailable || code == .unreachable ? cause(rpc) : nil
            )
        }
        if says("failedToValidateHostname", "unable to validate") {
            return error(
                .certificateName,
                "the server's certificate is for another name",
                "use the endpoint's name as in the certificate"
            )
        }
        if says("CERTIFICATE_VERIFY_FAILED", "unableToValidateCertificate") {
            return error(
                .certificateUntrusted,
                "the server's certificate is not signed by a trusted authority or is out of date",
                remedy: .giveAuthority
            )
        }
        if says("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG") {
            return error(
                .transportMismatch,
                "the server does not speak TLS",
                "write http:// instead"
            )
        }
        if says(
            "ALERT_CERTIFICATE_REQUIRED",
            "ALERT_BAD_CERTIFICATE",
            "ALERT_UNKNOWN_CA",
            "ALERT_CERTIFICATE_UNKNOWN",
            "ALERT_CERTIFICATE_EXPIRED",
            "ALERT_HANDSHAKE_FAILURE",
            "ALERT_UNSUPPORTED_CERTIFICATE",
            "ALERT_ACCESS_DENIED"
        ) {
            return error(
                .clientCertificate,
                "the server does not accept the client certificate",
                remedy: .giveTrustedCertificate
            )
        }
        if says("Connection refused", "ECONNREFUSED", "(errno: 111)") {
            return error(
                .unreachable,
                "connection refused",
                "is etcd running and listening there?"
            )
        }
        if says("No route to host", "Network is unreachable", "(errno: 113)", "(errno: 101)") {
            return error(.unreachable, "no route to the host", "check the address and the network")
        }
        if says("(errno: 2)", "No such file or directory") {
            return error(.unreachable, "no such socket", "check the path")
        }
        if says("resolve", "DNS", "getaddrinfo", "unknown host") {
            return error(.unreachable, "the name cannot be resolved", "check the host name")
        }
        if says("connectTimeout", "timed out", "(errno: 110)"), !says("etcdserver:") {
            return error(
                .unreachable,
                "no answer to the connection",
                remedy: .waitLongerForConnection
            )
        }
        if says("before completing the HTTP/2 connection preface") {
            return error(
                .transportMismatch,
                "the server closed the connection before it began",
                remedy: endpoint.scheme == .tls ? .tryCertificate : .tryTLS
            )
        }
        return error(.unavailable, "the member cannot answer", "try again, or another endpoint")
    }

    /// The server's words for an error with a status, the library's for one without.
    static func cause(_ rpc: RPCError) -> String? {
        guard let cause = rpc.cause else { return rpc.message.isEmpty ? nil : rpc.message }
        return "\(rpc.message) \(short(cause))"
    }

    /// An error's text without the source files that libraries put into theirs.
    static func short(_ error: any Error) -> String {
        if let rpc = error as? RPCError { return cause(rpc) ?? "\(rpc.code)" }
        var text = "\(error)"
        for marker in [", file:", " file:", " at /"] {
            if let cut = text.firstRange(of: marker) {
                text = String(text[..<cut.lowerBound])
            }
        }
        return text.utf8.count > 300 ? String(text.prefix(300)) + "…" : text
    }

    private static func chain(of error: any Error) -> String {
        var text = "\(error)"
        var next = (error as? RPCError)?.cause
        var depth = 0
        while let cause = next, depth < 8 {
            text += " / \(cause)"
            next = (cause as? RPCError)?.cause
            depth += 1
        }
        return text
    }
}

#endif
