public import EtcdModel
public import KubernetesModel
public import Providers

/// Surveys batches under several configurations at once: one walk, one survey for each.
public actor SurveyWorker: EntryWorker {
    private let sorter: EntrySorter
    private let filter: EntryFilter
    private var surveyors: [Surveyor]
    private let configurations: [ResourceChains]
    private let treatment: StaleTreatment
    /// What plugins were asked to make for the batch.
    private var promises: [SealingPromise] = []
    /// Whether keys are asked for before a batch is walked, which takes a walk of its own.
    ///
    /// As long as batches need new ones; in version 2 a store has a few, and then none.
    private var asksAhead = true
    private var hasAsked = false

    /// Makes a worker.
    ///
    /// - Parameters:
    ///   - chains: The chains of each configuration; a single nil for a survey by headers alone.
    ///   - prefix: The API server's etcd prefix.
    ///   - filter: Which objects count.
    ///   - treatment: What happens to stale values.
    ///   - limit: The largest request that the store takes, where a rewrite is to fit.
    public init(
        chains: [ResourceChains?],
        prefix: EtcdPrefix,
        filter: EntryFilter,
        treatment: StaleTreatment,
        limit: RequestLimit? = nil,
    ) {
        sorter = EntrySorter(prefix: prefix, filter: filter)
        self.filter = filter
        self.treatment = treatment
        configurations = chains.compactMap(\.self)
        surveyors = chains.map { Surveyor(chains: $0, treatment: treatment, limit: limit) }
    }

    /// Asks the configurations' plugins for the keys of the batch's values.
    public func prepare(_ batch: any EntryBatch) async throws {
        promises = []
        hasAsked = asksAhead
        guard asksAhead else { return }
        asksAhead = treatment == .proveRewrite
        for chains in configurations {
            if try await chains.unwrapKeys(of: batch, where: sorter.isObject) { asksAhead = true }
            guard treatment == .proveRewrite,
                let promise = try await chains.promiseSealing(of: batch, by: sorter)
            else { continue }
            promises.append(promise)
        }
    }

    /// The surveys of this batch alone, in the order of the configurations.
    public func process(_ batch: any EntryBatch) throws -> [Survey] {
        let misses = missCount
        var shape = StoreShape(for: filter)
        // Taken out of the actor while they count: a local variable is known to be free.
        var surveyors = surveyors
        self.surveyors = []
        defer { self.surveyors = surveyors }
        try batch.forEach { key, stored, facts in
            let place = sorter.place(key)
            shape.saw(key, stored, place)
            for index in surveyors.indices {
                try surveyors[index].count(key, stored, place, at: facts.modRevision)
            }
        }
        let surveys = surveyors.indices.map { index in surveyors[index].take(shape) }
        // Another worker's miss counts, too: then this one asks in vain, once.
        guard hasAsked || missCount == misses else {
            asksAhead = true
            throw UnaskedKeys()
        }
        return surveys
    }

    /// How many values were met so far whose key nobody had asked for.
    private var missCount: Int { configurations.reduce(0) { $0 + ($1.keyring?.missCount ?? 0) } }
}
