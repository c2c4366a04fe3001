import KubernetesStorage
import Providers
import Rotation

/// The object that a person names.
struct WantedObject: Sendable {
    enum Name: Sendable {
        case etcdKey([UInt8])
        case object(resource: String, name: String, namespace: String?)
    }

    let name: Name

    init(resource: String?, name: String?, etcdKey: String?, namespace: String?) throws {
        if let etcdKey {
            self.name = .etcdKey(Array(etcdKey.utf8))
            return
        }
        var resource = resource ?? ""
        var name = name
        if name == nil, let slash = resource.firstIndex(of: "/") {
            name = String(resource[resource.index(after: slash)...])
            resource = String(resource[..<slash])
        }
        guard let name, !name.isEmpty else {
            throw Failure.usage(
                "which of the \(resource)?",
                hint: "'kenc list --resource \(resource)' names them"
            )
        }
        self.name = .object(resource: resource, name: name, namespace: namespace)
    }

    var text: String {
        switch name {
        case .etcdKey(let key): EtcdKeyText.both(key).text
        case .object(let resource, let name, let namespace):
            "\(resource) \(namespace.map { "\($0)/" } ?? "")\(name)"
        }
    }

    func isMet(by key: Span<UInt8>, _ place: EntrySorter.Place) -> Bool {
        switch name {
        case .etcdKey(let wanted):
            return equal(key, 0..<key.count, wanted)
        case .object(let resource, let name, let namespace):
            guard case .object(let stored, let namespaceRange, let nameRange) = place,
                equal(key, nameRange, Array(name.utf8))
            else { return false }
            if let namespace {
                guard let namespaceRange, equal(key, namespaceRange, Array(namespace.utf8)) else {
                    return false
                }
            }
            return stored.groupResource.isCalled(resource)
        }
    }

    private func equal(_ key: Span<UInt8>, _ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
        guard range.count == bytes.count else { return false }
        for offset in bytes.indices where key[range.lowerBound + offset] != bytes[offset] {
            return false
        }
        return true
    }
}

extension GroupResource {
    /// Whether a person who writes `text` can mean this resource: its plural, with or without the
    /// group, a singular, or one of kubectl's short names.
    func isCalled(_ text: String) -> Bool {
        description == (Self.shortNames[text] ?? text) || Self.plurals(text).contains(resource)
    }

    /// The plurals that a person who writes `text` can mean, in whichever group.
    static func plurals(_ text: String) -> [String] {
        let asked = Self.shortNames[text] ?? text
        return [asked, asked + "s", asked + "es", asked.dropLast() + "ies"]
    }

    private static let shortNames = [
        "cm": "configmaps", "deploy": "deployments", "ds": "daemonsets", "ep": "endpoints",
        "ing": "ingresses", "no": "nodes", "ns": "namespaces", "po": "pods",
        "pvc": "persistentvolumeclaims", "pv": "persistentvolumes", "rs": "replicasets",
        "sa": "serviceaccounts", "sts": "statefulsets", "svc": "services",
    ]
}

/// An object that was found, opened or not.
struct FoundObject: Sendable {
    let key: [UInt8]
    let resource: GroupResource?
    let revision: Int64
    var plaintext: [UInt8] = []
    var failure: (message: String, hint: String?)?
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
    private let chains: ChainTable?
    private let session = TransformSession()

    init(_ wanted: WantedObject, _ store: OpenedStore, _ chains: ResourceChains?) {
        self.wanted = wanted
        sorter = EntrySorter(prefix: store.prefix, filter: EntryFilter())
        self.chains = chains.map(ChainTable.init)
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
        guard case .object(let resource, let namespace, let name) = place else {
            var found = FoundObject(
                key: Array(copying: key),
                resource: nil,
                revision: entry.modRevision
            )
            if case .unknown = place, StoredHeader.isEncrypted(stored) {
                let failure = OpenFailure.noChainForResource
                found.failure = ("\(failure)", "it is under no directory of the API server's")
            } else {
                found.plaintext = Array(copying: stored)
            }
            return found
        }
        var found = FoundObject(
            key: Array(copying: key),
            resource: resource.groupResource,
            revision: entry.modRevision,
        )
        let chain = chains?.chain(of: resource)
        do throws(OpenFailure) {
            try session.open(stored, etcdKey: key, with: chain) { plaintext, opened in
                found.plaintext = Array(copying: plaintext)
                let place = ClassifiedKey.object(resource, namespace: namespace, name: name)
                found.doubt =
                    Doubt(plaintext, key: key, place: place, by: opened.kind)?.description
            }
        } catch {
            let explanation = ProviderChain.explain(error, stored: stored, chain: chain)
            found.failure =
                chains == nil
                ? (
                    "the value is encrypted (\(explanation.asksFor))",
                    "name the configuration it was written under with --config FILE"
                )
                : (explanation.description, explanation.hint)
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
