import Foundation
import Glibc

/// An abstract unix socket in front of one in the file system: what comes in goes on to there.
///
/// No server of gRPC's own can listen on an abstract socket.
public final class AbstractSocket: @unchecked Sendable {
    /// The name, with its `@`.
    public let name: String
    private let descriptor: Int32

    /// Listens until the last reference goes.
    public init(before path: String) throws {
        name = "@kenc-test-\(UUID().uuidString)"
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0, Self.bind(descriptor, to: name) else {
            throw Failure("no abstract socket")
        }
        let listening = descriptor
        Thread.detachNewThread {
            while true {
                let near = accept(listening, nil, nil)
                guard near >= 0 else { return }
                let far = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                guard Self.with(path, { connect(far, $0, $1) }) == 0 else {
                    close(near)
                    close(far)
                    continue
                }
                Self.pump(from: near, to: far)
                Self.pump(from: far, to: near)
            }
        }
    }

    deinit {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }

    private static func pump(from source: Int32, to target: Int32) {
        Thread.detachNewThread {
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = read(source, &buffer, buffer.count)
                guard count > 0 else { break }
                guard send(target, buffer, count, Int32(MSG_NOSIGNAL)) == count else {
                    break
                }
            }
            shutdown(source, Int32(SHUT_RDWR))
            shutdown(target, Int32(SHUT_RDWR))
        }
    }

    /// Makes a socket listen at a path, or at a name with `@`.
    public static func bind(_ descriptor: Int32, to name: String) -> Bool {
        with(name) { Glibc.bind(descriptor, $0, $1) } == 0 && listen(descriptor, 16) == 0
    }

    /// The address of a path, or of a name with `@`.
    private static func with(
        _ name: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32,
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 } else { bytes.append(0) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = MemoryLayout<sockaddr_un>.size - 108 + bytes.count
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(length))
            }
        }
    }
}
