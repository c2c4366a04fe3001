#if Etcd

internal import EtcdModel
internal import GRPCCore

/// Names for what the transport says when there is no connection.
extension CallFailure {
    /// Reads the chain of causes, the only place where a TLS or socket failure is named.
    ///
    /// Where a plain phrase says it, the library's words are left out.
    static func unavailable(_ rpc: RPCError, _ endpoint: EtcdEndpoint) -> EtcdError {
        let chain = chain(of: rpc)
        // etcd's own words stay, whatever they remind of.
        if !chain.utf8Contains("etcdserver:") {
            if let known = KnownFailure.told(by: chain, in: KnownFailure.connections) {
                return known.error(at: endpoint)
            }
            if chain.utf8Contains("before completing the HTTP/2 connection preface") {
                return EtcdError(
                    code: .transportMismatch,
                    message: "\(endpoint): the server closed the connection before it began",
                    remedy: endpoint.scheme == .tls ? .tryCertificate : .tryTLS
                )
            }
            if let lost = KnownFailure.told(by: chain, in: [.lost]) {
                return lost.error(at: endpoint)
            }
        }
        return EtcdError(
            code: .unavailable,
            message: "\(endpoint): the member cannot answer",
            hint: "try again, or another endpoint",
            cause: cause(rpc)
        )
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
