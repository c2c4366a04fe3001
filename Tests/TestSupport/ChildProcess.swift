import Foundation

/// A process with its files and a mask of signals of its own.
///
/// Foundation's Process now and then misses the end of one among many.
struct ChildProcess {
    // Of Linux, where Swift does not see it.
    private static let newSession: Int32 = 0x80

    let id: pid_t

    /// Starts a command.
    ///
    /// - Parameters:
    ///   - command: The program's path and its arguments.
    ///   - environment: All of it.
    ///   - leadsSession: Whether the first terminal it opens becomes its own.
    ///   - files: What is done to its descriptors.
    /// - Throws: When it cannot be started.
    init(
        _ command: [String],
        environment: [String: String],
        leadsSession: Bool = false,
        files: (inout posix_spawn_file_actions_t) -> Void,
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        files(&actions)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let session = leadsSession ? Self.newSession : 0
        posix_spawnattr_setflags(
            &attributes,
            Int16(session | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
        )
        func words(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] {
            texts.map { strdup($0) } + [nil]
        }
        let (words, variables) = (words(command), words(environment.map { "\($0)=\($1)" }))
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let code = posix_spawn(&process, command[0], &actions, &attributes, words, variables)
        guard code == 0 else { throw Failure("cannot start \(command[0]): \(code)") }
        id = process
    }

    /// Waits for the end; gives the exit status, negative for a signal.
    ///
    /// - Throws: When there is no such process.
    func wait() throws -> Int32 {
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 {
            guard errno == EINTR else { throw Failure("process \(id) has no end: \(errno)") }
        }
        return status & 0x7f == 0 ? status >> 8 & 0xff : -(status & 0x7f)
    }
}
