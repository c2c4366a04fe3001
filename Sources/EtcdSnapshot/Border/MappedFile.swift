internal import CMappedFile
internal import DurableFiles
internal import Glibc

/// A file mapped for reading: opened read-only, never written, never locked for longer than a look.
@safe
final class MappedFile: @unchecked Sendable {
    /// Whether another process held the lock that etcd holds on a database it serves.
    let isHeldByAnotherProcess: Bool
    let count: Int

    private let descriptor: Int32
    private let base: UnsafeRawPointer
    private let watch: Int32
    private let opened: FileState

    /// Opens and maps a file; `looksAtLock` is for files that may be an etcd's.
    convenience init(path: String, looksAtLock: Bool = true) throws(SnapshotError) {
        // O_NONBLOCK: opening a pipe by mistake must not wait for a writer.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.cannotOpen(.latest) }
        try self.init(taking: descriptor, looksAtLock: looksAtLock)
    }

    /// Maps an open file, which is closed with this, or now if that fails.
    init(taking descriptor: Int32, looksAtLock: Bool) throws(SnapshotError) {
        var keep = false
        defer { if !keep { _ = close(descriptor) } }

        guard let state = FileState(descriptor: descriptor) else { throw Self.cannotOpen(.latest) }
        guard state.isRegular else {
            throw SnapshotError(
                .cannotOpen,
                "not a regular file",
                hint: "name the snapshot file itself; a pipe cannot be mapped"
            )
        }
        guard let count = Int(exactly: state.size), count > 0 else {
            throw SnapshotError(
                .truncated,
                "the file is empty",
                hint: "the backup failed; take a new snapshot"
            )
        }

        // etcd holds an exclusive lock on its file; the shared one is let go at once, since an etcd
        // that starts would wait for it.
        isHeldByAnotherProcess =
            looksAtLock && flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        if looksAtLock { _ = flock(descriptor, LOCK_UN) }

        let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let mapped = unsafe mapped, unsafe mapped != MAP_FAILED else {
            throw Self.cannotOpen(.latest)
        }
        let watch = unsafe kenc_mapping_watch(mapped, count)
        guard watch >= 0 else {
            unsafe munmap(mapped, count)
            throw SnapshotError(.limit, "too many files are mapped at once")
        }
        keep = true
        self.count = count
        self.descriptor = descriptor
        unsafe self.base = UnsafeRawPointer(mapped)
        self.watch = watch
        self.opened = state
    }

    deinit {
        kenc_mapping_unwatch(watch)
        unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
        _ = close(descriptor)
    }

    /// Whether a page was missing when it was read; what was read from it was zeros.
    var isLost: Bool { kenc_mapping_lost(watch) != 0 }

    /// Whether the file's size or time of modification is no longer what it was on opening.
    var hasChanged: Bool { FileState(descriptor: descriptor) != opened }

    /// Lends the bytes in `range`, which must lie inside the file.
    @inline(__always)
    func withBytes<Result: ~Copyable, Failure: Error>(
        _ range: Range<Int>,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(range.upperBound <= count && range.lowerBound >= 0)
        let bytes = unsafe UnsafeRawBufferPointer(
            start: base + range.lowerBound,
            count: range.count
        )
        return try unsafe body(Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self)))
    }

    private static func cannotOpen(_ error: SystemError) -> SnapshotError {
        SnapshotError(.cannotOpen, "cannot open: \(error.text)")
    }
}

/// What tells that a file was written to.
private struct FileState: Equatable {
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
    let isRegular: Bool

    init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
        isRegular = status.st_mode & S_IFMT == S_IFREG
    }
}
