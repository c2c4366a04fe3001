import KubernetesStorage
import Providers
import Rotation

/// Opens the values of a batch, a line of JSON for each.
actor DecryptWorker: EntryWorker {
    private let sorter: EntrySorter
    private let chains: ChainTable
    private let session = TransformSession()

    init(_ store: OpenedStore, _ chains: ResourceChains) {
        sorter = EntrySorter(prefix: store.prefix, filter: store.filter)
        self.chains = ChainTable(chains)
    }

    func process(_ batch: any EntryBatch) throws -> StoreRun.Result {
        var result = StoreRun.Result()
        var lines = ValueLines()
        try batch.forEach { key, stored, _ in
            let place = sorter.place(key)
            result.shape.saw(key, stored, place)
            if case .leftOut = place { return }
            if let message = write(key, stored, place, to: &lines) { result.fail(key, message) }
            lines.end()
        }
        result.text = lines.bytes
        return result
    }

    /// Gives what failed.
    private func write(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ place: EntrySorter.Place,
        to line: inout ValueLines,
    ) -> String? {
        line.key(key)
        switch place {
        case .leftOut: return nil
        case .system:
            line.noResource(isSystem: true)
            line.provider(.identity, isStale: nil)
            line.value(stored)
            return nil
        case .unknown:
            line.noResource(isSystem: false)
            guard StoredHeader.isEncrypted(stored) else {
                line.provider(.identity, isStale: nil)
                line.value(stored)
                return nil
            }
            let failure = OpenFailure.noChainForResource
            line.error(failure, failure.description)
            return failure.description
        case .object(let resource, let namespace, let name):
            line.resource(resource.groupResource)
            let chain = chains.chain(of: resource)
            do throws(OpenFailure) {
                try session.open(stored, etcdKey: key, with: chain) { plaintext, opened in
                    let by = ProviderKey(
                        provider: opened.kind.rawValue,
                        keyName: chain?.keyName(of: opened)
                    )
                    line.provider(by, isStale: opened.isStale)
                    let doubt = Doubt(
                        plaintext,
                        key: key,
                        place: .object(resource, namespace: namespace, name: name),
                        by: opened.kind,
                    )
                    if let doubt { line.warning(doubt.description) }
                    line.value(plaintext)
                }
                return nil
            } catch {
                let message = ProviderChain.explain(error, stored: stored, chain: chain).description
                line.error(error, message)
                return message
            }
        }
    }
}
