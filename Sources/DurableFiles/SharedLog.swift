internal import Glibc

/// A log that is appended to in whole lines, by this process and by others.
///
/// A new one is readable by its owner only; one that is there keeps its mode and its lines. A symbolic
/// link is not followed, and nothing but a regular file is taken: what was appended is on disk.
public final class SharedLog: Sendable {
    /// Where it lies.
    public let path: String
    private let descriptor: Int32

    /// Opens the log, or begins a new one.
    ///
    /// - Throws: ``FileFailure``.
    public init(path: String) throws(FileFailure) {
        self.path = path
        do throws(SystemError) {
            descriptor = try Self.open(path)
        } catch {
            throw FileFailure(path, error)
        }
    }

    deinit {
        close(descriptor)
    }

    private static func open(_ path: String) throws(SystemError) -> Int32 {
        // Without waiting, since a pipe without a reader would keep everybody waiting.
        let flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let opened = unsafe Glibc.open(path, flags, 0o600)
        guard opened >= 0 else { throw SystemError.latest }
        do throws(SystemError) {
            guard try status(opened).st_mode & S_IFMT == S_IFREG else {
                throw SystemError(code: EINVAL)
            }
            // A new file lasts only once its folder is on disk.
            try TargetFolder(of: path).sync()
        } catch {
            close(opened)
            throw error
        }
        return opened
    }

    /// Appends whole lines, one behind the other, and waits until they are on disk.
    ///
    /// Nobody else appends meanwhile. Where it fails nothing of them is left, as far as the file can
    /// be shortened again.
    ///
    /// - Throws: ``FileFailure``.
    public func append(_ lines: [UInt8]) throws(FileFailure) {
        do throws(SystemError) {
            try lock()
            defer { flock(descriptor, LOCK_UN) }
            let length = try Self.status(descriptor).st_size
            do throws(SystemError) {
                // What a crash tore is no line of ours.
                if try isTorn(length) { try write([UInt8(ascii: "\n")]) }
                try write(lines)
                while fdatasync(descriptor) != 0 {
                    if errno != EINTR { throw SystemError.latest }
                }
            } catch {
                ftruncate(descriptor, length)
                throw error
            }
        } catch {
            throw FileFailure(path, error)
        }
    }

    private func write(_ bytes: [UInt8]) throws(SystemError) {
        try Descriptor.writeAll(bytes.span, to: descriptor)
    }

    private func lock() throws(SystemError) {
        while flock(descriptor, LOCK_EX) != 0 {
            if errno != EINTR { throw SystemError.latest }
        }
    }

    private func isTorn(_ length: off_t) throws(SystemError) -> Bool {
        guard length > 0 else { return false }
        var last: UInt8 = 0
        while true {
            let count = unsafe pread(descriptor, &last, 1, length - 1)
            if count == 1 { return last != UInt8(ascii: "\n") }
            if count == 0 { return false }
            if errno != EINTR { throw SystemError.latest }
        }
    }

    private static func status(_ descriptor: Int32) throws(SystemError) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError.latest }
        return status
    }
}
