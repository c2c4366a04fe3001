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
    /// - Parameters:
    ///   - store: The live store.
    ///   - journal: Takes what every swap replaces, before it is sent.
    ///   - stop: Ends the job early, once the swaps under way are done.
    ///   - report: Called after every swap, from one task at a time.
    /// - Returns: What was done, with the last survey.
    /// - Throws: ``RotationHalted``.
    public func run(
        on store: any RewritableStore,
        journal: any RewriteJournal,
        stop: StopSignal,
        report: (RotationResult) -> Void = { _ in },
    ) async throws(RotationHalted) -> RotationResult {
        let pass = RotationPass(self, store, journal, stop)
        do {
            while true {
                let before = pass.result.rewritten
                pass.result.passes += 1
                pass.result.survey = nil
                try await pass.run(report)
                let survey = try await self.survey(store, stop)
                pass.result.survey = survey
                let isStuck = pass.result.rewritten == before && pass.postponed == 0
                if survey.movable == 0 || isStuck || pass.result.passes >= options.passLimit {
                    return pass.result
                }
                if pass.postponed > 0 { try await Task.sleep(for: options.pause) }
                try stop.check()
            }
        } catch {
            throw RotationHalted(result: pass.result, cause: error)
        }
    }

    /// Counts everything, and proves every rewrite that would still be due.
    public func survey(
        _ store: any RewritableStore,
        _ stop: StopSignal = StopSignal(),
        report: (Int) -> Void = { _ in },
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

    func makeRewriter() -> Rewriter {
        Rewriter(chains: chains, prefix: prefix, filter: filter, limit: options.limit)
    }
}
