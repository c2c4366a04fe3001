import EtcdSnapshot
import KeyMaterial

/// The comparison of a snapshot with the hash at its end, which runs beside those who read it.
struct HashComparison {
    private let task: Task<Void, any Error>?

    /// Starts to hash the file.
    init(of file: SnapshotFile, skip: Bool) {
        guard !skip, file.hasTrailer else {
            task = nil
            return
        }
        task = Task.detached {
            try SnapshotContents.saying {
                guard try file.integrity(sha256: { try Digest.sha256($0) }) == .verified else {
                    throw file.hashMismatch
                }
            }
        }
    }

    /// Waits for it; throws if the hash is another than the file says.
    func finish() async throws {
        try await task?.value
    }
}
