internal import Synchronization

/// Asks a job to end once what is in flight is done.
public final class StopSignal: Sendable {
    private let requested = Atomic<Bool>(false)

    /// Nothing asked yet.
    public init() {}

    /// Whether the job is to end.
    public var isRequested: Bool { requested.load(ordering: .relaxed) }

    /// Asks; a signal handler may do so.
    public func request() { requested.store(true, ordering: .relaxed) }

    func check() throws {
        if isRequested { throw JobInterrupted() }
    }
}

/// The job was asked to end before it was done.
public struct JobInterrupted: Error, CustomStringConvertible {
    /// For a person.
    public var description: String { "interrupted" }
}
