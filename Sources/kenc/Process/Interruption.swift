import Glibc
import Rotation

/// Ctrl-C: an unfinished output file goes away, and the status says why.
///
/// A job that writes to etcd ends what is under way first; a second Ctrl-C ends it at once.
enum Interruption {
    /// Read by the signal handler, which may touch nothing that takes a lock.
    nonisolated(unsafe) private static var unfinished: UnsafeMutablePointer<CChar>?

    /// The job to ask first.
    nonisolated(unsafe) private static var job: StopSignal?

    /// The terminal to put right.
    nonisolated(unsafe) private static var terminal: UnsafeMutablePointer<TerminalState>?

    private struct TerminalState {
        let descriptor: Int32
        var attributes: termios
    }

    static func install() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in
                if let job = Interruption.job, !job.isRequested {
                    job.request()
                    return
                }
                if let path = Interruption.unfinished { unlink(path) }
                if let terminal = Interruption.terminal {
                    tcsetattr(terminal.pointee.descriptor, TCSAFLUSH, &terminal.pointee.attributes)
                    _ = write(terminal.pointee.descriptor, "\n", 1)
                }
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
    }

    /// From now on the first signal asks the job to end; nil takes that back.
    static func ask(_ job: StopSignal?) {
        self.job = job
    }

    /// Names the one file that is being written, or none.
    static func removeWhenInterrupted(_ path: String?) {
        let former = unfinished
        unfinished = path.flatMap { strdup($0) }
        free(former)
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
