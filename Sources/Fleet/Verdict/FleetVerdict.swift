/// Whether every API server has applied exactly the wanted file.
public struct FleetVerdict: Sendable, Equatable {
    /// The wanted file.
    public var wanted: ContentHash
    /// Every server that the store or an answer knows.
    public var servers: [FleetServer]
    /// What else stands against a conclusion, or should be known.
    public var remarks: [FleetRemark]

    /// Whether there is at least one expected server, every one is ``ServerState/proven``, and
    /// nothing hints at servers that nobody has seen.
    public var isProven: Bool {
        let expected = servers.filter(\.isExpected)
        return !expected.isEmpty && expected.allSatisfy { $0.state == .proven }
            && !remarks.contains(where: \.isInTheWay)
    }

    /// Whether anything was asked and gave metrics.
    public var hasAnswer: Bool {
        servers.contains { $0.isAsked && $0.state != .unreachable }
    }
}

/// What is known of one API server.
public struct FleetServer: Sendable, Equatable {
    /// The name of its lease; nil where only its hash is known, or nothing.
    public var identity: ServerIdentity?
    /// What metrics call it.
    public var identityHash: ContentHash?
    /// What its process sees.
    public var hostname: String?
    /// `host:port`, from the store or from asking.
    public var address: String?
    /// Whether it runs: an answer or the store tells; nil where neither does.
    public var isAlive: Bool?
    /// Whether it has to be proven: all but those that the store shows to be gone.
    public var isExpected = true
    /// Whether somebody asked it.
    public var isAsked = false
    /// Where the answer came from.
    public var source: String?
    /// The file it has applied.
    public var applied: ContentHash?
    /// The local file that is the same, of those that were named.
    public var file: String?
    /// The verdict.
    public var state = ServerState.missing
    /// Why it is not proven.
    public var reason: ServerReason?
    /// Its automatic reload.
    public var reload: ServerReport.Reload?
    /// When it took the file that it has: its last reload, or its start; nil where it does not say.
    public var since: Moment?
    /// What it writes with now: from two texts of its metrics, or from its own lease.
    public var writes: [Write] = []
    /// The keys of its KMS plugins.
    public var pluginKeys: [ServerReport.PluginKey] = []
    /// Whether another server answered under the same identity.
    public var sharesIdentity = false

    /// Makes a server of which nothing is known.
    public init() {}
}

/// The verdict on one server.
public enum ServerState: String, Sendable, Hashable, CaseIterable {
    /// It has applied exactly the wanted file.
    case proven
    /// It has applied another file.
    case other
    /// It answered, but what it has applied cannot be told.
    case unproven
    /// The store knows it, and nobody asked it.
    case missing
    /// It was asked and gave no metrics.
    case unreachable
    /// It runs without any encryption configuration.
    case noConfiguration
}

/// Why a server is not proven.
public enum ServerReason: Sendable, Hashable {
    /// Its release (1.33 or older, as far as known) does not say which file it has applied.
    case releaseDoesNotTell(String?)
    /// It says nothing of a configuration; `isCertain` where its release would.
    case noConfiguration(isCertain: Bool)
    /// Its metrics carry no conclusion.
    case text(TextDamage)
    /// It names more than one applied file.
    case unclear
    /// It was asked and gave no metrics.
    case asking(AskFailure)
}

/// What should be known beside the verdicts on single servers.
public enum FleetRemark: Sendable, Hashable {
    /// One address gave answers of several servers, so there may be more behind it.
    case loadBalancer(source: String, servers: Int, isComplete: Bool)
    /// Servers with one host name share an identity, or one was started again meanwhile.
    case sharedIdentity(ServerIdentity?, ContentHash)
    /// The store has more live addresses than servers are known.
    case moreAddresses(addresses: Int, servers: Int)
    /// The store that was read names no API server.
    case emptyStore
    /// The lease of a server that is gone is still there.
    case gone(String)
    /// No store was given, so servers that nobody named are unknown.
    case noStore

    /// Whether nothing is proven while this holds.
    public var isInTheWay: Bool {
        switch self {
        case .loadBalancer(_, _, let isComplete): !isComplete
        case .moreAddresses: true
        case .sharedIdentity, .emptyStore, .gone, .noStore: false
        }
    }
}
