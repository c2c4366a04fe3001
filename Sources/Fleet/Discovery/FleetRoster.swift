/// The API servers that a store knows, without any access to an API.
public struct FleetRoster: Sendable, Equatable {
    /// By identity, sorted.
    public var servers: [KnownServer]
    /// The addresses under `masterleases`: one for each live server that has one of its own.
    public var addresses: [String]

    /// Takes both.
    public init(servers: [KnownServer] = [], addresses: [String] = []) {
        self.servers = servers
        self.addresses = addresses
    }

    /// Whether the store names no API server at all.
    public var isEmpty: Bool { servers.isEmpty && addresses.isEmpty }
}

/// An API server that a store knows by its identity lease.
public struct KnownServer: Sendable, Equatable {
    /// The lease's name.
    public var identity: ServerIdentity
    /// The SHA-256 of it, as metrics have it.
    public var identityHash: ContentHash
    /// What the server's process sees; nil where the lease cannot be read.
    public var hostname: String?
    /// `host:port` under which other API servers reach it; nil before 1.36 in most clusters.
    public var address: String?
    /// When it renewed the lease last; nil where the lease cannot be read.
    public var renewed: Moment?
    /// Whether it runs; nil where nothing tells, so that it has to be counted in.
    public var isAlive: Bool?
    /// What the server wrote its lease with, and so writes leases with now; nil where the lease's
    /// header is of no known kind.
    public var leaseWriter: Write?
}
