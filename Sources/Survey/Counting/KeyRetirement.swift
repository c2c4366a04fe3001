public import EncryptionConfig
internal import KubernetesModel
public import Providers

/// Which keys of a configuration could be dropped once a rotation to it is done, and which not.
///
/// A key is called droppable only on proof: the whole store was seen, everything in it could be
/// opened, and nothing is left that the key alone could open.
public struct KeyRetirement: Sendable {
    /// A key that has to stay, and why.
    public struct Kept: Sendable, Hashable {
        /// The key.
        public let key: ProviderKey
        /// One clause for a person.
        public let why: String
    }

    /// Sorted by provider, then key name.
    public private(set) var droppable: [ProviderKey] = []
    /// Sorted by provider, then key name.
    public private(set) var kept: [Kept] = []

    /// Judges every key of the configuration by what the survey saw.
    ///
    /// - Parameters:
    ///   - configuration: What the rotation moves to.
    ///   - survey: What the store holds.
    ///   - filters: The filters that kept the survey from seeing the whole store, as a person
    ///     named them; empty for a full survey.
    ///   - isDone: Whether the rotation is over, so that what is stale now stays.
    public init(
        configuration: ValidatedConfiguration,
        survey: Survey,
        filters: [String],
        isDone: Bool = false,
    ) {
        var writers: [ProviderKey: [String]] = [:]
        var all: Set<ProviderKey> = []
        for chain in configuration.chains {
            for (index, provider) in chain.providers.enumerated() {
                let keys = provider.providerKeys
                all.formUnion(keys)
                if index == 0, let writer = keys.first {
                    writers[writer, default: []].append(chain.selector.name)
                }
            }
        }
        let unmoved = Self.keysOfUnmovedValues(survey)
        for key in all.sorted() {
            if let why = Self.reasonToKeep(
                key,
                writers: writers[key] ?? [],
                survey: survey,
                filters: filters,
                unmoved: unmoved,
                left: isDone ? survey.movable : 0
            ) {
                kept.append(Kept(key: key, why: why))
            } else {
                droppable.append(key)
            }
        }
    }

    private static func reasonToKeep(
        _ key: ProviderKey,
        writers: [String],
        survey: Survey,
        filters: [String],
        unmoved: Set<ProviderKey>,
        left: Int,
    ) -> String? {
        if !writers.isEmpty { return "writes \(writers.joined(separator: ", "))" }
        if !filters.isEmpty {
            return "only a part of the store was surveyed (\(filters.joined(separator: ", ")))"
        }
        let unreadable = survey.total.unreadable
        if unreadable > 0 {
            return "\(unreadable) \(unreadable == 1 ? "value" : "values") cannot be read, and may "
                + "need it"
        }
        if survey.unknownEncrypted > 0 {
            let count = survey.unknownEncrypted
            return "\(count) encrypted \(count == 1 ? "value" : "values") under unknown etcd keys "
                + "may need it"
        }
        if left > 0 {
            return "\(left) stale \(left == 1 ? "value is" : "values are") left: the rotation is "
                + "not finished"
        }
        if unmoved.contains(key), !survey.oversizedValues.isEmpty {
            return "a value on it is not rewritten, since it would not fit into one request"
        }
        if unmoved.contains(key) {
            return "a value on it is not rewritten, since its plaintext is not the object that "
                + "its etcd key names"
        }
        return nil
    }

    /// Keys that still open a value after the rotation, because it leaves the value alone.
    private static func keysOfUnmovedValues(_ survey: Survey) -> Set<ProviderKey> {
        var keys: Set<ProviderKey> = []
        for tally in survey.resources.values {
            var moved: [ProviderKey: Int] = [:]
            for (route, volume) in tally.rewrites { moved[route.from, default: 0] += volume.values }
            for (key, volume) in tally.by where volume.values > moved[key, default: 0] {
                keys.insert(key)
            }
        }
        return keys
    }
}
