#if Etcd

/// Where a server listens.
package enum RPCTarget: Sendable, Hashable {
    /// A DNS name or an address (IPv6 without brackets).
    case tcp(host: String, port: Int)
    /// A socket in the file system.
    case unix(path: String)
}

/// The files of TLS, in PEM, read again for each connection: certificates end while programs run.
package struct TLSOptions: Sendable, Hashable {
    /// The authorities that sign the server's certificate; nil for the system's.
    package var authorities: String?
    /// The client's certificate and its private key.
    package var certificate: (chain: String, key: String)? {
        get { chain.flatMap { chain in key.map { (chain, $0) } } }
        set { (chain, key) = (newValue?.chain, newValue?.key) }
    }
    /// Take any server certificate, whoever signed it.
    package var skipsVerification = false

    private var chain: String?
    private var key: String?

    /// The system's authorities, and no client certificate.
    package init() {}
}

/// How connections to one server are made.
package struct RPCOptions: Sendable {
    /// Nil for calls in the clear.
    package var tls: TLSOptions?
    /// The name expected in the server's certificate when it is not the target's host.
    package var serverName: String?
    /// How long a connection may be silent before the server is asked for a sign of life.
    package var keepaliveTime = Duration.seconds(10)
    /// How long to wait for that sign of life.
    package var keepaliveTimeout = Duration.seconds(6)
    /// How many connections calls are spread over.
    package var connections = 1
    /// The most one message may hold, in either direction.
    package var messageLimit = 4 << 20

    /// One connection in the clear.
    package init() {}
}

#endif
