import Foundation
import Synchronization

/// Ports that are this process's own while it lives, however many processes test at a time.
///
/// A port that a server is told to take has to stay free until it listens, and while it is down
/// between two starts. So these are none of those that the system gives to whoever connects or asks
/// for any port (from 32768 on), and a socket on the first of them keeps other processes off the rest.
final class OwnPorts: Sendable {
    private static let own = Result { try OwnPorts() }
    private static let count = 100

    /// The port that shows that those behind it are taken; its socket ends with the process.
    private let first: Int
    private let last = Mutex(0)

    /// Ports that nobody listens on, and that are given out again only after all others.
    static func take(_ count: Int) throws -> [Int] { try own.get().take(count) }

    private init() throws {
        let first = stride(from: 10_000, to: 30_000, by: Self.count).shuffled()
            .first { (try? LoopbackSocket.listen($0)) != nil }
        guard let first else { throw Failure("no ports are left") }
        self.first = first
    }

    private func take(_ count: Int) throws -> [Int] {
        try last.withLock { last in
            var ports: [Int] = []
            for _ in 1..<Self.count where ports.count < count {
                last = last % (Self.count - 1) + 1
                guard let socket = try? LoopbackSocket.listen(first + last) else { continue }
                close(socket)
                ports.append(first + last)
            }
            guard ports.count == count else { throw Failure("no free ports") }
            return ports
        }
    }
}
