import Foundation
import Synchronization

/// A TCP line on loopback that can be cut as a network partition cuts one: silently.
///
/// What is on a cut line waits, as packets do that are sent again and again; nobody learns that the
/// other end is gone or has hung up. Once healed, what waited goes on.
public final class NetworkLine: Sendable {
    /// What of it is cut.
    struct Cut: Sendable {
        /// Everything, whoever dialled.
        var isWhole = false
        /// What these processes dialled.
        var diallers: Set<Int32> = []
    }

    /// The port that leads to the target.
    public let port: Int

    private let wish = Mutex(Cut())
    private let isEnded = Mutex(false)
    private let wakeUp: (reader: Int32, writer: Int32)

    /// Listens on a free port, and leads to another.
    ///
    /// `diallers` gives the processes that may have to be told apart.
    public init(to target: Int, diallers: @escaping @Sendable () -> [Int32] = { [] }) throws {
        let listener = try LoopbackSocket.listen()
        port = try LoopbackSocket.port(of: listener)
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure("no pipe") }
        for end in ends { LoopbackSocket.neverWait(end) }
        wakeUp = (ends[0], ends[1])
        let pump = LinePump(listener, target, wakeUp.reader, diallers)
        Thread.detachNewThread { [weak self] in
            while pump.turn(self?.wish.withLock { $0 } ?? Cut()) {
                if self?.isEnded.withLock({ $0 }) ?? true { break }
            }
            pump.close()
        }
    }

    deinit {
        close(wakeUp.writer)
    }

    /// Ends every connection.
    public func end() {
        isEnded.withLock { $0 = true }
        wake()
    }

    /// Cuts everything.
    public func cut() {
        wish.withLock { $0.isWhole = true }
        wake()
    }

    /// Cuts what a process dials, or dialled.
    public func cut(dialler: Int32) {
        wish.withLock { _ = $0.diallers.insert(dialler) }
        wake()
    }

    /// Makes it whole again.
    public func heal() {
        wish.withLock { $0 = Cut() }
        wake()
    }

    private func wake() {
        _ = write(wakeUp.writer, [0], 1)
    }
}

/// The sockets of one line, moved along by one thread.
private final class LinePump: @unchecked Sendable {
    /// Bytes on their way in one direction.
    private struct Flow {
        let from: Int32
        let to: Int32
        var pending: ArraySlice<UInt8> = []
        var hasEnded = false
    }

    private struct Connection {
        let dialler: Int32?
        var flows: [Flow]
    }

    private let listener: Int32
    private let target: Int
    private let wakeUp: Int32
    private let diallers: () -> [Int32]
    private var connections: [Connection] = []

    init(_ listener: Int32, _ target: Int, _ wakeUp: Int32, _ diallers: @escaping () -> [Int32]) {
        self.listener = listener
        self.target = target
        self.wakeUp = wakeUp
        self.diallers = diallers
    }

    /// Waits until something can move, and moves it; false when the line was given up.
    func turn(_ cut: NetworkLine.Cut) -> Bool {
        var polls = [pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)]
        var flows: [(connection: Int, flow: Int)] = []
        if !cut.isWhole {
            for (index, connection) in connections.enumerated()
            where !cut.diallers.contains(connection.dialler ?? 0) {
                for (number, flow) in connection.flows.enumerated() where !flow.hasEnded {
                    polls.append(
                        flow.pending.isEmpty
                            ? pollfd(fd: flow.from, events: Int16(POLLIN), revents: 0)
                            : pollfd(fd: flow.to, events: Int16(POLLOUT), revents: 0)
                    )
                    flows.append((index, number))
                }
            }
            polls.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
        }
        guard poll(&polls, nfds_t(polls.count), -1) > 0 else { return true }
        if polls[0].revents != 0 {
            // What is cut may have changed: look at it first.
            var bytes = [UInt8](repeating: 0, count: 64)
            return read(wakeUp, &bytes, bytes.count) != 0
        }
        var broken: Set<Int> = []
        for (place, poll) in zip(flows, polls.dropFirst()) where poll.revents != 0 {
            if !move(&connections[place.connection].flows[place.flow]) {
                broken.insert(place.connection)
            }
        }
        for index in connections.indices where connections[index].flows.allSatisfy(\.hasEnded) {
            broken.insert(index)
        }
        for index in broken.sorted().reversed() { end(connections.remove(at: index)) }
        if let last = polls.last, last.fd == listener, last.revents != 0 { accept() }
        return true
    }

    func close() {
        for connection in connections { end(connection) }
        Glibc.close(listener)
        Glibc.close(wakeUp)
    }

    private func accept() {
        let near = Glibc.accept(listener, nil, nil)
        guard near >= 0 else { return }
        guard let far = LoopbackSocket.connect(target) else {
            Glibc.close(near)
            return
        }
        for socket in [near, far] {
            LoopbackSocket.neverWait(socket)
            LoopbackSocket.neverGather(socket)
        }
        let dialler = LoopbackSocket.dialler(of: near, among: diallers())
        connections.append(
            Connection(
                dialler: dialler,
                flows: [Flow(from: near, to: far), Flow(from: far, to: near)]
            )
        )
    }

    /// False when the connection is broken.
    private func move(_ flow: inout Flow) -> Bool {
        if flow.pending.isEmpty {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = read(flow.from, &bytes, bytes.count)
            guard count > 0 else {
                guard count == 0 else { return errno == EAGAIN }
                flow.hasEnded = true
                shutdown(flow.to, Int32(SHUT_WR))
                return true
            }
            flow.pending = bytes[..<count]
        }
        let count = flow.pending.withUnsafeBytes {
            send(flow.to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count >= 0 else { return errno == EAGAIN }
        flow.pending.removeFirst(count)
        return true
    }

    private func end(_ connection: Connection) {
        Glibc.close(connection.flows[0].from)
        Glibc.close(connection.flows[0].to)
    }
}
