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
    /// - Throws: What the batch throws.
    public func unwrapKeys(
        of batch: any EntryBatch,
        where isNeeded: (_ key: Span<UInt8>) -> Bool,
    ) async throws {
        guard let keyring else { return }
        var needs = PluginKeyring.Needs()
        try batch.forEach { key, stored, _ in
            guard PluginKeyring.isWrapped(stored), isNeeded(key) else { return }
            keyring.collect(stored, into: &needs)
        }
        await keyring.unwrap(needs)
    }
}
