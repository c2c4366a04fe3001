public import EtcdModel
public import KubernetesModel
public import Providers
public import Survey

/// Moves every stale value of a live store to what its chain writes with, and proves it.
///
/// The job walks the store again and again until a survey finds nothing stale that it could move.
/// It is safe beside API servers that write: each value is only ever replaced by compare-and-swap,
/// with bytes that were opened again and compared before, and whoever loses looks at the new value
/// first. It needs no state of its own: a second run goes on where the first one ended.
public struct RotationJob: Sendable {
    /// How fast, and how patient.
    public struct Options: Sendable {
        /// Workers that open and seal.
        public var workerCount = 1
        /// Swaps under way at once.
        public var inFlight = 32
        /// Swaps a second; nil for no limit.
        public var rate: Double? = 100
        /// Walks over the store before the job gives up on one that never gets clean.
        public var passLimit = 8
        /// Swaps of one key in one pass before it is left to the next.
        public var attemptLimit = 5
        /// How large a request may be.
        public var limit = RequestLimit.etcdDefault
        /// Keys that the store may refuse in one pass before the job ends.
        public var refusalLimit = 100
        /// How long to wait before a pass over values that changed all the time.
        public var pause = Duration.milliseconds(500)
        /// How long a write that was sealed before may be under way: the API server's request time.
        ///
        /// Less proves less.
        public var settling = Duration.seconds(60)
        /// How often the gate is asked while the job runs.
        public var gateInterval = Duration.seconds(15)
        /// How long the gate may give no clear answer.
        public var gatePatience = Duration.seconds(60)

        /// What suits a cluster that serves.
        public init() {}
    }

    let chains: ResourceChains
    let prefix: EtcdPrefix
    let filter: EntryFilter
    let options: Options

    /// Makes a job.
    ///
    /// - Parameters:
    ///   - chains: What the rotation moves to.
    ///   - prefix: The API server's etcd prefix.
    ///   - filter: Which objects are moved.
    ///   - options: How fast, and how patient.
    public init(
        chains: ResourceChains,
        prefix: EtcdPrefix,
        filter: EntryFilter,
        options: Options = Options(),
    ) {
        self.chains = chains
        self.prefix = prefix
        self.filter = filter
        self.options = options
    }

    /// Rotates until a survey proves that nothing is left to move, or that it does not get clean.
    ///
    /// Every write to the store is watched meanwhile: one with another key than its chain's writer
    /// is a backslide, after which passes are not repeated and nothing is proven. The last survey
    /// begins only when ``Options/settling`` has passed since the last write, backslide and unclear
    /// answer of the gate.
    ///
    /// - Parameters:
    ///   - store: The live store.
    ///   - journal: Takes what every swap replaces, before it is sent; nil to write nothing, but only
    ///     to wait and prove.
    ///   - stop: Ends the job early, once the swaps under way are done.
    ///   - gate: Asked again while the job runs; it was open just before.
    ///   - report: Called from one task at a time.
    /// - Returns: What was done, with the last survey.
    /// - Throws: ``RotationHalted``.
    public func run(
        on store: any RewritableStore & WatchableStore,
        journal: (any RewriteJournal)?,
        stop: StopSignal,
        gate: (any RotationGate)? = nil,
        report: (RotationNews) -> Void = { _ in },
    ) async throws(RotationHalted) -> RotationResult {
        let run = RotationRun(self, store, stop)
        do {
            return try await run.run(journal, gate, report)
        } catch {
            throw RotationHalted(result: run.result, phase: run.phase, cause: error)
        }
    }

    /// Counts everything, and proves every rewrite that would still be due.
    public func survey(
        _ store: any RewritableStore,
        _ stop: StopSignal = StopSignal(),
        report: (Int) -> Void = { _ in },
    ) async throws -> Survey {
        guard let keyring = chains.keyring else { return try await walk(store, stop, report) }
        for _ in 0..<Self.surveyLimit {
            try await keyring.renew()
            let change = keyring.changeCount
            let survey = try await walk(store, stop, report)
            // What was current when it was seen is stale under another KEK.
            try await keyring.renew()
            if keyring.changeCount == change { return survey }
        }
        throw RestlessPlugins()
    }

    private func walk(
        _ store: any RewritableStore,
        _ stop: StopSignal,
        _ report: (Int) -> Void,
    ) async throws -> Survey {
        var survey = Survey()
        let entries = try await store.entries()
        try await Engine(workerCount: options.workerCount).run(
            over: entries,
            makeWorker: {
                SurveyWorker(
                    chains: [chains],
                    prefix: prefix,
                    filter: filter,
                    treatment: .proveRewrite,
                    limit: options.limit,
                )
            },
            consume: { parts in
                try stop.check()
                report(parts[0].shape.entries)
                survey.add(parts[0])
            },
        )
        survey.sighting = await entries.sighting
        return survey
    }

    /// Surveys in a row during which a plugin may change its KEK.
    private static let surveyLimit = 4

    func makeRewriter() -> Rewriter {
        Rewriter(chains: chains, prefix: prefix, filter: filter, limit: options.limit)
    }
}

/// A plugin changed its KEK during every survey.
public struct RestlessPlugins: Error, CustomStringConvertible {
    /// Says so.
    public var description: String {
        "a kms plugin names another key id each time it is asked, so nothing can be counted"
    }
}
