/// How API servers are spoken to: whom to believe, and who asks.
///
/// Descriptions and mirrors show nothing of it.
public struct ServerCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// PEM: the authorities that sign the servers' certificates; nil for the system's.
    public var authorities: [UInt8]?
    /// PEM: the client's certificate and what it was signed with.
    public var certificate: [UInt8]?
    /// PEM: the key of ``certificate``.
    public var privateKey: [UInt8]?
    /// A bearer token; read anew for every question, since projected tokens change.
    public var token: (@Sendable () throws -> [UInt8])?
    /// The name that the servers' certificates have to be for, where the address is another.
    public var serverName: String?

    /// Makes credentials of nobody, who believes the system's authorities.
    public init() {}

    /// Whether anything secret would be sent or used.
    public var isSomebody: Bool { certificate != nil || token != nil }

    /// Nothing of the content.
    public var description: String { "<credentials>" }
    /// Nothing of the content.
    public var debugDescription: String { description }
    /// Nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why credentials cannot be used.
public enum CredentialsProblem: Error, Sendable, Hashable {
    /// The authorities are no PEM certificates.
    case authorities
    /// The client certificate is no PEM certificate.
    case certificate
    /// The client's key is no PEM key, or is encrypted.
    case privateKey
    /// A certificate without its key, or the other way round.
    case halfPair
    /// Credentials would go over a line that is not encrypted.
    case plainText
}
