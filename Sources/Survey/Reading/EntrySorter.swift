public import KubernetesModel

/// Says of each key what it is, whether it counts, and which chain its value belongs to.
///
/// One for each worker: it remembers per resource what does not change from key to key.
public final class EntrySorter {
    /// What a key turned out to be.
    public enum Place {
        /// An API object that the filter admits.
        case object(StoredResource, namespace: Range<Int>?, name: Range<Int>)
        /// A key that the API server never transforms.
        case system(isOutsidePrefix: Bool)
        /// A key of no known resource.
        case unknown(UnknownKey)
        /// The filter leaves it out.
        case leftOut(isOutsidePrefix: Bool)
    }

    private let classifier: EtcdKeyClassifier
    private let filter: EntryFilter
    private var admitted: [Bool?] = []

    /// Sorts the keys below a prefix.
    public init(prefix: EtcdPrefix, filter: EntryFilter) {
        classifier = EtcdKeyClassifier(prefix: prefix)
        self.filter = filter
    }

    /// What the key is.
    public func place(_ key: Span<UInt8>) -> Place {
        switch classifier.classify(key) {
        case .system(let directory):
            let isOutside = directory == .compactRevision
            return filter.admitsAll
                ? .system(isOutsidePrefix: isOutside) : .leftOut(isOutsidePrefix: isOutside)
        case .unknown(let why):
            guard !filter.admitsAll else { return .unknown(why) }
            if case .outsidePrefix = why { return .leftOut(isOutsidePrefix: true) }
            return .leftOut(isOutsidePrefix: false)
        case .object(let resource, let namespace, let name):
            guard admits(resource), filter.admits(namespace: namespace, of: key) else {
                return .leftOut(isOutsidePrefix: false)
            }
            return .object(resource, namespace: namespace, name: name)
        }
    }

    /// Whether the key is of an API object that the filter admits.
    public func isObject(_ key: Span<UInt8>) -> Bool {
        if case .object = place(key) { true } else { false }
    }

    private func admits(_ resource: StoredResource) -> Bool {
        while admitted.count <= resource.index { admitted.append(nil) }
        if let known = admitted[resource.index] { return known }
        let answer = filter.admits(resource.groupResource)
        admitted[resource.index] = answer
        return answer
    }
}
