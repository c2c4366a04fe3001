import Foundation

/// TCP sockets on 127.0.0.1.
enum LoopbackSocket {
    /// A socket that listens, on any free port by default.
    static func listen(_ port: Int = 0) throws -> Int32 {
        let descriptor = try make()
        guard withAddress(port, { bind(descriptor, $0, $1) }) == 0,
            Glibc.listen(descriptor, 128) == 0
        else {
            close(descriptor)
            throw Failure("no free port")
        }
        neverWait(descriptor)
        return descriptor
    }

    /// A connected socket, nil when nobody listens.
    static func connect(_ port: Int) -> Int32? {
        guard let descriptor = try? make() else { return nil }
        guard withAddress(port, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Calls on the descriptor give EAGAIN rather than wait; no child gets it.
    static func neverWait(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    /// Small pieces leave at once.
    static func neverGather(_ descriptor: Int32) {
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
    }

    /// The socket's own port.
    static func port(of descriptor: Int32) throws -> Int {
        try port(descriptor, getsockname)
    }

    /// Which of some processes holds the other end of an accepted connection.
    static func dialler(of accepted: Int32, among processes: [Int32]) -> Int32? {
        guard !processes.isEmpty, let near = try? port(accepted, getsockname),
            let far = try? port(accepted, getpeername),
            let table = try? String(contentsOfFile: "/proc/net/tcp", encoding: .utf8)
        else { return nil }
        // Number, own address and port in hexadecimal, the other's, and as the tenth the inode.
        func end(_ port: Int) -> String { String(format: "0100007F:%04X", port) }
        let inode = table.split(separator: "\n").lazy.map { $0.split(separator: " ") }
            .first { $0.count > 9 && $0[1] == end(far) && $0[2] == end(near) }?[9]
        guard let inode else { return nil }
        return processes.first { process in
            let folder = "/proc/\(process)/fd"
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.contains {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)"))
                    == "socket:[\(inode)]"
            }
        }
    }

    private static func make() throws -> Int32 {
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        let descriptor = socket(AF_INET, type, 0)
        guard descriptor >= 0 else { throw Failure("no socket") }
        return descriptor
    }

    private static func withAddress(
        _ port: Int,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32,
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func port(
        _ descriptor: Int32,
        _ name: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32,
    ) throws -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let answer = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { name(descriptor, $0, &length) }
        }
        guard answer == 0 else { throw Failure("the socket has no address") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
