/// What the trailer says about the body.
public enum SnapshotIntegrity: Sendable, Equatable {
    /// The SHA-256 of the body is the trailer.
    case verified
    /// It is not: the file was changed or damaged after etcd wrote it.
    case mismatch
    /// There is no trailer, so nothing to compare.
    case absent
}

extension SnapshotFile {
    /// Compares the trailer with the SHA-256 of all bytes before it, in one pass over the file.
    ///
    /// It may run beside readers of the same file.
    ///
    /// - Parameter sha256: gives the 32-byte SHA-256 of a span.
    /// - Returns: whether they agree, or that there is no trailer.
    /// - Throws: `SnapshotError` with code `changedWhileReading`, or what `sha256` throws.
    public func integrity(sha256: (Span<UInt8>) throws -> [UInt8]) throws -> SnapshotIntegrity {
        guard hasTrailer else { return .absent }
        let digest = try bodyDigest(sha256: sha256)
        return mapping.withBytes(bodyCount..<mapping.count) { trailer in
            guard digest.count == trailer.count else { return .mismatch }
            return trailer.indices.allSatisfy { trailer[$0] == digest[$0] } ? .verified : .mismatch
        }
    }

    /// The hash of all bytes before the trailer, in one pass over the file.
    ///
    /// - Parameter sha256: gives the 32-byte SHA-256 of a span.
    /// - Returns: what `sha256` gave.
    /// - Throws: `SnapshotError` with code `changedWhileReading`, or what `sha256` throws.
    public func bodyDigest(sha256: (Span<UInt8>) throws -> [UInt8]) throws -> [UInt8] {
        let digest = try withBody(sha256)
        try checkNotLost()
        return digest
    }

    /// The 32-byte trailer, or nil for a file without one.
    public var trailer: [UInt8]? {
        guard hasTrailer else { return nil }
        return mapping.withBytes(bodyCount..<mapping.count) { trailer in
            trailer.indices.map { trailer[$0] }
        }
    }

    /// The error to end with when the hash does not match.
    public var hashMismatch: SnapshotError {
        SnapshotError(
            .hashMismatch,
            "the SHA-256 at the end of the file is not that of its content",
            hint: "the backup was changed or damaged after it was taken;"
                + " --skip-hash-check reads it all the same"
        ).inFile(path)
    }
}
