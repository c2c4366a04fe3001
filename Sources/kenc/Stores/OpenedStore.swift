import EtcdSnapshot
import KubernetesStorage
import Rotation

/// The store that the options name, ready to be walked once.
struct OpenedStore {
    var entries: any EntryStore
    let prefix: EtcdPrefix
    let filter: EntryFilter
    let name: String
    /// Whether values arrive sorted by key already.
    var isSorted: Bool
    /// The file behind a snapshot: it holds more than its newest keys.
    var snapshot: SnapshotContents?

    /// Opens it; `ordered` says whether people or programs see the order of the entries.
    static func open(_ options: StoreOptions, ordered: Bool) async throws -> OpenedStore {
        let prefix = EtcdPrefix(options.prefix)
        let filter = EntryFilter(resources: options.resources, namespace: options.namespace)
        if let dump = options.dump {
            return OpenedStore(
                entries: try DumpStore(path: dump),
                prefix: prefix,
                filter: filter,
                name: dump == "-" ? "standard input" : dump,
                isSorted: true,
            )
        }
        if let snapshot = options.snapshot {
            let contents = try await SnapshotContents.open(snapshot, options: options)
            return OpenedStore(
                entries: try contents.store(ordered: ordered),
                prefix: prefix,
                filter: filter,
                name: snapshot,
                isSorted: ordered,
                snapshot: contents,
            )
        }
        try options.requireStore()
        return try await live(LiveConnection.connect(options.live, prefix: options.prefix), options)
    }

    /// A walk over a live etcd.
    static func live(
        _ cluster: any LiveCluster,
        _ options: StoreOptions,
    ) async throws -> OpenedStore {
        let store = OpenedStore(
            entries: try await cluster.entries(),
            prefix: EtcdPrefix(options.prefix),
            filter: EntryFilter(resources: options.resources, namespace: options.namespace),
            name: cluster.name,
            isSorted: true,
        )
        if try await cluster.size().isPrefixOnly {
            StandardError.note(
                "this user of etcd may only see \(store.prefix): other keys are not counted"
            )
        }
        return store
    }
}
