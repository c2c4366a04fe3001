#if Etcd

public import EtcdModel
internal import WireFormats

/// What is read of an etcd for the keys that are wanted.
public struct EtcdExtent: Sendable {
    /// In byte order.
    public let ranges: [KeyRange]
    /// How many keys were in them.
    public let keys: Int64
    /// How much of the store that is.
    public let reach: WantedKeys.Reach
}

extension EtcdClient {
    /// What to read: what is wanted, or else everything, or else what is under the prefix.
    func extent(of wanted: WantedKeys) async throws(EtcdError) -> EtcdExtent {
        let below = KeyRange(prefix: wanted.prefix)
        if let part = try await part(wanted) {
            // Where nothing is under the prefix, the whole store tells what is wrong with it.
            let isThere = part.keys > 0 ? true : try await countIfAllowed(below) != 0
            if isThere { return part }
        }
        if let keys = try await countIfAllowed(.everything) {
            return EtcdExtent(ranges: [.everything], keys: keys, reach: .everything)
        }
        return EtcdExtent(ranges: [below], keys: try await count(below).keys, reach: .prefix)
    }

    /// The ranges of what is wanted; nil when that is no part.
    ///
    /// A later walk reads them all again, those that are empty now too, since keys may come.
    private func part(_ wanted: WantedKeys) async throws(EtcdError) -> EtcdExtent? {
        guard let places = wanted.places else { return nil }
        var ranges: Set<KeyRange> = []
        var keys: Int64 = 0
        for place in places where !ranges.contains(place.range) {
            if place.isUnusual {
                guard let count = try await countIfAllowed(place.range) else { continue }
                keys = keys.saturatingSum(count)
            } else {
                keys = keys.saturatingSum(try await count(place.range).keys)
            }
            ranges.insert(place.range)
        }
        return EtcdExtent(
            ranges: ranges.sorted { $0.start.lexicographicallyPrecedes($1.start) },
            keys: keys,
            reach: .part
        )
    }

    /// Nil when the user may not read there.
    private func countIfAllowed(_ range: KeyRange) async throws(EtcdError) -> Int64? {
        do {
            return try await count(range).keys
        } catch  where error.code == .permissionDenied {
            return nil
        }
    }
}

#endif
