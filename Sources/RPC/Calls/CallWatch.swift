#if Etcd

internal import Synchronization

/// Ends calls that are overdue, at the price of a dictionary entry a call.
///
/// gRPC's own deadline takes two tasks and a timer for every call, a sixth of what a small call
/// costs. Here one task sleeps until the first deadline among all calls.
final class CallWatch: Sendable {
    /// A call being watched.
    struct Ticket {
        fileprivate let number: UInt64
    }

    private struct Entry {
        let deadline: ContinuousClock.Instant
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var entries: [UInt64: Entry] = [:]
        var issued: UInt64 = 0
        /// When the sleeping task looks again; nil when none sleeps.
        var wake: ContinuousClock.Instant?
    }

    private let state = Mutex(State())

    /// How many calls are being watched.
    var count: Int { state.withLock { $0.entries.count } }

    /// Has `cancel` called if the ticket is not handed back within `timeout`.
    func start(_ timeout: Duration, cancel: @escaping @Sendable () -> Void) -> Ticket {
        let deadline = ContinuousClock.now + timeout
        let (number, isFirst) = state.withLock { state in
            state.issued += 1
            state.entries[state.issued] = Entry(deadline: deadline, cancel: cancel)
            let isFirst = state.wake.map { deadline < $0 } ?? true
            if isFirst { state.wake = deadline }
            return (state.issued, isFirst)
        }
        if isFirst { sleep(until: deadline) }
        return Ticket(number: number)
    }

    /// Takes a ticket back; says whether the call was overdue and cancelled.
    func end(_ ticket: Ticket) -> Bool {
        state.withLock { $0.entries.removeValue(forKey: ticket.number) } == nil
    }

    private func sleep(until wake: ContinuousClock.Instant) {
        // The table of a client that is gone is empty: the task ends with its sleep.
        Task { [weak self] in
            try? await Task.sleep(until: wake)
            self?.expire(wake)
        }
    }

    private func expire(_ wake: ContinuousClock.Instant) {
        let now = ContinuousClock.now
        let (overdue, next) = state.withLock { state in
            let overdue = state.entries.filter { $0.value.deadline <= now }
            for number in overdue.keys { state.entries[number] = nil }
            // A shorter deadline came meanwhile: its own task goes on.
            guard state.wake == wake else { return (overdue, nil as ContinuousClock.Instant?) }
            state.wake = state.entries.values.map(\.deadline).min()
            return (overdue, state.wake)
        }
        for entry in overdue.values { entry.cancel() }
        if let next { sleep(until: next) }
    }
}

#endif
