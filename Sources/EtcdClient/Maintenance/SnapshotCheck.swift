#if Etcd

internal import KeyMaterial

/// Follows a snapshot as it comes and compares the hash at its end.
///
/// Stream: *database, SHA-256 of the database (32 bytes)*, cut anywhere.
struct SnapshotCheck: ~Copyable {
    private static let hashBytes = 32

    /// What a whole snapshot comes to.
    struct Outcome {
        /// SHA-256 of the database, the last 32 bytes of the file.
        let databaseHash: [UInt8]
        /// SHA-256 of all bytes.
        let fileHash: [UInt8]
    }

    private var database: Digest
    private var file: Digest
    /// The last bytes seen, which are the hash if nothing follows.
    private var tail: [UInt8] = []
    /// How many bytes there were.
    private(set) var byteCount: Int64 = 0

    init() throws(EtcdError) {
        let first = try Self.digest()
        let second = try Self.digest()
        database = first
        file = second
    }

    private static func digest() throws(EtcdError) -> Digest {
        do throws(CryptoLibraryError) {
            return try Digest()
        } catch {
            throw failure(error)
        }
    }

    mutating func add(_ bytes: [UInt8]) throws(EtcdError) {
        byteCount += Int64(bytes.count)
        tail += bytes
        let settled = max(0, tail.count - Self.hashBytes)
        do {
            try file.update(bytes.span)
            try database.update(tail.span.extracting(..<settled))
        } catch {
            throw Self.failure(error)
        }
        tail.removeFirst(settled)
    }

    /// Compares the hash at the end.
    consuming func finish(_ endpoint: EtcdEndpoint) throws(EtcdError) -> Outcome {
        // etcd's pages are powers of two of at least 512 bytes, so the database is a multiple.
        guard tail.count == Self.hashBytes, byteCount > 512,
            byteCount % 512 == Self.hashBytes
        else {
            throw EtcdError(
                code: .malformedAnswer,
                message: "\(endpoint): the snapshot ended before its hash",
                hint: "try again, or take it from another member"
            )
        }
        let told = tail
        let outcome = Outcome(
            databaseHash: try Self.end(database),
            fileHash: try Self.end(file)
        )
        guard outcome.databaseHash == told else {
            throw EtcdError(
                code: .malformedAnswer,
                message: "\(endpoint): the snapshot's hash does not match its bytes",
                hint: "take it again; if that fails too, from another member"
            )
        }
        return outcome
    }

    private static func end(_ digest: consuming Digest) throws(EtcdError) -> [UInt8] {
        do throws(CryptoLibraryError) {
            return try digest.finish()
        } catch {
            throw failure(error)
        }
    }

    private static func failure(_ error: CryptoLibraryError) -> EtcdError {
        EtcdError(code: .other, message: "\(error)")
    }
}

#endif
