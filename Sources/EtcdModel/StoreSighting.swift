/// What a walk over a store can say of itself once it ended: how much it saw, of what, and as of when.
///
/// A store says only what it knows. A conclusion about keys that were not lent needs all of it: no
/// ``gaps``, one revision, an integrity that was not left open, and ``ranges`` that the keys lie in.
public struct StoreSighting: Sendable, Hashable {
    /// Where the entries come from.
    public enum Kind: String, Sendable, Hashable {
        /// A file with etcd's database.
        case snapshot
        /// Answers of etcd that were kept as text.
        case dump
        /// An etcd that was asked.
        case live
        /// A list in memory, for tests.
        case memory
    }

    /// As of when.
    public enum Moment: Sendable, Hashable {
        /// All entries are as they were at this revision.
        case revision(Revision)
        /// Some are older than others: what changed between may be missing, or there twice.
        case several(ClosedRange<Revision>)
        /// The store does not say.
        case unknown
    }

    /// A way in which the walk saw less than there is, or may have.
    public enum Gap: Sendable, Hashable {
        /// It has not reached the end.
        case unfinished
        /// An answer was cut by a limit or a filter; how many keys are missing, where that is said.
        case keysMissing(Int64?)
        /// The entries came without their values.
        case valuesMissing
        /// Nothing says how many entries there ought to be.
        case countMissing
        /// Whoever owns the file was writing to it.
        case beingWritten
    }

    /// Whether the bytes are those that etcd gave away.
    public enum Integrity: String, Sendable, Hashable {
        /// They were compared with etcd's own hash of them.
        case verified = "ok"
        /// There is no hash to compare with.
        case absent
        /// There is one, and nobody wanted it compared.
        case skipped
        /// The kind of store has no such hash.
        case notApplicable
    }

    /// Where the entries come from.
    public var kind: Kind
    /// As of when they are.
    public var moment: Moment
    /// The newest revision that the store knew of when it was read; nil where it does not say.
    public var newestRevision: Revision?
    /// The keys that were asked for, in order; nil where the store does not say.
    public var ranges: [KeyRange]?
    /// What is missing; empty when everything in the ranges was lent.
    public var gaps: Set<Gap>
    /// Whether the bytes are what they were.
    public var integrity: Integrity

    /// Puts together what a store knows.
    public init(
        _ kind: Kind,
        moment: Moment = .unknown,
        newestRevision: Revision? = nil,
        ranges: [KeyRange]? = nil,
        gaps: Set<Gap> = [],
        integrity: Integrity = .notApplicable,
    ) {
        self.kind = kind
        self.moment = moment
        self.newestRevision = newestRevision
        self.ranges = ranges
        self.gaps = gaps
        self.integrity = integrity
    }

    /// The one revision that all entries show; nil where there is none or it is not known.
    public var revision: Revision? {
        if case .revision(let revision) = moment { revision } else { nil }
    }

    /// Whether nothing is missing in the ranges.
    public var isWhole: Bool { gaps.isEmpty }
}
