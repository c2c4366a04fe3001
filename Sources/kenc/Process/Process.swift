import ArgumentParser
import DurableFiles
import Glibc
import KeyMaterial

/// What the process tells its caller.
enum ExitStatus: Int32 {
    /// Done, and nothing to report.
    case done = 0
    /// Something could not be read, reached or written.
    case failed = 1
    /// Finished, and found something.
    case found = 2
    /// The command line makes no sense.
    case usage = 64
    /// Interrupted.
    case interrupted = 130
}

/// An error for a person: what is wrong, and what to do next.
struct Failure: Error {
    let status: ExitStatus
    let message: String
    let hint: String?

    init(_ message: String, hint: String? = nil, status: ExitStatus = .failed) {
        self.status = status
        self.message = message
        self.hint = hint
    }

    static func usage(_ message: String, hint: String? = nil) -> Failure {
        Failure(message, hint: hint, status: .usage)
    }
}

/// Ends a command that finished and found something; everything was said already.
struct FoundSomething: Error {}

/// The process as a whole: how it starts and how it ends.
enum Process {
    /// Whether the command line can be read.
    ///
    /// Swift reads it from a file, and where that is missing takes as many arguments as chance says.
    static let hasArguments = access("/proc/self/cmdline", R_OK) == 0

    static func prepare() {
        // Before any thread starts: libdispatch looks into /proc as well, and ends the process where
        // it finds none.
        guard hasArguments else {
            exit(
                for: Failure(
                    "the command line cannot be read",
                    hint:
                        "it is read from /proc/self/cmdline: mount /proc in this chroot or container"
                )
            )
        }
        Interruption.install()
        // A core file would hold keys and plaintext.
        _ = ProcessHardening.apply()
        // A closed pipe is told by the write, which ends quietly; a limit on files, too.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }

    static func exit(_ status: ExitStatus) -> Never {
        Glibc.exit(status.rawValue)
    }

    /// Says what went wrong on standard error and ends the process with the right status.
    static func exit(for error: any Error) -> Never {
        switch error {
        case is BrokenPipe:
            exit(.done)
        case let failure as FileFailure where failure.isClosedPipe:
            exit(.done)
        case is FoundSomething:
            // What was found is only found when it reached the reader, or the reader had enough.
            do {
                try StandardOutput.flush()
            } catch is BrokenPipe {
                exit(.found)
            } catch {
                exit(for: error)
            }
            exit(.found)
        case let failure as Failure:
            try? StandardOutput.flush()
            StandardError.error(failure.message, hint: failure.hint)
            exit(failure.status)
        default:
            if let failure = Failure(library: error) { exit(for: failure) }
            exitAsArgumentParser(error)
        }
    }

    private static func exitAsArgumentParser(_ error: any Error) -> Never {
        let code = Kenc.exitCode(for: error)
        if code.isSuccess {
            do {
                let text = ProgramName.spelled(Kenc.fullMessage(for: error))
                try StandardOutput.write(bytes: Array((text + "\n").utf8))
                try StandardOutput.flush()
            } catch {
                exit(for: error)
            }
            exit(.done)
        }
        if code == .validationFailure {
            exit(for: UsageWords.failure(for: error))
        }
        StandardError.error("\(error)")
        exit(.failed)
    }
}
