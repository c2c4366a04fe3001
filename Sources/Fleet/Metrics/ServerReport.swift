/// What one API server's metrics say about its encryption configuration.
public struct ServerReport: Sendable, Equatable {
    /// What the server says of the file it has applied.
    public enum AppliedFile: Sendable, Equatable {
        /// Its name, as servers write it since 1.34.
        case hash(ContentHash)
        /// More than one file at once, or a name that is no hash: nothing can be concluded.
        case unclear
        /// Nothing is said.
        case untold
    }

    /// How the server's automatic reload went.
    public struct Reload: Sendable, Equatable {
        /// Whether it is on; nil when nothing tells (before the first reload metrics do not).
        public var isOn: Bool?
        /// How often it applied a changed file.
        public var successes = 0
        /// How often it did not; one bad file counts many times.
        public var failures = 0
        /// The last file applied; nil for never.
        public var lastSuccess: Moment?
        /// The last failure; it stays the newest when the file in force is put back.
        public var lastFailure: Moment?
    }

    /// A key that a KMS plugin works with.
    public struct PluginKey: Sendable, Hashable {
        /// The plugin's name in the configuration.
        public var plugin: String
        /// The SHA-256 of the key id.
        public var keyIDHash: ContentHash
        /// When the server saw it last, in a write or in the plugin's Status.
        public var lastSeen: Moment?
    }

    /// The release of the server, as far as it matters here.
    public enum Release: Sendable, Hashable {
        /// 1.34 and newer: `last_config_info` is there unless there is no configuration.
        case tells(String?)
        /// 1.33 and older: which file is in force is not told.
        case doesNotTell(String?)
        /// Not to be seen.
        case unknown
    }

    /// All names that the text has for its server: one, or none with the gate APIServerIdentity
    /// off, or several where texts were put together.
    public var identityHashes: Set<ContentHash> = []
    /// The file in force.
    public var appliedFile = AppliedFile.untold
    /// Automatic reload.
    public var reload = Reload()
    /// The release.
    public var release = Release.unknown
    /// Successful writes so far, by what they were written with.
    public var writes = WriteCounters()
    /// For each plugin the key it has said or used last.
    public var pluginKeys: [PluginKey] = []
    /// When the process began.
    public var processStart: Moment?
    /// Whether values were transformed, or a reload was tried: there is a configuration.
    public var showsConfiguration = false
    /// What is wrong with the text, if anything is.
    public var damage: TextDamage?

    /// Makes a report that says nothing.
    public init() {}
}

/// Why a text of metrics cannot carry a conclusion.
public enum TextDamage: Sendable, Hashable {
    /// It holds nothing.
    case empty
    /// It ends in the middle of a line: the answer was cut off, or is still being written.
    case cutOff
    /// Lines that matter cannot be read.
    case unreadableLines(Int)
    /// More samples matter than are kept.
    case tooLarge
    /// It is no API server's.
    case noAPIServer
    /// It holds more than one server's metrics.
    case severalServers
}
