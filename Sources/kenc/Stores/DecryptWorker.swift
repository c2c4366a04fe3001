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
    private let isAudited: Bool

    init(_ store: OpenedStore, _ chains: ResourceChains, isAudited: Bool) {
        self.isAudited = isAudited
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
        try batch.forEach { key, stored, entry in
            let place = sorter.place(key)
            result.shape.saw(key, stored, place)
            switch place {
            case .leftOut: return
            case .system: lines.beginValue(key, resource: nil, isSystem: true)
            case .unknown: lines.beginValue(key, resource: nil, isSystem: false)
            case .object(let resource, _, _):
                lines.beginValue(key, resource: resource.groupResource, isSystem: false)
            }
            let outcome: AuditedObject.Outcome
            do throws(ClosedValue) {
                outcome = try opener.open(stored, etcdKey: key, place) { plaintext, opened in
                    lines.endValue(plaintext, opened)
                    return .opened(opened.by, isDoubtful: opened.doubt != nil)
                }
            } catch {
                lines.endValue(error)
                result.fail(key, error.message)
                outcome = .refused(error.message)
            }
            guard isAudited else { return }
            let revision = entry.modRevision.rawValue
            result.audited.append(AuditedObject(key, place, revision: revision, outcome))
        }
        result.text = lines.bytes
        return result
    }
}
