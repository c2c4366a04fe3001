/// A store whose entries can be replaced by compare-and-swap: a live etcd, or memory in tests.
///
/// Swaps of different keys run at the same time; all else is called one after the other.
public protocol RewritableStore: Sendable {
    /// Where swaps cost least, for example beside the connection; nil for anywhere.
    var swapExecutor: (any TaskExecutor)? { get }

    /// A new walk over all entries, from the beginning.
    ///
    /// The walk may show a state older than the newest: a swap tells.
    func entries() async throws -> any EntryStore

    /// What the key holds now; nil when it does not exist.
    func current(_ key: [UInt8]) async throws(StoreFailure) -> StoredValue?

    /// Replaces the key's value if its mod revision is still `modRevision`; its lease stays.
    ///
    /// Whoever implements it finds out by reading again when an answer was lost.
    func compareAndSwap(
        key: [UInt8],
        modRevision: Revision,
        value: [UInt8],
    ) async throws(StoreFailure) -> SwapOutcome
}

extension RewritableStore {
    /// Anywhere.
    public var swapExecutor: (any TaskExecutor)? { nil }
}

/// What a key holds.
public struct StoredValue: Sendable, Hashable {
    /// The stored bytes.
    public var value: [UInt8]
    /// What etcd keeps beside them.
    public var facts: EntryFacts

    /// Takes both.
    public init(value: [UInt8], facts: EntryFacts) {
        self.value = value
        self.facts = facts
    }
}

/// How a compare-and-swap ended.
public enum SwapOutcome: Sendable, Hashable {
    /// The value was replaced.
    case swapped(modRevision: Revision)
    /// Someone else wrote the key: what it holds now, nil when it was deleted.
    case conflict(current: StoredValue?)
}

/// Why a store could not do what it was asked to.
public struct StoreFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// How far the failure reaches.
    public enum Reach: Sendable, Hashable {
        /// This key only: others may well succeed. Nothing was written.
        case key
        /// The whole store. Nothing was written.
        case store
        /// Whether the write was applied is not known: the key holds the old value or the new one.
        case unknownOutcome
    }

    /// How far it reaches.
    public var reach: Reach
    /// What went wrong: lower case, no full stop.
    public var message: String
    /// What to do next.
    public var hint: String?
    /// What to do next with the options the store was opened with.
    public var remedy: StoreRemedy?

    /// Puts a failure together.
    public init(
        _ reach: Reach,
        _ message: String,
        hint: String? = nil,
        remedy: StoreRemedy? = nil,
    ) {
        self.reach = reach
        self.message = message
        self.hint = hint
        self.remedy = remedy
    }

    /// The message.
    public var description: String { message }
}
