import ArgumentParser
import Glibc

/// Standard input.
enum StandardInput {
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Refuses a command line that takes two things from standard input.
    static func checkReadOnce(_ paths: [String?]) throws {
        guard paths.count(where: { $0 == "-" }) > 1 else { return }
        throw ValidationError(
            "standard input can be read once only, but two things are to come from there"
        )
    }
}
