#if Etcd

/// Waits between attempts: 25 ms ± 10 %, doubling up to a second, as long as a limit allows.
struct Patience {
    private let end: ContinuousClock.Instant
    private var pause = Duration.milliseconds(25)

    init(limit: Duration) {
        end = .now + limit
    }

    /// False when the time is up or the task was cancelled.
    mutating func wait() async -> Bool {
        guard ContinuousClock.now < end else { return false }
        let jittered = pause * Double.random(in: 0.9...1.1)
        pause = min(pause * 2, .seconds(1))
        do {
            try await Task.sleep(for: jittered)
            return true
        } catch {
            return false
        }
    }
}

#endif
