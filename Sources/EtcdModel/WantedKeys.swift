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

    /// Takes both; by default everything is wanted.
    public init(below prefix: [UInt8], places: [Place]? = nil) {
        self.prefix = prefix
        self.places = places
    }
}
