import EtcdSnapshot
import KeyMaterial
import Rotation

/// A snapshot that was opened, its hash compared: its keys at one revision, and what else is in it.
struct SnapshotContents {
    let file: SnapshotFile
    let keySpace: KeySpace
    let integrity: SnapshotIntegrity?

    /// Opens a snapshot at the revision that the options name.
    static func open(_ path: String, options: StoreOptions) throws -> SnapshotContents {
        try saying {
            let file = try SnapshotFile(path: path)
            let integrity = try checkIntegrity(of: file, options)
            let keySpace = try file.keySpace(at: options.revision)
            return SnapshotContents(file: file, keySpace: keySpace, integrity: integrity)
        }
    }

    /// The keys as the engine walks them.
    func store(ordered: Bool) throws -> SnapshotStore {
        try Self.saying {
            SnapshotStore(ordered ? try keySpace.records.sortedByKey() : keySpace.records)
        }
    }

    /// Values of older revisions, and of keys deleted since.
    func history() throws -> SnapshotStore {
        try Self.saying { SnapshotStore(try keySpace.history()) }
    }

    /// The SHA-256 that names the snapshot: that of its body, which is what etcd puts at its end.
    func hash() throws -> String {
        let digest = try file.trailer ?? file.bodyDigest(sha256: { try Digest.sha256($0) })
        return "sha256:"
            + digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Turns the room's errors into messages for a person.
    static func saying<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SnapshotError {
            throw Failure("\(error)", hint: error.hint)
        }
    }

    private static func checkIntegrity(
        of file: SnapshotFile,
        _ options: StoreOptions
    ) throws -> SnapshotIntegrity? {
        if file.isHeldByAnotherProcess {
            StandardError.warning(
                "\(file.path) is the database of a running etcd: what is read may be torn",
                hint: "take a snapshot instead: etcdctl snapshot save FILE"
            )
        }
        guard !options.skipHashCheck else { return nil }
        let integrity = try file.integrity(sha256: { try Digest.sha256($0) })
        switch integrity {
        case .verified: break
        case .mismatch: throw file.hashMismatch
        case .absent:
            StandardError.note(
                "\(file.path) has no integrity hash (it is no snapshot but a copied database): "
                    + "read on best effort"
            )
        }
        return integrity
    }
}
