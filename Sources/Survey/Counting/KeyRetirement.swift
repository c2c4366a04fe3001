public import EncryptionConfig
public import KubernetesModel
public import Providers

/// Which keys of a configuration could be dropped once a rotation to it is done, and which not.
///
/// A key is called droppable only on proof: the whole store was seen, everything in it could be
/// opened, and nothing is left that the key alone could open.
public struct KeyRetirement: Sendable {
    /// Why a key has to stay.
    public enum Reason: Sendable, Hashable {
        /// It writes what these selectors name.
        case writes([ResourceSelector])
        /// What the survey saw does not carry the conclusion.
        case evidence
        /// So many values cannot be read, and may need it.
        case unreadable(Int)
        /// So many encrypted values are under etcd keys of no known resource, and may need it.
        case unknownKeys(Int)
        /// So many values are stale: the rotation is not finished.
        case unfinished(Int)
        /// An API server went on writing other classes than the chains' writers while the rotation
        /// ran: it may do so with any key.
        case backslides(Int)
        /// Not every API server was seen on the file to the end.
        case servers
        /// A value on it is not rewritten, since it would not fit into one request.
        case oversized
        /// A value on it is not rewritten, since its plaintext is not the object that its etcd key
        /// names.
        case doubtful
    }

    /// A key that has to stay, and why.
    public struct Kept: Sendable, Hashable {
        /// The key.
        public let key: ProviderKey
        /// Why.
        public let why: Reason
    }

    /// What the survey saw, which all of this rests on.
    public let evidence: Evidence
    /// Sorted by provider, then key name.
    public private(set) var droppable: [ProviderKey] = []
    /// Sorted by provider, then key name.
    public private(set) var kept: [Kept] = []

    /// Judges every key of the configuration by what the survey saw.
    ///
    /// - Parameters:
    ///   - configuration: What the rotation moves to.
    ///   - survey: What the store holds.
    ///   - evidence: How far the survey carries.
    ///   - isDone: Whether the rotation is over, so that what is stale now stays.
    ///   - backslides: Values that were written with another key while the rotation ran.
    ///   - serversAreOnFile: False where API servers were asked, and not every one was seen on the
    ///     file to the end.
    public init(
        configuration: ValidatedConfiguration,
        survey: Survey,
        evidence: Evidence,
        isDone: Bool = false,
        backslides: Int = 0,
        serversAreOnFile: Bool = true,
    ) {
        self.evidence = evidence
        var writers: [ProviderKey: [ResourceSelector]] = [:]
        var all: Set<ProviderKey> = []
        for chain in configuration.chains {
            for (index, provider) in chain.providers.enumerated() {
                let keys = provider.providerKeys
                all.formUnion(keys)
                if index == 0, let writer = keys.first {
                    writers[writer, default: []].append(chain.selector)
                }
            }
        }
        let doubt =
            Self.doubt(survey, evidence, left: isDone ? survey.movable : 0, backslides)
            ?? (serversAreOnFile ? nil : .servers)
        let unmoved = Self.keysOfUnmovedValues(survey)
        for key in all.sorted() {
            if let why = writers[key].map(Reason.writes) ?? doubt {
                kept.append(Kept(key: key, why: why))
            } else if unmoved.contains(key) {
                let why: Reason = survey.oversizedValues.isEmpty ? .doubtful : .oversized
                kept.append(Kept(key: key, why: why))
            } else {
                droppable.append(key)
            }
        }
    }

    /// What speaks against dropping any key.
    private static func doubt(
        _ survey: Survey,
        _ evidence: Evidence,
        left: Int,
        _ backslides: Int,
    ) -> Reason? {
        if !evidence.isConclusive { return .evidence }
        if survey.total.unreadable > 0 { return .unreadable(survey.total.unreadable) }
        if survey.unknownEncrypted > 0 { return .unknownKeys(survey.unknownEncrypted) }
        if backslides > 0 { return .backslides(backslides) }
        if left > 0 { return .unfinished(left) }
        return nil
    }

    /// Keys that still open a value after the rotation, because it leaves the value alone.
    private static func keysOfUnmovedValues(_ survey: Survey) -> Set<ProviderKey> {
        var keys: Set<ProviderKey> = []
        for tally in survey.resources.values {
            var moved: [ProviderKey: Int] = [:]
            for (route, volume) in tally.rewrites { moved[route.from, default: 0] += volume.values }
            for (key, volume) in tally.by where volume.values > moved[key, default: 0] {
                keys.insert(key.withoutKeyID)
            }
        }
        return keys
    }
}
