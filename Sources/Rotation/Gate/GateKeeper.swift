internal import Synchronization

/// Asks the gate again and again beside a run, and stops the run when it closes, or when nothing
/// clear came of it for too long.
final class GateKeeper: Sendable {
    private let gate: any RotationGate
    private let interval: Duration
    private let patience: Duration
    /// Since when every answer was that all is well; it was so when the run began.
    private let openFrom: Mutex<ContinuousClock.Instant?> = Mutex(.now)

    init(_ gate: any RotationGate, _ options: RotationJob.Options) {
        self.gate = gate
        interval = options.gateInterval
        patience = options.gatePatience
    }

    /// Nil while the last answer was unclear.
    var openSince: ContinuousClock.Instant? { openFrom.withLock { $0 } }

    /// Asks until the task is cancelled or the run has to stop.
    func run(_ stop: StopSignal) async {
        var lastOpen = ContinuousClock.now
        while !Task.isCancelled {
            try? await Task.sleep(for: interval)
            guard !Task.isCancelled else { return }
            let answer = await gate.ask()
            guard !Task.isCancelled else { return }
            let now = ContinuousClock.now
            switch answer {
            case .open:
                lastOpen = now
                openFrom.withLock { $0 = $0 ?? now }
            case .unclear:
                openFrom.withLock { $0 = nil }
                if now - lastOpen >= patience { return stop.closeGate() }
            case .closed:
                openFrom.withLock { $0 = nil }
                return stop.closeGate()
            }
        }
    }
}
