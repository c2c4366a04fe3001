internal import EncryptionConfig
public import EtcdModel
internal import Providers

/// What was counted of a plugin's values beside their volume: whether a KEK may be disabled is seen
/// from this.
public struct EnvelopeTally: Sendable, Hashable {
    /// One source, told from others by 128 bits of a hash that differs from process to process.
    struct SourceID: Sendable, Hashable {
        let first: Int
        let second: Int

        init(_ identity: [UInt8]) {
            first = identity.hashValue
            var hasher = Hasher()
            hasher.combine(1)
            hasher.combine(identity)
            second = hasher.finalize()
        }
    }

    var sources: Set<SourceID> = []
    /// Values of version 1, which has a source for each.
    var singles = 0
    /// When the value that lies there for the longest time was written.
    public var oldest: Revision?
    /// When the latest was written.
    public var newest: Revision?

    /// Nothing yet.
    init() {}

    /// How many data keys or seeds their plugin would be asked for.
    public var sourceCount: Int { sources.count + singles }

    mutating func add(_ other: EnvelopeTally) {
        sources.formUnion(other.sources)
        singles += other.singles
        saw(other.oldest)
        saw(other.newest)
    }

    mutating func saw(_ revision: Revision?) {
        guard let revision else { return }
        oldest = oldest.map { min($0, revision) } ?? revision
        newest = newest.map { max($0, revision) } ?? revision
    }
}

/// The sources of version 2 that one worker has met.
final class SourceTable {
    /// More is not worth keeping.
    private static let limit = 4096

    private var known: [[UInt8]: EnvelopeTally.SourceID] = [:]
    private var identity: [UInt8] = []

    /// Which source a value is on; nil for one of version 1, or that does not parse.
    func source(of stored: Span<UInt8>) -> EnvelopeTally.SourceID? {
        guard let envelope = Envelope(stored), envelope.version == .v2 else { return nil }
        identity.removeAll(keepingCapacity: true)
        // Equal key ids of two plugins are not one KEK.
        for index in 0..<(StoredHeader(stored).keyName?.upperBound ?? 0) {
            identity.append(stored[index])
        }
        envelope.appendIdentity(of: stored, to: &identity)
        if let found = known[identity] { return found }
        let made = EnvelopeTally.SourceID(identity)
        if known.count >= Self.limit { known = [:] }
        known[identity] = made
        return made
    }
}
