/// What came of asking one source: an API server's address, or a file with metrics.
public struct FleetAnswer: Sendable, Equatable {
    /// The address or the file, for people.
    public var source: String
    /// The host and port of an address; nil for a file.
    public var address: String?
    /// What the metrics said, or why there are none.
    public var result: Result<ServerReport, AskFailure>

    /// Puts an answer together.
    public init(source: String, address: String?, result: Result<ServerReport, AskFailure>) {
        self.source = source
        self.address = address
        self.result = result
    }
}

/// Why a server gave no metrics.
public enum AskFailure: Error, Sendable, Hashable {
    /// 401: the credentials are unknown, or missing where nobody is anonymous.
    case unauthorized
    /// 403: whoever asked may not read metrics; the server's words name the user.
    case forbidden(String)
    /// The server wants to send the client elsewhere; credentials stay here.
    case redirected(to: String)
    /// Any other status.
    case status(Int)
    /// The server's certificate is of no known authority, expired, or unfit.
    case certificate(String)
    /// The server's certificate is for other names than the one that was asked for.
    case otherName(String)
    /// The server does not take the client's certificate.
    case clientCertificate(String)
    /// Nothing listens there.
    case refused
    /// The host's name is unknown.
    case unknownHost(String)
    /// No connection within the time.
    case connectTimeout
    /// The server fell silent before the end.
    case silent(afterBytes: Int)
    /// The answer was cut off.
    case cutOff(afterBytes: Int)
    /// The server speaks no TLS, or something else than HTTP.
    case protocolMismatch(String)
    /// Anything else.
    case other(String)
}

/// Something that can be asked which configuration its server has applied.
public protocol FleetSource: Sendable {
    /// Asks now; several answers where the source was asked several times.
    func ask() async -> [FleetAnswer]
}
