import EtcdModel
import KubernetesModel
import Providers
import Survey

/// Opens the values of a batch, a line of JSON for each.
actor DecryptWorker: EntryWorker {
    private let filter: EntryFilter
    private let sorter: EntrySorter
    private let chains: ResourceChains
    private let opener: ValueOpener

    init(_ store: OpenedStore, _ chains: ResourceChains) {
        filter = store.filter
        sorter = EntrySorter(prefix: store.prefix, filter: filter)
        self.chains = chains
        opener = ValueOpener(chains)
    }

    func prepare(_ batch: any EntryBatch) async throws {
        try await chains.unwrapKeys(of: batch, where: sorter.isObject)
    }

    func process(_ batch: any EntryBatch) throws -> StoreRun.Result {
        var result = StoreRun.Result(shape: StoreShape(for: filter))
        var lines = JSONLines()
        try batch.forEach { key, stored, _ in
            let place = sorter.place(key)
            result.shape.saw(key, stored, place)
            switch place {
            case .leftOut: return
            case .system: lines.beginValue(key, resource: nil, isSystem: true)
            case .unknown: lines.beginValue(key, resource: nil, isSystem: false)
            case .object(let resource, _, _):
                lines.beginValue(key, resource: resource.groupResource, isSystem: false)
            }
            do throws(ClosedValue) {
                try opener.open(stored, etcdKey: key, place) { plaintext, opened in
                    lines.endValue(plaintext, opened)
                }
            } catch {
                lines.endValue(error)
                result.fail(key, error.message)
            }
        }
        result.text = lines.bytes
        return result
    }
}
