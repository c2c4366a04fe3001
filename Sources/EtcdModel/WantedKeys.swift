/// The keys that a walk needs, as far as it is known where they lie.
///
/// A live etcd is asked for these only: less to read, and a user who may see no more can do it.
public struct WantedKeys: Sendable {
    /// Where some of them lie.
    public struct Place: Sendable, Hashable {
        /// The key, or all keys below a directory.
        public var range: KeyRange
        /// Whether nothing can be there but what an API server never writes.
        public var isUnusual: Bool

        /// Takes both.
        public init(_ range: KeyRange, isUnusual: Bool = false) {
            self.range = range
            self.isUnusual = isUnusual
        }
    }

    /// What a key is called below a directory that is not known beforehand.
    public struct Tail: Sendable, Hashable {
        /// The bytes behind the directory's slash.
        public var bytes: [UInt8]
        /// Whether the key ends with them.
        public var isKey: Bool

        /// Takes both.
        public init(_ bytes: [UInt8], isKey: Bool) {
            self.bytes = bytes
            self.isKey = isKey
        }
    }

    /// How much of a store was read for them.
    public enum Reach: Sendable, Hashable {
        /// All of it.
        case everything
        /// What is under the prefix, since the user may see no more.
        case prefix
        /// Where they lie.
        case part
    }

    /// What all keys of the API server start with, with the last slash.
    public var prefix: [UInt8]
    /// Where they are; nil for anywhere.
    public var places: [Place]?
    /// Where they also may be: in every directory below the prefix with a dot in its name, as those
    /// of the groups of custom resources are.
    public var inGroups: [Tail]

    /// Takes all three; by default everything is wanted.
    public init(below prefix: [UInt8], places: [Place]? = nil, inGroups: [Tail] = []) {
        self.prefix = prefix
        self.places = places
        self.inGroups = inGroups
    }
}
