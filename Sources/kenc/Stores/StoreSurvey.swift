import EtcdModel
import Providers
import Rotation
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

    /// Tells a filter that fits nothing, which may be a slip of the pen, from a clean store.
    func sayNothingFits(_ options: StoreOptions) {
        guard !filter.admitsAll else { return }
        let filters = options.filters.map(ShownText.line).joined(separator: " ")
        StandardError.note("nothing in \(name) fits \(filters)")
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
