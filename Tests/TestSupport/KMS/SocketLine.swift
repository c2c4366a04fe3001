import Foundation
import Glibc
import Synchronization

/// A unix socket in front of another one: what comes in goes on to there, until the line is cut.
///
/// No server of gRPC's own can listen on an abstract socket, and ending one in the middle of its calls
/// may end the process.
public final class SocketLine: Sendable {
    private struct State {
        var listening: Int32?
        var ends: [Int32] = []
    }

    /// Where it listens: a path, or a name with its `@`.
    public let name: String
    private let path: String
    private let state = Mutex(State())

    /// Listens until it is cut, or the last reference goes; by default at an abstract socket.
    public init(before path: String, at name: String? = nil) throws {
        self.path = path
        self.name = name ?? "@kenc-test-\(UUID().uuidString)"
        try heal()
    }

    deinit {
        cut()
    }

    /// Listens again.
    public func heal() throws {
        unlink(name)
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0, Self.bind(descriptor, to: name) else {
            throw Failure("nobody can listen at \(name)")
        }
        state.withLock { $0.listening = descriptor }
        let path = path
        Thread.detachNewThread { [weak self] in
            while true {
                let near = accept(descriptor, nil, nil)
                guard near >= 0 else { return }
                let far = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
                guard Self.with(path, { connect(far, $0, $1) }) == 0,
                    self?.keep([near, far], of: descriptor) == true
                else {
                    close(near)
                    close(far)
                    continue
                }
                Self.pump(from: near, to: far)
                Self.pump(from: far, to: near)
            }
        }
    }

    /// Ends every connection and listens no more; what it listened at stays, as after a crash.
    public func cut() {
        let (listening, ends) = state.withLock { state in
            defer { state = State() }
            return (state.listening, state.ends)
        }
        for end in ends { shutdown(end, Int32(SHUT_RDWR)) }
        guard let listening else { return }
        shutdown(listening, Int32(SHUT_RDWR))
        close(listening)
    }

    private func keep(_ ends: [Int32], of descriptor: Int32) -> Bool {
        state.withLock { state in
            guard state.listening == descriptor else { return false }
            state.ends += ends
            return true
        }
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
