/// ``Evidence`` as it is written down, in reports and beside a backup.
public struct EvidenceRecord: Codable, Sendable, Hashable {
    /// `snapshot`, `dump` or `live`.
    public let store: String
    /// The one revision that everything shows; nil where there is none.
    public let revision: Int64?
    /// As ``Evidence/isWhole``.
    public let whole: Bool
    /// `ok`, `absent`, `skipped` or `notApplicable`.
    public let integrity: String
    /// The ranges of keys that were read, by their prefixes; empty where the store does not say.
    public let ranges: [String]
    /// The filters in force, as on a command line.
    public let filters: [String]
    /// What was looked for and not found.
    public let missing: [String]
    /// Why it does not carry a conclusion, for a person; nil where it does.
    public let why: String?

    /// Puts a record together.
    public init(
        store: String,
        revision: Int64?,
        whole: Bool,
        integrity: String,
        ranges: [String],
        filters: [String],
        missing: [String],
        why: String?,
    ) {
        self.store = store
        self.revision = revision
        self.whole = whole
        self.integrity = integrity
        self.ranges = ranges
        self.filters = filters
        self.missing = missing
        self.why = why
    }

    /// As ``Evidence/isConclusive``.
    public var isConclusive: Bool { whole && integrity != "skipped" }
}
