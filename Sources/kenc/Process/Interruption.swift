import Glibc

/// Ctrl-C: an unfinished output file goes away, and the status says why.
enum Interruption {
    /// Read by the signal handler, which may touch nothing that takes a lock.
    nonisolated(unsafe) private static var unfinished: UnsafeMutablePointer<CChar>?

    static func install() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in
                if let path = Interruption.unfinished { unlink(path) }
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
    }

    /// Names the one file that is being written, or none.
    static func removeWhenInterrupted(_ path: String?) {
        let former = unfinished
        unfinished = path.flatMap { strdup($0) }
        free(former)
    }
}
