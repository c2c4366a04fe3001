/// Lets a number of writes a second through: a bucket of tokens that fills evenly.
struct RateLimit {
    /// Writes a second; nil for no limit.
    private let rate: Double?
    private let depth: Double
    private var tokens: Double
    private var filledAt = ContinuousClock.now

    /// A tenth of a second's worth may go at once, so that the pace is even.
    init(perSecond rate: Double?) {
        self.rate = rate.flatMap { $0 > 0 ? $0 : nil }
        depth = max(1, (self.rate ?? 0) / 10)
        tokens = 1
    }

    /// Waits until one more may go.
    mutating func next(_ stop: StopSignal) async {
        guard let rate else { return }
        fill(rate)
        while tokens < 1, !stop.isRequested {
            let wait = min(0.2, max(0.001, (1 - tokens) / rate))
            try? await Task.sleep(for: .seconds(wait))
            fill(rate)
        }
        tokens -= 1
    }

    private mutating func fill(_ rate: Double) {
        let now = ContinuousClock.now
        let passed = filledAt.duration(to: now).components
        filledAt = now
        tokens += rate * (Double(passed.seconds) + Double(passed.attoseconds) / 1e18)
        tokens = min(tokens, depth)
    }
}
