import DurableFiles
import Glibc
import Rotation
// Where a statically linked standard library has timeval from.
import SwiftOverlayShims
import Synchronization

/// Every signal that would end the process: unfinished files go away first.
///
/// A job that writes to etcd ends what is under way first, for as long as a person is willing to
/// wait: two seconds at the most. A second Ctrl-C ends it at once.
enum Interruption {
    // Read by the signal handler, which may touch nothing that takes a lock.

    /// The job to ask first.
    nonisolated(unsafe) private static var job: StopSignal?

    /// The terminal to put right.
    nonisolated(unsafe) private static var terminal: UnsafeMutablePointer<TerminalState>?

    private struct TerminalState {
        let descriptor: Int32
        var attributes: termios
    }

    /// What a crash sends.
    ///
    /// Nothing is printed then: Swift's backtracer would show memory, and a key in it.
    private static let crashes = [
        SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGBUS, SIGSEGV, SIGSYS, SIGSTKFLT,
    ]

    /// What ends a process that does not ask for it otherwise, from other processes or the system.
    private static let ends =
        [
            SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF,
            SIGPOLL, SIGPWR, SIGXCPU,
        ] + (firstRealTime...lastRealTime)

    // The C library keeps two of the kernel's real-time signals, 32 and 33, for itself.
    private static let firstRealTime: Int32 = 34
    private static let lastRealTime: Int32 = 64

    static func install() {
        for number in crashes {
            signal(number) { number in
                UnfinishedFiles.removeAll()
                signal(number, SIG_DFL)
                raise(number)
            }
        }
        for number in ends where !isIgnoredHangup(number) {
            signal(number) { number in
                if let job = Interruption.job, !job.isRequested, number != SIGQUIT {
                    job.request()
                    // SIGALRM ends it, should nothing else.
                    var limit = itimerval(it_interval: timeval(), it_value: Interruption.limit)
                    setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &limit, nil)
                    return
                }
                UnfinishedFiles.removeAll()
                if let terminal = Interruption.terminal {
                    tcsetattr(terminal.pointee.descriptor, TCSAFLUSH, &terminal.pointee.attributes)
                    _ = write(terminal.pointee.descriptor, "\n", 1)
                }
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
    }

    private static let limit = timeval(tv_sec: 1, tv_usec: 900_000)

    /// The command, and who cancels it when the job does not end.
    private static let work = Mutex<(command: Task<Void, any Error>?, watch: Task<Void, Never>?)>(
        (nil, nil)
    )

    /// What a job that was asked to end belongs to.
    static func willCancel(_ command: Task<Void, any Error>) {
        work.withLock { $0.command = command }
    }

    /// From now on the first signal asks the job to end; nil takes that back.
    ///
    /// What it waits for then, answers of etcd above all, is cancelled after a second: the job
    /// still says what it did.
    static func ask(_ job: StopSignal?) {
        if job == nil {
            var none = itimerval()
            setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &none, nil)
        }
        self.job = job
        work.withLock { work in
            work.watch?.cancel()
            work.watch = job.map { job in
                Task { [command = work.command] in
                    do {
                        while !job.isInterruption { try await Task.sleep(for: .milliseconds(50)) }
                        try await Task.sleep(for: .seconds(1))
                        command?.cancel()
                    } catch {
                        // The job has ended.
                    }
                }
            }
        }
    }

    /// nohup asks to outlive the terminal.
    private static func isIgnoredHangup(_ number: Int32) -> Bool {
        guard number == SIGHUP else { return false }
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return action.__sigaction_handler.sa_handler.map { handler in
            unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
        } ?? false
    }

    /// Gives a terminal these attributes back when the process is interrupted.
    static func restoreWhenInterrupted(_ descriptor: Int32, _ attributes: termios) {
        let state = UnsafeMutablePointer<TerminalState>.allocate(capacity: 1)
        state.initialize(to: TerminalState(descriptor: descriptor, attributes: attributes))
        terminal = state
    }

    /// The terminal is as it was.
    static func restoreNothing() {
        let former = terminal
        terminal = nil
        former?.deallocate()
    }
}
