internal import CUnfinishedFiles
internal import Glibc

/// Calls on an open file that a signal may interrupt, made until they are done.
public enum Descriptor {
    /// Writes all bytes.
    ///
    /// - Throws: what the system said; a part of the bytes may have been written then.
    public static func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32) throws(SystemError) {
        var offset = 0
        while offset < bytes.count {
            let written = unsafe bytes.extracting(offset...).withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress, buffer.count)
            }
            if written > 0 {
                offset += written
            } else if errno != EINTR {
                throw SystemError.latest
            }
        }
    }

    /// Writes all bytes at an offset of a file that is otherwise appended to.
    static func overwrite(
        _ bytes: Span<UInt8>,
        at start: Int,
        of descriptor: Int32,
    ) throws(SystemError) {
        // Linux appends whatever the offset, as long as the flag is set.
        let flags = fcntl(descriptor, F_GETFL)
        guard flags >= 0, fcntl(descriptor, F_SETFL, flags & ~O_APPEND) == 0 else {
            throw SystemError.latest
        }
        defer { _ = fcntl(descriptor, F_SETFL, flags) }
        var offset = 0
        while offset < bytes.count {
            let written = unsafe bytes.extracting(offset...).withUnsafeBytes { buffer in
                unsafe pwrite(descriptor, buffer.baseAddress, buffer.count, start + offset)
            }
            if written > 0 {
                offset += written
            } else if errno != EINTR {
                throw SystemError.latest
            }
        }
    }

    /// Starts what ``sync(_:)`` waits for, which is where an error shows.
    static func startSync(_ descriptor: Int32) {
        kenc_unfinished_start_sync(descriptor)
    }

    /// Waits until what was written is on disk, and what is needed to find it.
    static func sync(_ descriptor: Int32) throws(SystemError) {
        while fsync(descriptor) != 0 {
            if errno != EINTR { throw SystemError.latest }
        }
    }
}
