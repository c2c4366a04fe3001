import EtcdSnapshot
import KeyMaterial
import Rotation
import WireFormats

/// A snapshot that was opened: its keys at one revision, and what else is in it.
struct SnapshotContents {
    let file: SnapshotFile
    let keySpace: KeySpace
    /// Nothing counts that was read before this was compared.
    let comparison: HashComparison

    /// Opens a snapshot at the revision that the options name; its hash is computed meanwhile.
    static func open(_ path: String, options: StoreOptions) async throws -> SnapshotContents {
        let file = try saying { try SnapshotFile(path: path) }
        warn(of: file, options)
        let comparison = HashComparison(of: file, skip: options.skipHashCheck)
        do {
            let keySpace = try saying { try file.keySpace(at: options.revision) }
            return SnapshotContents(file: file, keySpace: keySpace, comparison: comparison)
        } catch {
            // A wrong hash explains whatever else is wrong.
            try await comparison.finish()
            throw error
        }
    }

    /// The keys as the engine walks them.
    func store(ordered: Bool) throws -> SnapshotStore {
        try Self.saying {
            SnapshotStore(
                ordered ? try keySpace.records.sortedByKey() : keySpace.records,
                comparison,
                isStreamed: ordered
            )
        }
    }

    /// Values of older revisions, and of keys deleted since.
    func history() throws -> SnapshotStore {
        try Self.saying { SnapshotStore(try keySpace.history(), comparison, isStreamed: false) }
    }

    /// The SHA-256 that names the snapshot: that of its body, which is what etcd puts at its end.
    func hash() throws -> String {
        let digest = try file.trailer ?? file.bodyDigest(sha256: { try Digest.sha256($0) })
        return "sha256:" + HexText.encode(digest)
    }

    /// Turns the room's errors into messages for a person.
    static func saying<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as SnapshotError {
            throw Failure("\(error)", hint: error.hint)
        }
    }

    private static func warn(of file: SnapshotFile, _ options: StoreOptions) {
        if file.isHeldByAnotherProcess {
            StandardError.warning(
                "\(file.path) is the database of a running etcd: what is read may be torn",
                hint: "take a snapshot instead: etcdctl snapshot save FILE"
            )
        }
        if !file.hasTrailer, !options.skipHashCheck {
            StandardError.note(
                "\(file.path) has no integrity hash (it is no snapshot but a copied database): "
                    + "read on best effort"
            )
        }
    }
}
