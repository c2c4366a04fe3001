/// The distinct data keys and seeds that a plugin was asked for, and what came of it.
public struct SourceTally: Sendable, Hashable {
    /// Sources that it did not open for one reason, under one KEK.
    public struct Failure: Sendable, Hashable {
        /// Why.
        public let trouble: PluginTrouble
        /// The KEK that they name; nil in version 1.
        public let keyID: KeyID?
        /// How many.
        public fileprivate(set) var count: Int
    }

    /// How many there are.
    public private(set) var distinct = 0
    /// How many of them the plugin opened.
    public private(set) var opened = 0
    /// Why not the others, in the order in which it was met; of more reasons than a page holds, the
    /// first.
    public private(set) var failures: [Failure] = []

    private static let failureLimit = 20

    init() {}

    mutating func add(_ question: PluginKeyring.Question, _ trouble: PluginTrouble?) {
        distinct += 1
        guard let trouble else {
            opened += 1
            return
        }
        let keyID = question.wrapped.keyID
        let known = failures.firstIndex { $0.trouble == trouble && $0.keyID == keyID }
        if let known {
            failures[known].count += 1
        } else if failures.count < Self.failureLimit {
            failures.append(Failure(trouble: trouble, keyID: keyID, count: 1))
        }
    }
}
