import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// What a list says of one key.
struct ListRow: Sendable {
    let key: [UInt8]
    /// Nil for keys that are no API object.
    let resource: GroupResource?
    let isSystem: Bool
    /// Where the object's namespace stands in the key.
    let namespace: Range<Int>?
    /// Where its name does.
    let name: Range<Int>?
    let by: ProviderKey
    let bytes: Int
    let revision: Int64
    /// When the object was created, where it could be opened and says so.
    let created: String?
    let isStale: Bool?
    let failure: ClosedValue?
}

/// Lists the entries of a batch.
actor ListWorker: EntryWorker {
    struct Part: Sendable {
        var shape: StoreShape
        var rows: [ListRow] = []
    }

    private let filter: EntryFilter
    private let sorter: EntrySorter
    /// None without a configuration: then headers say what a value is on.
    private let opener: ValueOpener?
    private let chains: ResourceChains?

    init(_ store: OpenedStore, _ chains: ResourceChains?) {
        filter = store.filter
        sorter = EntrySorter(prefix: store.prefix, filter: filter)
        self.chains = chains
        opener = chains.map { ValueOpener($0) }
    }

    func prepare(_ batch: any EntryBatch) async throws {
        try await chains?.unwrapKeys(of: batch, where: sorter.isObject)
    }

    func process(_ batch: any EntryBatch) throws -> Part {
        var part = Part(shape: StoreShape(for: filter))
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
        var resource: GroupResource?
        var namespace: Range<Int>?
        var name: Range<Int>?
        var isSystem = false
        switch place {
        case .leftOut: return nil
        case .system: isSystem = true
        case .unknown: break
        case .object(let stored, let namespaceRange, let nameRange):
            resource = stored.groupResource
            namespace = namespaceRange
            name = nameRange
        }
        let opening = open(key, stored, place)
        return ListRow(
            key: Array(copying: key),
            resource: resource,
            isSystem: isSystem,
            namespace: namespace,
            name: name,
            by: opening.by,
            bytes: stored.count,
            revision: entry.modRevision.rawValue,
            created: opening.created,
            isStale: opening.isStale,
            failure: opening.failure,
        )
    }

    private struct Opening {
        let by: ProviderKey
        var created: String?
        var isStale: Bool?
        var failure: ClosedValue?
    }

    private func open(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ place: EntrySorter.Place,
    ) -> Opening {
        let header = ProviderKey(valueOf: stored)
        if case .system = place { return Opening(by: header) }
        guard let opener else {
            return Opening(by: header, created: ObjectCreation.timestamp(of: stored))
        }
        do throws(ClosedValue) {
            return try opener.open(stored, etcdKey: key, place) { plaintext, opened in
                Opening(
                    by: opened.by,
                    created: ObjectCreation.timestamp(of: plaintext),
                    isStale: opened.isStale
                )
            }
        } catch {
            return Opening(by: header, failure: error)
        }
    }
}
