import EtcdDump
import EtcdModel
import EtcdSnapshot
import KubernetesModel
import Survey

/// The store that the options name, ready to be walked once.
struct OpenedStore {
    var entries: any EntryStore
    let prefix: EtcdPrefix
    let filter: EntryFilter
    let name: String
    /// Whether values arrive sorted by key already.
    var isSorted: Bool
    /// Whether only the part was read that is asked for, so that the rest says nothing.
    var isPart = false
    /// The file behind a snapshot: it holds more than its newest keys.
    var snapshot: SnapshotContents?

    /// Opens it; `ordered` says whether people or programs see the order of the entries, and
    /// `wanted` what of a live etcd is needed, by default what the filters let through.
    static func open(
        _ options: StoreOptions,
        ordered: Bool,
        wanted: WantedKeys? = nil,
    ) async throws -> OpenedStore {
        let prefix = EtcdPrefix(options.prefix)
        let filter = options.filter
        if let dump = options.dump {
            if dump == "-" { StandardInput.announce("a dump") }
            return OpenedStore(
                entries: try DumpStore(path: dump),
                prefix: prefix,
                filter: filter,
                name: dump == "-" ? "standard input" : dump,
                isSorted: true,
            )
        }
        if let snapshot = options.snapshot {
            let file = try SnapshotFile(path: snapshot)
            Self.warn(of: file, skipsHash: options.skipHashCheck)
            let contents = try await SnapshotContents(
                file,
                at: options.revision.map(Revision.init(_:)),
                skipHashCheck: options.skipHashCheck
            )
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
        let cluster = try await LiveConnection.connect(
            options.live,
            wanted: wanted ?? WantedKeys(options)
        )
        return try await live(cluster, options)
    }

    /// Makes a dump's batches hold all of its text, to be written again.
    func keepText() async { await (entries as? DumpStore)?.keepText() }

    /// A walk over a live etcd.
    static func live(
        _ cluster: any LiveCluster,
        _ options: StoreOptions,
    ) async throws -> OpenedStore {
        let reading = try await cluster.reading()
        let store = OpenedStore(
            entries: reading.entries,
            prefix: EtcdPrefix(options.prefix),
            filter: options.filter,
            name: cluster.name,
            isSorted: true,
            isPart: reading.reach == .part,
        )
        if reading.reach == .prefix {
            StandardError.note(
                "this user of etcd may only see \(store.prefix): other keys are not counted"
            )
        }
        return store
    }

    /// Says how far a database file can be trusted.
    static func warn(of file: SnapshotFile, skipsHash: Bool) {
        if file.isHeldByAnotherProcess {
            StandardError.warning(
                "\(file.path) is the database of a running etcd: what is read may be torn",
                hint: "take a snapshot instead: etcdctl snapshot save FILE"
            )
        }
        if !file.hasTrailer, !skipsHash {
            StandardError.note(
                "\(file.path) has no integrity hash (it is no snapshot but a copied database): "
                    + "read on best effort"
            )
        }
    }
}
