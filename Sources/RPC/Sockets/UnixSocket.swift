#if Etcd

package import DurableFiles
internal import Glibc

/// A unix socket that a server listens on: a path, or `@` and a name that only the kernel knows.
package struct UnixSocket: Sendable, Hashable, CustomStringConvertible {
    /// The path, or the name with its `@`.
    package let description: String

    /// Names a socket, as in `/run/plugin.sock` or `@plugin`.
    package init(_ name: String) {
        description = name
    }

    /// Whether the name is no path.
    package var isAbstract: Bool { description.utf8.first == UInt8(ascii: "@") }

    /// Connects, and gives a descriptor that does not block.
    ///
    /// The kernel answers at once: no server is asked.
    package func connect() throws(SocketFailure) -> CInt {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        var name = Array(description.utf8)
        // A path ends with a zero; an abstract name begins with one, and its length is exact.
        guard !name.isEmpty, !name.contains(0), name.count < capacity else {
            throw SocketFailure(SystemError(code: name.isEmpty ? ENOENT : ENAMETOOLONG))
        }
        if isAbstract { name[0] = 0 } else { name.append(0) }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
        let length = MemoryLayout<sockaddr_un>.size - capacity + name.count

        let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, CInt(type), 0)
        guard descriptor >= 0 else { throw SocketFailure(.latest) }
        let result = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.connect(descriptor, $0, socklen_t(length))
            }
        }
        guard result == 0 else {
            let failure = SocketFailure(.latest)
            close(descriptor)
            throw failure
        }
        return descriptor
    }
}

/// Why there is no connection to a unix socket.
package struct SocketFailure: Error, Sendable, Hashable {
    /// What it means.
    package enum Reason: Sendable {
        /// There is no such socket.
        case missing
        /// This user may not connect to it, or not enter its folder.
        case permission
        /// The socket is there, and no process listens on it.
        case nobodyListening
        /// More processes wait to be let in than the server cares for.
        case busy
        /// The name is longer than the 107 bytes of a socket's address.
        case nameTooLong
        /// Anything else, as ``SocketFailure/cause`` has it.
        case other
    }

    /// The system's reason.
    package let cause: SystemError

    init(_ cause: SystemError) {
        self.cause = cause
    }

    /// What it means.
    package var reason: Reason {
        switch cause.code {
        case ENOENT, ENOTDIR: .missing
        case EACCES, EPERM: .permission
        case ECONNREFUSED: .nobodyListening
        case EAGAIN: .busy
        case ENAMETOOLONG: .nameTooLong
        default: .other
        }
    }
}

#endif
