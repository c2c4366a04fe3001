public import EtcdModel
public import Providers

extension ResourceChains {
    /// Asks the plugins for the keys that a batch's values need and that nobody has asked for yet.
    ///
    /// What they do not give shows when the values are opened.
    ///
    /// - Parameters:
    ///   - batch: What is going to be walked.
    ///   - isNeeded: Whether the value under an etcd key is going to be opened.
    /// - Returns: Whether there was one to ask for.
    /// - Throws: What the batch throws.
    @discardableResult
    public func unwrapKeys(
        of batch: any EntryBatch,
        where isNeeded: (_ key: Span<UInt8>) -> Bool,
    ) async throws -> Bool {
        guard let keyring else { return false }
        var needs = PluginKeyring.Needs()
        try batch.forEach { key, stored, _ in
            guard PluginKeyring.isWrapped(stored), isNeeded(key) else { return }
            keyring.collect(stored, into: &needs)
        }
        await keyring.unwrap(needs)
        return !needs.isEmpty
    }
}

extension ResourceChains {
    /// Has the plugins make what sealing a batch's values takes, where their chains write through
    /// plugins.
    ///
    /// - Parameters:
    ///   - batch: What is going to be walked; what its values need to be opened is there already.
    ///   - sorter: Says which of its values are objects that may be sealed.
    /// - Returns: Something to keep until the batch is done; nil where nothing is needed.
    /// - Throws: ``Providers/PluginWriteFailure``, or what the batch throws.
    public func promiseSealing(
        of batch: any EntryBatch,
        by sorter: EntrySorter,
    ) async throws -> SealingPromise? {
        guard writeThroughPlugins else { return nil }
        let table = ChainTable(self)
        var demand = SealingDemand(self)
        try batch.forEach { key, stored, _ in
            guard case .object(let resource, _, _) = sorter.place(key),
                let chain = table.chain(of: resource)
            else { return }
            demand.add(stored, with: chain)
        }
        return try await demand.promise()
    }
}
