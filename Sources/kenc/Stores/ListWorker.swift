import KubernetesStorage
import Providers
import Rotation

/// What a list says of one key.
struct ListRow: Sendable {
    let key: [UInt8]
    /// Nil for keys that are no API object.
    let resource: GroupResource?
    let isSystem: Bool
    let namespace: String?
    let name: String?
    let by: ProviderKey
    let bytes: Int
    let revision: Int64
    let isStale: Bool?
    let failure: (code: String, message: String)?
}

/// Lists the entries of a batch.
actor ListWorker: EntryWorker {
    struct Part: Sendable {
        var shape = StoreShape()
        var rows: [ListRow] = []
    }

    private let sorter: EntrySorter
    private let chains: ChainTable?
    private let session = TransformSession()

    init(_ store: OpenedStore, _ chains: ResourceChains?) {
        sorter = EntrySorter(prefix: store.prefix, filter: store.filter)
        self.chains = chains.map(ChainTable.init)
    }

    func process(_ batch: any EntryBatch) throws -> Part {
        var part = Part()
        try batch.forEach { key, stored, entry in
            let place = sorter.place(key)
            part.shape.saw(key, stored, place)
            if let row = row(key, stored, entry, place) { part.rows.append(row) }
        }
        return part
    }

    private func row(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ entry: EntryFacts,
        _ place: EntrySorter.Place,
    ) -> ListRow? {
        var resource: StoredResource?
        var namespace: String?
        var name: String?
        var isSystem = false
        switch place {
        case .leftOut: return nil
        case .system: isSystem = true
        case .unknown: break
        case .object(let stored, let namespaceRange, let nameRange):
            resource = stored
            namespace = namespaceRange.map { text(key, $0) }
            name = text(key, nameRange)
        }
        let opening = open(key, stored, resource, isSystem: isSystem)
        return ListRow(
            key: Array(copying: key),
            resource: resource?.groupResource,
            isSystem: isSystem,
            namespace: namespace,
            name: name,
            by: opening.by,
            bytes: stored.count,
            revision: entry.modRevision,
            isStale: opening.isStale,
            failure: opening.failure,
        )
    }

    private func open(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ resource: StoredResource?,
        isSystem: Bool,
    ) -> (by: ProviderKey, isStale: Bool?, failure: (code: String, message: String)?) {
        let header = StoredHeader(stored)
        let written = ProviderKey(
            provider: header.encryption.rawValue,
            keyName: header.keyNameText(in: stored)
        )
        guard chains != nil, !isSystem else { return (written, nil, nil) }
        guard let resource else {
            guard header.encryption != .identity else { return (.identity, nil, nil) }
            let failure = OpenFailure.noChainForResource
            return (written, nil, (failure.code, failure.description))
        }
        let chain = chains?.chain(of: resource)
        do throws(OpenFailure) {
            return try session.open(stored, etcdKey: key, with: chain) { _, opened in
                let by = ProviderKey(
                    provider: opened.kind.rawValue,
                    keyName: chain?.keyName(of: opened)
                )
                return (by, opened.isStale, nil)
            }
        } catch {
            let message = ProviderChain.explain(error, stored: stored, chain: chain).description
            return (written, nil, (error.code, message))
        }
    }

    private func text(_ key: Span<UInt8>, _ range: Range<Int>) -> String {
        String(decoding: Array(copying: key.extracting(range)), as: UTF8.self)
    }
}
