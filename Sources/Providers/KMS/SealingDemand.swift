internal import EncryptionConfig
internal import KeyMaterial

/// Counts the values that are going to be sealed through plugins, so that what that takes can be
/// waited for before.
public struct SealingDemand {
    private let keyring: PluginKeyring?
    private var counts: [KMSDefinition: Int] = [:]

    /// None yet, under these chains.
    public init(_ chains: ResourceChains) {
        keyring = chains.keyring
    }

    /// Counts a value that may have to be sealed with its chain: one that is not what the chain's
    /// plugin writes now.
    public mutating func add(_ stored: Span<UInt8>, with chain: ProviderChain) {
        guard let writer = chain.providers.first, let plugin = writer.kms,
            !isCurrent(stored, writer, plugin)
        else { return }
        counts[plugin, default: 0] += 1
    }

    /// Counts one plaintext.
    public mutating func addPlaintext(with chain: ProviderChain) {
        guard let plugin = chain.providers.first?.kms else { return }
        counts[plugin, default: 0] += 1
    }

    /// Has the plugins make what it takes; nil where none is needed.
    ///
    /// - Returns: Something to keep until the values are sealed.
    /// - Throws: ``PluginWriteFailure``.
    public func promise() async throws(PluginWriteFailure) -> SealingPromise? {
        guard let plugin = counts.keys.first else { return nil }
        guard let keyring else {
            throw PluginWriteFailure(plugin: plugin, trouble: PluginTrouble(.noPlugin))
        }
        return try await SealingPromise(keyring, counts)
    }

    private func isCurrent(
        _ stored: Span<UInt8>,
        _ writer: ProviderChain.Provider,
        _ plugin: KMSDefinition,
    ) -> Bool {
        guard stored.starts(with: writer.prefix, 0..<writer.prefix.count, at: 0),
            let envelope = Envelope(stored, from: writer.prefix.count, version: plugin.version)
        else { return false }
        switch plugin.version {
        case .v2:
            return envelope.content == .seed
                && envelope.keyID(in: stored) == keyring?.keyID(of: plugin)
        case .v1:
            // AES-CBC, which nobody writes now and which is stale, has whole blocks.
            return !envelope.data.count.isMultiple(of: 16)
        }
    }
}

extension ResourceChains {
    /// Whether any chain writes through a plugin.
    public var writeThroughPlugins: Bool { chains.contains { $0.writerKind == .kms } }
}
