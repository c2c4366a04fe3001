#if Etcd

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

extension AskFailure {
    /// What the libraries below threw, as far as it can be told apart.
    ///
    /// - Parameters:
    ///   - error: As it was thrown.
    ///   - hasAnswer: Whether the head of an answer had come.
    ///   - bytes: How much of the body had come.
    init(_ error: any Error, hasAnswer: Bool, bytes: Int) {
        switch error {
        case let error as HTTPClientError: self.init(client: error, hasAnswer, bytes)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .otherName(Self.names(in: "\(error)"))
        case let error as NIOSSLError: self.init(security: "\(error)", hasAnswer)
        case let error as BoringSSLError: self.init(security: "\(error)", hasAnswer)
        case let error as NIOConnectionError:
            if let failed = error.connectionErrors.first {
                self.init(failed.error, hasAnswer: hasAnswer, bytes: bytes)
            } else {
                self = .unknownHost(error.host)
            }
        case let error as IOError where error.errnoCode == ECONNREFUSED: self = .refused
        case let error as IOError where error.errnoCode == ECONNRESET:
            self = hasAnswer ? .cutOff(afterBytes: bytes) : .other("the connection was reset")
        case is HTTPParserError:
            self =
                hasAnswer
                ? .cutOff(afterBytes: bytes)
                : .protocolMismatch("the answer is no HTTP")
        case ChannelError.connectTimeout: self = .connectTimeout
        case is SocketAddressError: self = .unknownHost("")
        default: self = .other("\(error)")
        }
    }

    private init(client error: HTTPClientError, _ hasAnswer: Bool, _ bytes: Int) {
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout: self = .connectTimeout
        case .readTimeout, .deadlineExceeded:
            self = hasAnswer || error == .readTimeout ? .silent(afterBytes: bytes) : .connectTimeout
        case .remoteConnectionClosed:
            self =
                hasAnswer ? .cutOff(afterBytes: bytes) : .other("the server closed the connection")
        default: self = .other("\(error)")
        }
    }

    private init(security text: String, _ hasAnswer: Bool) {
        let upper = text.uppercased()
        if upper.contains("WRONG_VERSION_NUMBER") || upper.contains("HTTP_REQUEST") {
            self = .protocolMismatch("the server speaks no TLS")
        } else if upper.contains("CERTIFICATE_VERIFY_FAILED") {
            let hasExpired = upper.contains("EXPIRED")
            self = .certificate(hasExpired ? "it has expired" : "no known authority signed it")
        } else if upper.contains("ALERT") && (upper.contains("CERTIFICATE") || upper.contains("CA"))
        {
            self = .clientCertificate(hasAnswer ? "while answering" : "")
        } else if upper.contains("HOSTNAME") {
            self = .otherName("")
        } else {
            self = .other("TLS failed: \(text)")
        }
    }

    /// The names that the certificate has, where the library lists them.
    private static func names(in text: String) -> String {
        guard let start = text.firstIndex(of: ":") else { return "" }
        return String(text[text.index(after: start)...].prefix(200))
    }
}

#endif
