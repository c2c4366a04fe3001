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
        preconditionFailure("every kind of store is opened above")
    }
}
