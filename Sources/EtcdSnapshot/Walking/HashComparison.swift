internal import EtcdModel

/// The comparison of a snapshot with the hash at its end, which runs beside those who read it.
public struct HashComparison: Sendable {
    private let task: Task<Void, any Error>?
    /// How it ends, unless it throws.
    let integrity: StoreSighting.Integrity

    /// Starts to hash the file, unless there is nothing to compare with or nobody wants it.
    public init(of file: SnapshotFile, skip: Bool) {
        integrity = !file.hasTrailer ? .absent : skip ? .skipped : .verified
        task = integrity == .verified ? Task.detached { _ = try file.checkIntegrity() } : nil
    }

    /// Waits for it.
    ///
    /// - Throws: ``SnapshotError`` with code `hashMismatch` or `changedWhileReading`.
    public func finish() async throws {
        try await task?.value
    }
}
