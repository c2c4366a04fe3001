import Glibc

/// The reader of standard output went away.
struct BrokenPipe: Error {}

/// Writes whole buffers to file descriptors.
enum FileDescriptorWriter {
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
            }
            if written > 0 {
                offset += written
            } else if errno == EPIPE {
                throw BrokenPipe()
            } else if errno != EINTR {
                throw Failure("cannot write \(name): \(SystemError.text())")
            }
        }
    }
}

/// The operating system's words for what went wrong.
enum SystemError {
    static func text(_ code: Int32 = errno) -> String {
        String(cString: strerror(code)).lowercased()
    }
}
