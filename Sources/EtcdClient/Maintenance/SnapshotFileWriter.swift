#if Etcd

internal import CLibCrypto
internal import Glibc

/// Writes a snapshot beside its place, checks the hash at its end, and puts it there whole.
///
/// Stream: *database, SHA-256 of the database (32 bytes)*, cut anywhere.
final class SnapshotFileWriter {
    private static let hashBytes = 32

    private let path: String
    private let partial: String
    private var descriptor: Int32
    private let digest: SHA256Stream
    /// The last bytes seen, which are the hash if nothing follows.
    private var tail: [UInt8] = []
    /// How many bytes were written.
    private(set) var byteCount: Int64 = 0
    private var finished = false

    init(path: String) throws(EtcdError) {
        let partial = "\(path).\(getpid()).part"
        let digest = try SHA256Stream()
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let descriptor = unsafe open(partial, flags, 0o600)
        // Thrown before there is an object: its end would remove a file that is not ours.
        guard descriptor >= 0 else { throw Self.failure("cannot be created", partial) }
        self.path = path
        self.partial = partial
        self.digest = digest
        self.descriptor = descriptor
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if !finished { unsafe unlink(partial) }
    }

    func write(_ bytes: [UInt8]) throws(EtcdError) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + offset },
                    buffer.count - offset
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.failure("cannot be written", partial) }
            offset += count
        }
        byteCount += Int64(bytes.count)
        tail += bytes
        let settled = tail.count - Self.hashBytes
        if settled > 0 {
            try digest.update(tail[..<settled])
            tail.removeFirst(settled)
        }
    }

    /// Checks the hash, syncs, and renames; gives the hash.
    func finish(endpoint: EtcdEndpoint) throws(EtcdError) -> [UInt8] {
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
        guard try digest.finish() == tail else {
            throw EtcdError(
                code: .malformedAnswer,
                message: "\(endpoint): the snapshot's hash does not match its bytes",
                hint: "take it again; if that fails too, from another member"
            )
        }
        guard fsync(descriptor) == 0 else { throw Self.failure("cannot be synced", partial) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw Self.failure("cannot be closed", partial) }
        guard unsafe rename(partial, path) == 0 else {
            throw Self.failure("cannot be renamed", path)
        }
        finished = true
        try syncDirectory()
        return tail
    }

    private func syncDirectory() throws(EtcdError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("cannot be opened", directory) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw Self.failure("cannot be synced", directory) }
    }

    private static func failure(_ what: String, _ path: String) -> EtcdError {
        let why = unsafe String(cString: strerror(errno))
        return EtcdError(code: .file, message: "\(path) \(what): \(why)", hint: nil)
    }
}

#endif
