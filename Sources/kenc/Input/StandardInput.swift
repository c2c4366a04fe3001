import ArgumentParser
import DurableFiles
import Glibc
import Synchronization

/// Standard input.
enum StandardInput {
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    private static let isAnnounced = Mutex(false)

    /// Tells a person at the terminal, once, what is waited for.
    static func announce(_ what: String) {
        guard isTerminal else { return }
        let isSecond = isAnnounced.withLock { isAnnounced in
            defer { isAnnounced = true }
            return isAnnounced
        }
        guard !isSecond else { return }
        StandardError.note("reading \(what) from standard input; end it with Ctrl-D")
    }

    /// Keeps what comes from standard input in memory, so that it can be read again.
    ///
    /// A file is left as it is: it can be read twice anyway.
    ///
    /// - Returns: Where reading begins, for ``rewind(to:)``.
    static func keep() throws -> off_t {
        announce("a dump")
        let start = lseek(STDIN_FILENO, 0, SEEK_CUR)
        guard start < 0 else { return start }
        // Shared memory without a name: nothing reaches a disk, and it ends with the process.
        let name = "/kenc-\(getpid())"
        let memory = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        guard memory >= 0 else { throw failure() }
        shm_unlink(name)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure() }
            if count == 0 { break }
            do {
                try Descriptor.writeAll(chunk.span.extracting(0..<count), to: memory)
            } catch {
                throw Failure("cannot keep standard input in memory: \(error)")
            }
        }
        guard dup2(memory, STDIN_FILENO) >= 0 else { throw failure() }
        close(memory)
        rewind(to: 0)
        return 0
    }

    /// Back to the start of what is kept.
    static func rewind(to start: off_t) {
        lseek(STDIN_FILENO, start, SEEK_SET)
    }

    private static func failure() -> Failure {
        Failure("cannot read standard input: \(SystemError.latest)")
    }

    /// Refuses a command line that takes two things from standard input.
    static func checkReadOnce(_ paths: [String?]) throws {
        guard paths.count(where: { $0 == "-" }) > 1 else { return }
        throw ValidationError(
            "standard input can be read once only, but two things are to come from there"
        )
    }
}
