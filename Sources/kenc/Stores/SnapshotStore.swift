import EtcdSnapshot
import KeyMaterial
import Rotation
import Synchronization

/// Some records of a snapshot as the engine walks them.
final class SnapshotStore: EntryStore {
    private let records: SnapshotRecords
    private let next = Mutex(0)

    /// Enough for a worker to be busy, little enough to share the work out evenly.
    private static let batchSize = 1024

    init(_ records: SnapshotRecords) {
        self.records = records
    }

    /// Opens a snapshot at the revision that the options name, its hash compared.
    static func open(_ path: String, options: StoreOptions, ordered: Bool) throws -> SnapshotStore {
        do {
            let file = try SnapshotFile(path: path)
            try checkIntegrity(of: file, options)
            let records = try file.keySpace(at: options.revision).records
            return SnapshotStore(ordered ? try records.sortedByKey() : records)
        } catch let error as SnapshotError {
            throw Failure("\(error)", hint: error.hint)
        }
    }

    private static func checkIntegrity(of file: SnapshotFile, _ options: StoreOptions) throws {
        if file.isHeldByAnotherProcess {
            StandardError.warning(
                "\(file.path) is the database of a running etcd: what is read may be torn",
                hint: "take a snapshot instead: etcdctl snapshot save FILE"
            )
        }
        guard !options.skipHashCheck else { return }
        switch try file.integrity(sha256: { try Digest.sha256($0) }) {
        case .verified: return
        case .mismatch: throw file.hashMismatch
        case .absent:
            StandardError.note(
                "\(file.path) has no integrity hash (it is no snapshot but a copied database): "
                    + "read on best effort"
            )
        }
    }

    var expectedEntries: Int? { records.count }

    func nextBatch() async throws -> (any EntryBatch)? {
        let start = next.withLock { next in
            defer { next = min(records.count, next + Self.batchSize) }
            return next
        }
        guard start < records.count else { return nil }
        return Batch(
            records: records,
            range: start..<min(records.count, start + Self.batchSize)
        )
    }

    private struct Batch: EntryBatch {
        let records: SnapshotRecords
        let range: Range<Int>

        var count: Int { range.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            try records.forEach(in: range) { key, value, entry in
                try body(
                    key,
                    value,
                    EntryFacts(
                        createRevision: entry.createRevision,
                        modRevision: entry.modRevision,
                        version: entry.version,
                        lease: entry.lease,
                    )
                )
            }
        }
    }
}
