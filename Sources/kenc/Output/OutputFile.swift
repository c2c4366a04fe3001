import Glibc

/// A file that appears whole or not at all: written beside its name, synced, renamed.
///
/// It may hold plaintext or keys, so only its owner can read it.
final class OutputFile {
    let path: String
    private let temporary: String
    private let descriptor: Int32
    private let isInPlace: Bool
    private var pending: [UInt8] = []
    private var isFinished = false

    init(path: String) throws {
        self.path = path
        // A pipe or a device cannot be renamed into place.
        isInPlace = FileMode(path: path).map { !$0.isRegular } ?? false
        if isInPlace {
            temporary = path
            descriptor = open(path, O_WRONLY | O_CLOEXEC)
        } else {
            temporary = "\(path).kenc-\(getpid())-\(UInt32.random(in: .min ... .max))"
            descriptor = open(
                temporary,
                O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                0o600
            )
        }
        guard descriptor >= 0 else {
            throw Failure("cannot write \(path): \(SystemError.text())")
        }
        if !isInPlace { Interruption.removeWhenInterrupted(temporary) }
    }

    deinit {
        if !isFinished { discard() }
    }

    func write(_ bytes: [UInt8]) throws {
        pending += bytes
        if pending.count >= 1 << 16 { try drain() }
    }

    /// Puts the whole file in its place.
    func finish() throws {
        try drain()
        isFinished = true
        guard !isInPlace else {
            close(descriptor)
            return
        }
        let synced = fsync(descriptor) == 0
        let reason = synced ? "" : SystemError.text()
        close(descriptor)
        guard synced, rename(temporary, path) == 0 else {
            let reason = synced ? SystemError.text() : reason
            unlink(temporary)
            throw Failure("cannot write \(path): \(reason)")
        }
        Interruption.removeWhenInterrupted(nil)
        syncDirectory()
    }

    private func drain() throws {
        defer { pending.removeAll(keepingCapacity: true) }
        try FileDescriptorWriter.writeAll(pending, to: descriptor, name: path)
    }

    private func discard() {
        close(descriptor)
        guard !isInPlace else { return }
        unlink(temporary)
        Interruption.removeWhenInterrupted(nil)
    }

    /// A rename lasts only once the directory is on disk.
    private func syncDirectory() {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let directory = slash.map { String(path[...$0]) } ?? "."
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
