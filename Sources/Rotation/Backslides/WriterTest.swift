internal import EncryptionConfig
internal import EtcdModel
internal import KubernetesModel
internal import Providers
internal import Survey
internal import WireFormats

/// Tells from a value's first bytes whether its chain's writer wrote it.
///
/// Opens a value only where the header leaves it open: two keys of one name, or names of which one
/// begins with the other. Belongs to one worker.
final class WriterTest {
    /// A value that something else wrote.
    struct Slid: Sendable, Hashable {
        let resource: GroupResource
        let key: ProviderKey
    }

    /// What values of one resource begin with.
    fileprivate struct Beginnings {
        /// Of the writer; empty where it writes plaintext.
        let writer: [UInt8]
        /// Of the readers, with what they are.
        let readers: [(bytes: [UInt8], key: ProviderKey)]
        /// Whether another reader's values can begin like the writer's.
        let isAmbiguous: Bool
        let chain: ProviderChain?
    }

    private let sorter: EntrySorter
    private let chains: ChainTable
    private let judge = Judge()
    /// By the classifier's index.
    private var known: [Beginnings?] = []

    init(chains: ResourceChains, prefix: EtcdPrefix, filter: EntryFilter) {
        sorter = EntrySorter(prefix: prefix, filter: filter)
        self.chains = ChainTable(chains)
    }

    /// What wrote the value, where it was not the writer; nil for keys that hold no object.
    func slid(_ key: Span<UInt8>, _ stored: Span<UInt8>) -> Slid? {
        guard case .object(let resource, _, _) = sorter.place(key) else { return nil }
        let beginnings = beginnings(of: resource)
        let isWriters =
            beginnings.writer.isEmpty
            ? !StoredHeader.isEncrypted(stored) : stored.starts(with: beginnings.writer)
        if isWriters {
            let other =
                beginnings.isAmbiguous
                ? opener(key, stored, beginnings.chain) : foreignKEK(stored, beginnings.chain)
            return other.map { Slid(resource: resource.groupResource, key: $0) }
        }
        let reader = beginnings.readers.first { stored.starts(with: $0.bytes) }
        return Slid(
            resource: resource.groupResource,
            key: reader?.key ?? ProviderKey(headerOf: stored)
        )
    }

    /// What opens the value, where that is not the writer; nil too where nothing does.
    private func opener(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ chain: ProviderChain?,
    ) -> ProviderKey? {
        guard let chain else { return nil }
        do throws(OpenFailure) {
            return try judge.open(stored, etcdKey: key, place: nil, with: chain) { _, opened, _ in
                opened.isByWriter ? nil : chain.key(of: opened)
            }
        } catch {
            return nil
        }
    }

    /// What a value of the writer's plugin is on, where that is a KEK which the plugin has not named in
    /// this run: a server's plugin of that name is another one, or has changed its KEK just now.
    private func foreignKEK(_ stored: Span<UInt8>, _ chain: ProviderChain?) -> ProviderKey? {
        guard let writer = chain?.providers.first, let plugin = writer.kms, plugin.version == .v2,
            let keyring = writer.keyring
        else { return nil }
        let key = ProviderKey(valueOf: stored)
        guard let keyID = key.keyID, keyring.hasNamed(keyID, of: plugin) else { return key }
        return nil
    }

    private func beginnings(of resource: StoredResource) -> Beginnings {
        while known.count <= resource.index { known.append(nil) }
        if let beginnings = known[resource.index] { return beginnings }
        let beginnings = Beginnings(chains.chain(of: resource))
        known[resource.index] = beginnings
        return beginnings
    }
}

extension WriterTest.Beginnings {
    init(_ chain: ProviderChain?) {
        self.chain = chain
        var all: [(bytes: [UInt8], key: ProviderKey)] = []
        for (number, provider) in (chain?.providers ?? []).enumerated() {
            if provider.keys.isEmpty {
                all.append((provider.prefix, chain?.key(provider: number, key: 0) ?? .identity))
            }
            for (place, key) in provider.keys.enumerated() {
                all.append(
                    (
                        provider.prefix + key.prefix,
                        chain?.key(provider: number, key: place) ?? .identity
                    )
                )
            }
        }
        let writer = all.first?.bytes ?? []
        self.writer = writer
        readers = all.dropFirst().filter { !$0.bytes.isEmpty }
        isAmbiguous =
            !writer.isEmpty
            && readers.contains { $0.bytes.starts(with: writer) || writer.starts(with: $0.bytes) }
    }
}
