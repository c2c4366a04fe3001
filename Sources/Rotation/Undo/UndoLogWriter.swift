internal import Glibc

/// Writes an undo log: each group of records is on disk before its swaps are sent.
public final class UndoLogWriter: RewriteJournal {
    /// Where it lies.
    public let path: String
    /// How many records were written.
    public private(set) var records = 0
    private let descriptor: Int32

    /// Creates the file, which must not exist yet and is its owner's only, with its header.
    public init(path: String, header: UndoHeader) throws(UndoLogError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW
        descriptor = unsafe open(path, flags, 0o600)
        self.path = path
        guard descriptor >= 0 else {
            let exists = errno == EEXIST
            throw UndoLogError(
                "cannot create the undo log \(path): \(Self.reason())",
                hint: exists
                    ? "name another with --undo-log FILE: one log belongs to one run"
                    : "name a file on a disk with room with --undo-log FILE"
            )
        }
        try write(UndoLogText.header(header))
        guard fsync(descriptor) == 0 else { throw failure() }
        syncDirectory()
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes the records of a group and waits until they are on disk.
    public func append(_ rewrites: ArraySlice<Rewrite>) throws {
        var text: [UInt8] = []
        for rewrite in rewrites { try UndoLogText.append(rewrite, to: &text) }
        try write(text)
        guard fdatasync(descriptor) == 0 else { throw failure() }
        records += rewrites.count
    }

    private func write(_ bytes: [UInt8]) throws(UndoLogError) {
        var offset = 0
        while offset < bytes.count {
            let written = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress.map { unsafe $0 + offset },
                    buffer.count - offset
                )
            }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw failure() }
            offset += written
        }
    }

    private func failure() -> UndoLogError {
        UndoLogError(
            "cannot write the undo log \(path): \(Self.reason())",
            hint: "what it did not take was not written to etcd either; run again with "
                + "--undo-log on another disk"
        )
    }

    private func syncDirectory() {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { String(path[...$0]) } ?? "."
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func reason() -> String {
        unsafe String(cString: strerror(errno)).lowercased()
    }
}
