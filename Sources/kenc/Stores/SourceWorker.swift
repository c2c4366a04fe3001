import EtcdModel
import Providers
import Survey

/// Has plugins open the data keys and seeds of a store, and opens no value.
actor SourceWorker: EntryWorker {
    struct Output: Sendable {
        var shape: StoreShape
        /// Values of plugins that the configuration does not have for them.
        var strange = 0
    }

    private let filter: EntryFilter
    private let sorter: EntrySorter
    private let chains: ResourceChains
    private let table: ChainTable

    init(_ store: OpenedStore, _ chains: ResourceChains) {
        filter = store.filter
        sorter = EntrySorter(prefix: store.prefix, filter: filter)
        self.chains = chains
        table = ChainTable(chains)
    }

    func prepare(_ batch: any EntryBatch) async throws {
        try await chains.unwrapKeys(of: batch, where: sorter.isObject)
    }

    func process(_ batch: any EntryBatch) throws -> Output {
        var output = Output(shape: StoreShape(for: filter))
        try batch.forEach { key, stored, _ in
            let place = sorter.place(key)
            output.shape.saw(key, stored, place)
            guard case .object(let resource, _, _) = place, PluginKeyring.isWrapped(stored) else {
                return
            }
            let written = ProviderKey(headerOf: stored)
            if table.chain(of: resource)?.names(written) != true { output.strange += 1 }
        }
        return output
    }
}

/// A walk over a store that has plugins open every distinct data key, see their tallies.
struct SourceWalk {
    let chains: ResourceChains
    let storeOptions: StoreOptions
    let display: DisplayOptions

    init(chains: ResourceChains, _ storeOptions: StoreOptions, _ display: DisplayOptions) {
        self.chains = chains
        self.storeOptions = storeOptions
        self.display = display
    }

    /// Walks, and warns of values that no plugin of the chains can be asked for; an audit log says
    /// what is gone through.
    ///
    /// Gives whether all that was asked about is there, and of plugins that the chains have.
    func run(auditedBy audit: AuditedWalk? = nil) async throws -> Bool {
        try await AuditedWalk.around(audit) { try await walk(audit) }
    }

    private func walk(_ audit: AuditedWalk?) async throws -> Bool {
        let options = try await storeOptions.resolved([chains])
        let store = try await OpenedStore.open(options, ordered: false).audited(by: audit)
        let progress = ProgressLine(
            "went through",
            expected: store.entries.expectedEntries,
            wish: display.progress
        )
        defer { progress.finish() }
        var shape = StoreShape(for: store.filter)
        var strange = 0
        try await Engine(workerCount: options.workerCount).run(
            over: store.entries,
            makeWorker: { SourceWorker(store, chains) },
            consume: { part in
                shape.add(part.shape)
                strange += part.strange
                progress.add(part.shape.entries)
            },
        )
        progress.finish()
        try store.check(shape)
        let isMet = !store.sayMissing(shape)
        guard strange > 0 else { return isMet }
        StandardError.warning(
            "\(Numbers.count(strange, "value")) of kms plugins that the configuration does not have "
                + "for their resource",
            hint: "'kenc scan' tells their plugins and key ids"
        )
        return false
    }
}
