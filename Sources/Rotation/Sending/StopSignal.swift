internal import Synchronization

/// Asks a job to end once what is in flight is done.
public final class StopSignal: Sendable {
    /// 0 nothing, 1 a person or a signal, 2 the gate; whoever comes first.
    private let cause = Atomic<UInt8>(0)

    /// Nothing asked yet.
    public init() {}

    /// Whether the job is to end.
    public var isRequested: Bool { cause.load(ordering: .relaxed) != 0 }

    /// Whether a person or a signal asked.
    public var isInterruption: Bool { cause.load(ordering: .relaxed) == 1 }

    /// Asks; a signal handler may do so.
    public func request() { set(1) }

    /// Asks, since the gate closed.
    func closeGate() { set(2) }

    private func set(_ new: UInt8) {
        _ = cause.compareExchange(expected: 0, desired: new, ordering: .relaxed)
    }

    func check() throws {
        switch cause.load(ordering: .relaxed) {
        case 0: return
        case 2: throw GateClosed()
        default: throw JobInterrupted()
        }
    }
}

/// The job was asked to end before it was done.
public struct JobInterrupted: Error, CustomStringConvertible {
    /// For a person.
    public var description: String { "interrupted" }
}
