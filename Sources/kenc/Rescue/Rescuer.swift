import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Survey

/// Says whether the configuration in force opens a value, why not, and what else does.
///
/// One for each worker.
final class Rescuer {
    /// What the configuration in force says of a value.
    enum Verdict {
        case opens
        /// It opens, and holds another object than its etcd key names.
        case suspect(String)
        case fails(code: String, message: String)
    }

    private let tables: [ChainTable]
    private let keys: RescueKeys
    private var judge = Judge()
    /// Of each header that was met: under how many names a hostile store may ask, each name costs.
    private var trials: [ProviderKey: [(key: RescueKeys.Key, chain: ProviderChain)]] = [:]
    private var messages: [Reason: String] = [:]

    private static let nameLimit = 200

    private struct Reason: Hashable {
        let failure: OpenFailure
        let header: ProviderKey
        let resource: Int
    }

    /// The first configuration is the one in force.
    init(_ configurations: [ResourceChains], _ keys: RescueKeys) {
        tables = configurations.map(ChainTable.init)
        self.keys = keys
    }

    /// Asks the configuration in force, and lends the plaintext of what it opens.
    func verdict(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>,
        _ place: EntrySorter.Place,
        _ body: (Span<UInt8>) -> Void,
    ) -> Verdict {
        switch place {
        case .leftOut, .system: return .opens
        case .unknown:
            guard StoredHeader.isEncrypted(stored) else { return .opens }
            return .fails(
                code: OpenFailure.noChainForResource.code,
                message: "encrypted, and its etcd key is of no known resource"
            )
        case .object(let resource, let namespace, let name):
            let chain = tables[0].chain(of: resource)
            do throws(OpenFailure) {
                return try judge.open(
                    stored,
                    etcdKey: etcdKey,
                    place: .object(resource, namespace: namespace, name: name),
                    with: chain
                ) { plaintext, _, doubt in
                    guard let doubt, doubt.leavesValueAlone else {
                        body(plaintext)
                        return .opens
                    }
                    // Bytes that are no object were opened by a wrong key; another object was not.
                    let isObject = doubt.mismatch != .unknownHead && doubt.mismatch != .malformed
                    return isObject
                        ? .suspect(doubt.description)
                        : .fails(code: "identityMismatch", message: doubt.description)
                }
            } catch {
                return .fails(
                    code: error.code,
                    message: message(error, stored, chain, resource.index)
                )
            }
        }
    }

    /// What opens a value to an object that fits its etcd key: first a chain, then any key.
    func opening(
        _ stored: Span<UInt8>,
        etcdKey: Span<UInt8>,
        _ place: EntrySorter.Place,
    ) -> RescueOpening? {
        if case .object(let resource, let namespace, let name) = place {
            let classified = ClassifiedKey.object(resource, namespace: namespace, name: name)
            for (config, table) in tables.enumerated() {
                guard let chain = table.chain(of: resource),
                    let opened = opened(stored, etcdKey, classified, chain)
                else { continue }
                return .chain(config: config, by: chain.key(of: opened))
            }
        }
        guard StoredHeader.isEncrypted(stored) else {
            return StoredFormat.looksStored(stored) ? .plaintext : nil
        }
        let header = ProviderKey(headerOf: stored)
        for (key, chain) in trials(of: header) {
            let classified: ClassifiedKey? =
                if case .object(let resource, let namespace, let name) = place {
                    .object(resource, namespace: namespace, name: name)
                } else {
                    nil
                }
            guard opened(stored, etcdKey, classified, chain) != nil else { continue }
            return .key(
                config: key.config,
                entry: key.selector,
                by: ProviderKey(key.kind, key.name),
                asked: header
            )
        }
        return nil
    }

    private func opened(
        _ stored: Span<UInt8>,
        _ etcdKey: Span<UInt8>,
        _ place: ClassifiedKey?,
        _ chain: ProviderChain,
    ) -> OpenedBy? {
        do throws(OpenFailure) {
            return try judge.open(stored, etcdKey: etcdKey, place: place, with: chain) {
                plaintext,
                opened,
                doubt in
                if let doubt, doubt.leavesValueAlone { return nil }
                // Of an unknown key nothing is known but how an object begins.
                if place == nil, !StoredFormat.looksStored(plaintext) { return nil }
                return opened
            }
        } catch {
            return nil
        }
    }

    private func trials(of header: ProviderKey) -> [(key: RescueKeys.Key, chain: ProviderChain)] {
        if let known = trials[header] { return known }
        if trials.count >= Self.nameLimit {
            // With the judge go the contexts that it keeps for every chain.
            trials = [:]
            judge = Judge()
        }
        let made = keys.chains(for: header)
        trials[header] = made
        return made
    }

    private func message(
        _ failure: OpenFailure,
        _ stored: Span<UInt8>,
        _ chain: ProviderChain?,
        _ resource: Int,
    ) -> String {
        let reason = Reason(
            failure: failure,
            header: ProviderKey(headerOf: stored),
            resource: resource
        )
        if let known = messages[reason] { return known }
        if messages.count >= Self.nameLimit { messages = [:] }
        let made = ProviderChain.explain(
            failure,
            stored: stored,
            chain: chain,
            cause: judge.libraryError
        ).description
        messages[reason] = made
        return made
    }
}
