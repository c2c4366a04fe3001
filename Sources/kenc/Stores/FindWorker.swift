import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// An object that was found, opened or not.
struct FoundObject: Sendable {
    let key: [UInt8]
    let resource: GroupResource?
    let namespace: String?
    let name: String
    let revision: Int64
    var plaintext: [UInt8] = []
    /// What opened it.
    var by = ProviderKey.identity
    var failure: ClosedValue?
    var doubt: String?

    var keyText: String { EtcdKeyText.both(key).text }

    /// The same for the audit log.
    var audited: AuditedObject {
        var address = AuditAddress(resource: resource, namespace: namespace, etcdKey: key)
        if resource != nil { (address.name, address.revision) = (name, revision) }
        let outcome: AuditedObject.Outcome =
            if let failure { .refused(failure.message) } else {
                .opened(by, isDoubtful: doubt != nil)
            }
        return AuditedObject(address, outcome)
    }
}

/// Looks for objects in the batches of a store.
actor FindWorker: EntryWorker {
    struct Part: Sendable {
        var shape: StoreShape
        var found: [FoundObject] = []
    }

    /// Nil for all that the store's filter admits.
    private let wanted: [WantedObject]?
    private let filter: EntryFilter
    private let sorter: EntrySorter
    private let opener: ValueOpener
    private let chains: ResourceChains?

    init(_ wanted: [WantedObject]?, _ store: OpenedStore, _ chains: ResourceChains?) {
        self.wanted = wanted
        filter = wanted == nil ? store.filter : EntryFilter()
        sorter = EntrySorter(prefix: store.prefix, filter: filter)
        self.chains = chains
        opener = ValueOpener(chains)
    }

    func prepare(_ batch: any EntryBatch) async throws {
        try await chains?.unwrapKeys(of: batch) { isWanted($0, sorter.place($0)) }
    }

    func process(_ batch: any EntryBatch) throws -> Part {
        var part = Part(shape: StoreShape(for: filter))
        try batch.forEach { key, stored, entry in
            let place = sorter.place(key)
            part.shape.saw(key, stored, place)
            guard isWanted(key, place) else { return }
            part.found.append(open(key, stored, entry, place))
        }
        return part
    }

    private func isWanted(_ key: Span<UInt8>, _ place: EntrySorter.Place) -> Bool {
        if let wanted {
            for object in wanted where object.isMet(by: key, place) { return true }
            return false
        }
        if case .object = place { return true }
        return false
    }

    private func open(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ entry: EntryFacts,
        _ place: EntrySorter.Place,
    ) -> FoundObject {
        var resource: GroupResource?
        var namespace: String?
        var name = ""
        if case .object(let stored, let namespaceRange, let range) = place {
            resource = stored.groupResource
            namespace = namespaceRange.map { AuditedObject.text(key, $0) }
            name = String(decoding: Array(copying: key.extracting(range)), as: UTF8.self)
        }
        var found = FoundObject(
            key: Array(copying: key),
            resource: resource,
            namespace: namespace,
            name: name,
            revision: entry.modRevision.rawValue
        )
        do throws(ClosedValue) {
            try opener.open(stored, etcdKey: key, place) { plaintext, opened in
                found.plaintext = Array(copying: plaintext)
                found.by = opened.by
                found.doubt = opened.doubt?.description
            }
        } catch {
            found.failure = error
        }
        return found
    }
}

extension GetCommand {
    /// Every object that is meant, in the store's order; nil for all that the filter admits.
    func find(
        _ wanted: [WantedObject]?,
        in store: OpenedStore,
        _ chains: ResourceChains?,
    ) async throws -> (found: [FoundObject], seen: StoreShape) {
        var found: [FoundObject] = []
        var shape = StoreShape(for: store.filter)
        try await Engine(workerCount: storeOptions.workerCount).run(
            over: store.entries,
            makeWorker: { FindWorker(wanted, store, chains) },
            consume: { part in
                found += part.found
                shape.add(part.shape)
            },
        )
        try store.check(shape)
        return (try wanted.map { try Self.inOrder(found, of: $0, store) } ?? found, shape)
    }

    /// Of each wanted object the one that was found, in the order in which they are wanted.
    private static func inOrder(
        _ found: [FoundObject],
        of wanted: [WantedObject],
        _ store: OpenedStore,
    ) throws -> [FoundObject] {
        try wanted.map { object in
            let called = found.filter { object.isCalled($0) }
            guard let first = called.first else {
                throw Failure(
                    "there is no \(ShownText.line(object.text)) in \(store.name)",
                    hint: object.lister
                )
            }
            guard called.count == 1 else {
                let keys = called.map { ShownText.line($0.keyText) }.sorted().prefix(10)
                throw Failure.usage(
                    "\(called.count) objects are called so: \(keys.joined(separator: ", "))",
                    hint: "name the namespace with -n, or one of them with --etcd-key"
                )
            }
            return first
        }
    }
}

extension WantedObject {
    /// What shows which objects there are.
    fileprivate var lister: String {
        guard case .object(let resource, _, let namespaces) = name else {
            return "'kenc list' with the same store shows what there is"
        }
        let place = namespaces.isEmpty ? "of that resource" : "of that resource in any namespace"
        return "'kenc get \(resource)' with the same store lists all \(place)"
    }

    fileprivate func isCalled(_ found: FoundObject) -> Bool {
        switch name {
        case .etcdKey(let key): key == found.key
        case .object(let resource, let name, _):
            resource == found.resource && name.utf8.elementsEqual(found.name.utf8)
        }
    }
}
