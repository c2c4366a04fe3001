internal import KubernetesModel
public import Survey

/// What was seen of the API servers.
public struct FleetSight: Sendable {
    /// What a server has applied.
    public enum Applied: Sendable, Hashable {
        /// The file with this hash.
        case file(String)
        /// It runs without any.
        case nothing
        /// Nobody knows.
        case untold
    }

    /// One server.
    public struct Server: Sendable, Hashable {
        /// For people.
        public let name: String
        /// Its file.
        public let applied: Applied
        /// When it took the file, in seconds since 1970; nil where it does not say.
        public let since: Double?

        /// Puts the three together.
        public init(name: String, applied: Applied, since: Double?) {
            self.name = name
            self.applied = applied
            self.since = since
        }
    }

    /// Every server that has to be counted in.
    public let servers: [Server]
    /// Whether something hints at servers that nobody has seen.
    public let mayMissSome: Bool

    /// Puts a sight together.
    public init(servers: [Server], mayMissSome: Bool) {
        self.servers = servers
        self.mayMissSome = mayMissSome
    }

    /// Whether every server there is said what it has applied.
    var isWhole: Bool {
        !servers.isEmpty && !mayMissSome && servers.allSatisfy { $0.applied != .untold }
    }

    func isOnly(_ hash: String) -> Bool {
        isWhole && servers.allSatisfy { $0.applied == .file(hash) }
    }
}

/// What was seen of the store, under each file that there is.
public struct StoreSight: Sendable {
    /// Whether what was seen says something about all that is stored.
    public let isConclusive: Bool
    /// As of when it is, in seconds since 1970; nil where nothing tells.
    public let time: Double?
    /// By the hash of the file.
    public let surveys: [String: Survey]

    /// Puts a sight together.
    public init(isConclusive: Bool, time: Double?, surveys: [String: Survey]) {
        self.isConclusive = isConclusive
        self.time = time
        self.surveys = surveys
    }

    /// What a file makes of some resources; all for an empty list.
    func count(under hash: String, _ resources: [GroupResource]) -> StandingCount? {
        guard let survey = surveys[hash] else { return nil }
        var count = StandingCount()
        for (resource, tally) in survey.resources
        where resources.isEmpty || resources.contains(resource) {
            count.values += tally.values
            count.stale += tally.stale
            count.unreadable += tally.unreadable
        }
        if resources.isEmpty { count.unreadable += survey.unknownEncrypted }
        return count
    }

    /// Values that only a plugin could open, and none was asked.
    func sealedByPlugins(under hash: String) -> Int {
        surveys[hash]?.unreadableValues.count { $0.code == "kms" } ?? 0
    }

    /// Values that a file does not open, although another one of the plan does.
    func hidden(under hash: String) -> Int {
        guard let survey = surveys[hash] else { return 0 }
        let mine = Set(survey.unreadableValues.map(\.key))
        guard !mine.isEmpty else { return 0 }
        return surveys.values.reduce(mine) { lost, other in
            lost.intersection(other.unreadableValues.map(\.key))
        }.count.distance(to: mine.count)
    }
}

/// What a rewrite has left.
public struct StandingCount: Sendable, Hashable {
    /// Values of its resources.
    public var values = 0
    /// Those that are not on what the file writes.
    public var stale = 0
    /// Those that the file does not open.
    public var unreadable = 0

    /// Nothing counted.
    public init() {}
}
