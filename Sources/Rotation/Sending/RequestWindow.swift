/// Requests under way at once, bounded in number and rate: those of a rotation and of an undo.
///
/// Belongs to the one task that sends; only the requests run beside it.
struct RequestWindow<Attempt: Sendable> {
    typealias Requests = ThrowingTaskGroup<Attempt, any Error>

    /// How many are under way.
    private(set) var inFlight = 0
    private let limit: Int
    private let executor: (any TaskExecutor)?
    private let stop: StopSignal
    private var rate: RateLimit

    init(_ options: RotationJob.Options, on executor: (any TaskExecutor)?, _ stop: StopSignal) {
        limit = options.inFlight
        rate = RateLimit(perSecond: options.rate)
        self.executor = executor
        self.stop = stop
    }

    /// Starts a request once there is room for it; what ended until then is settled.
    mutating func send(
        in requests: inout Requests,
        settle: (Attempt) throws -> Void,
        _ request: @escaping @Sendable () async -> Attempt,
    ) async throws {
        try stop.check()
        await rate.next(stop)
        while inFlight >= limit { try await settleNext(of: &requests, settle) }
        try stop.check()
        inFlight += 1
        requests.addTask(executorPreference: executor) { @concurrent in await request() }
    }

    /// Waits for one request, if any is under way.
    mutating func settleNext(
        of requests: inout Requests,
        _ settle: (Attempt) throws -> Void,
    ) async throws {
        guard let attempt = try await requests.next() else { return }
        inFlight -= 1
        try settle(attempt)
    }

    /// Settles all that is under way: it ends on its own, and counts; gives the first error.
    mutating func drain(
        _ requests: inout Requests,
        _ settle: (Attempt) throws -> Void,
    ) async -> (any Error)? {
        var failure: (any Error)?
        while inFlight > 0 {
            do { try await settleNext(of: &requests, settle) } catch { failure = failure ?? error }
        }
        return failure
    }
}
