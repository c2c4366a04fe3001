internal import EtcdModel
internal import KeyMaterial

extension SnapshotFile {
    /// Compares the trailer with the SHA-256 of all bytes before it, in one pass over the file.
    ///
    /// It may run beside readers of the same file.
    ///
    /// - Returns: whether there is a trailer.
    /// - Throws: `SnapshotError` with code `hashMismatch` when they differ: the file was changed or
    ///   damaged after etcd wrote it; `changedWhileReading`.
    public func checkIntegrity() throws(SnapshotError) -> Bool {
        guard let trailer else { return false }
        guard try bodyDigest() == trailer else {
            throw SnapshotError(
                .hashMismatch,
                "the SHA-256 at the end of the file is not that of its content",
                hint: "the backup was changed or damaged after it was taken",
                remedy: .skipHashCheck
            ).inFile(path)
        }
        return true
    }

    /// The SHA-256 of all bytes before the trailer, in one pass over the file.
    ///
    /// - Throws: `SnapshotError` with code `changedWhileReading`.
    public func bodyDigest() throws(SnapshotError) -> [UInt8] {
        let digest = withBody { bytes in
            Result { () throws(CryptoLibraryError) in try Digest.sha256(bytes) }
        }
        try checkNotLost()
        do {
            return try digest.get()
        } catch {
            throw SnapshotError(.limit, "the SHA-256 cannot be computed: \(error)").inFile(path)
        }
    }

    /// The 32-byte trailer, or nil for a file without one.
    public var trailer: [UInt8]? {
        guard hasTrailer else { return nil }
        return mapping.withBytes(bodyCount..<mapping.count) { trailer in
            trailer.indices.map { trailer[$0] }
        }
    }
}
