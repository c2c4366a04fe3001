import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// An object that was found, opened or not.
struct FoundObject: Sendable {
    let key: [UInt8]
    let revision: Int64
    var plaintext: [UInt8] = []
    var failure: ClosedValue?
    var doubt: String?

    var keyText: String { EtcdKeyText.both(key).text }
}

/// Looks for one object in the batches of a store.
actor FindWorker: EntryWorker {
    struct Part: Sendable {
        var shape = StoreShape()
        var found: [FoundObject] = []
    }

    private let wanted: WantedObject
    private let sorter: EntrySorter
    private let opener: ValueOpener

    init(_ wanted: WantedObject, _ store: OpenedStore, _ chains: ResourceChains?) {
        self.wanted = wanted
        sorter = EntrySorter(prefix: store.prefix, filter: EntryFilter())
        opener = ValueOpener(chains)
    }

    func process(_ batch: any EntryBatch) throws -> Part {
        var part = Part()
        try batch.forEach { key, stored, entry in
            let place = sorter.place(key)
            part.shape.saw(key, stored, place)
            guard wanted.isMet(by: key, place) else { return }
            part.found.append(open(key, stored, entry, place))
        }
        return part
    }

    private func open(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ entry: EntryFacts,
        _ place: EntrySorter.Place,
    ) -> FoundObject {
        var found = FoundObject(key: Array(copying: key), revision: entry.modRevision.rawValue)
        do throws(ClosedValue) {
            try opener.open(stored, etcdKey: key, place) { plaintext, opened in
                found.plaintext = Array(copying: plaintext)
                found.doubt = opened.doubt?.description
            }
        } catch {
            found.failure = error
        }
        return found
    }
}

extension GetCommand {
    /// The one object that is meant.
    func find(
        _ wanted: WantedObject,
        in store: OpenedStore,
        _ chains: ResourceChains?,
    ) async throws -> FoundObject {
        var found: [FoundObject] = []
        var shape = StoreShape()
        try await Engine(workerCount: storeOptions.workerCount).run(
            over: store.entries,
            makeWorker: { FindWorker(wanted, store, chains) },
            consume: { part in
                found += part.found
                shape.add(part.shape)
            },
        )
        try store.check(shape)
        guard let first = found.first else {
            throw Failure(
                "there is no \(ShownText.line(wanted.text)) in \(store.name)",
                hint: "'kenc list' with the same store shows what there is"
            )
        }
        guard found.count == 1 else {
            let keys = found.map { ShownText.line($0.keyText) }.sorted().prefix(10)
            throw Failure.usage(
                "\(found.count) objects are called so: \(keys.joined(separator: ", "))",
                hint: "name the namespace with -n, or one of them with --etcd-key"
            )
        }
        return first
    }
}
