public import EtcdModel
public import KubernetesModel
public import Providers
internal import Survey

/// Finds what an undo leaves on the new key: values that API servers wrote with it since.
///
/// An API server that gets the file before back cannot read them, and so cannot list their
/// resource.
public final class UndoRemainder {
    /// Values of one resource.
    public struct Share: Sendable, Hashable {
        /// The resource.
        public let resource: GroupResource
        /// What they are on.
        public let key: ProviderKey
        /// How many.
        public let values: Int
    }

    private let chains: ResourceChains
    private let prefix: EtcdPrefix
    private let classifier: EtcdKeyClassifier
    private var resources: Set<GroupResource> = []
    private var newest: Revision = 0

    /// Takes the configuration that the rotation moved to.
    public init(chains: ResourceChains, prefix: EtcdPrefix) {
        self.chains = chains
        self.prefix = prefix
        classifier = EtcdKeyClassifier(prefix: prefix)
    }

    /// Takes note of a record of the log: of its resource, and of when it was written before.
    public func add(_ record: UndoRecord) {
        newest = max(newest, record.modRevision)
        if case .object(let resource, _, _) = classifier.classify(record.key.span) {
            resources.insert(resource.groupResource)
        }
    }

    /// Walks the store for what is on the new key and newer than all that the log knows.
    public func find(
        in store: any RewritableStore,
        workerCount: Int,
        stop: StopSignal,
    ) async throws -> [Share] {
        var shares: [UndoRemainderWorker.Place: Int] = [:]
        let names = resources.map(\.description)
        guard !names.isEmpty else { return [] }
        try await Engine(workerCount: workerCount).run(
            over: try await store.entries(),
            makeWorker: {
                UndoRemainderWorker(chains, prefix, EntryFilter(resources: names), newest)
            },
            consume: { found in
                try stop.check()
                for (place, count) in found { shares[place, default: 0] += count }
            },
        )
        return shares.map { Share(resource: $0.resource, key: $0.key, values: $1) }
            .sorted { ($0.resource, $0.key) < ($1.resource, $1.key) }
    }
}

/// Counts values on their chain's writer that are newer than a revision.
actor UndoRemainderWorker: EntryWorker {
    struct Place: Hashable {
        let resource: GroupResource
        let key: ProviderKey
    }

    private let test: WriterTest
    private let sorter: EntrySorter
    private let chains: ChainTable
    private let start: Revision

    init(
        _ chains: ResourceChains,
        _ prefix: EtcdPrefix,
        _ filter: EntryFilter,
        _ start: Revision,
    ) {
        test = WriterTest(chains: chains, prefix: prefix, filter: filter)
        sorter = EntrySorter(prefix: prefix, filter: filter)
        self.chains = ChainTable(chains)
        self.start = start
    }

    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> [Place: Int] {
        var found: [Place: Int] = [:]
        try batch.forEach { key, stored, facts in
            guard facts.modRevision > start, case .object(let resource, _, _) = sorter.place(key),
                let chain = chains.chain(of: resource), test.slid(key, stored) == nil
            else { return }
            found[Place(resource: resource.groupResource, key: chain.writer), default: 0] += 1
        }
        return found
    }
}
