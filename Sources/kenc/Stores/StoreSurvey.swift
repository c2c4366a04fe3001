import EtcdModel
import Providers
import Survey

extension OpenedStore {
    /// Walks the store once and surveys it under every one of the configurations; without any, by
    /// headers alone.
    func survey(
        _ chains: [ResourceChains],
        treatment: StaleTreatment,
        options: StoreOptions,
        display: DisplayOptions,
    ) async throws -> [Survey] {
        let chains: [ResourceChains?] = chains.isEmpty ? [nil] : chains
        var surveys = chains.map { _ in Survey() }
        let progress = ProgressLine(
            "surveyed",
            expected: entries.expectedEntries,
            wish: display.progress
        )
        defer { progress.finish() }
        try await Engine(workerCount: options.workerCount).run(
            over: entries,
            makeWorker: {
                SurveyWorker(chains: chains, prefix: prefix, filter: filter, treatment: treatment)
            },
            consume: { parts in
                progress.add(parts[0].shape.entries)
                for index in surveys.indices { surveys[index].add(parts[index]) }
            },
        )
        progress.finish()
        try check(surveys[0].shape)
        let sighting = await entries.sighting
        for index in surveys.indices { surveys[index].sighting = sighting }
        if !isSorted { for index in surveys.indices { surveys[index].sortReports() } }
        return surveys
    }

    /// Names what a filter asked for and the walk met nothing of: it may be a slip of the pen, and
    /// nothing was shown of it.
    ///
    /// - Returns: Whether there is such a thing.
    func sayMissing(_ seen: StoreShape) -> Bool {
        let missing = filter.missing(in: seen)
        guard !missing.isEmpty else { return false }
        let names = missing.map { ShownText.line($0.option) }.joined(separator: ", ")
        StandardError.warning("nothing in \(name) fits \(names)")
        return true
    }

    /// Says what is wrong with a store in which nothing can be found.
    func check(_ seen: StoreShape) throws {
        guard seen.entries > 0, !isPart else { return }
        if seen.withValue == 0 {
            throw Failure(
                "no key in \(name) has a value",
                hint: "was it taken with --keys-only? take it again without"
            )
        }
        if seen.outsidePrefix == seen.entries {
            let others = seen.otherPrefixes.sorted().map(ShownText.line).joined(separator: ", ")
            throw Failure(
                "no key in \(name) is under \(prefix); seen: \(others)",
                hint: "name the API server's --etcd-prefix with --prefix"
            )
        }
    }
}
