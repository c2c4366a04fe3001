import ArgumentParser
import Glibc
import Synchronization

/// The reader of standard output went away.
struct BrokenPipe: Error {}

/// Standard output: data only, buffered.
enum StandardOutput {
    private static let pending = Mutex<[UInt8]>([])
    private static let flushAt = 1 << 16

    static func write(bytes: [UInt8]) throws {
        try pending.withLock { pending in
            pending += bytes
            if pending.count >= flushAt { try drain(&pending) }
        }
    }

    static func flush() throws {
        try pending.withLock { try drain(&$0) }
    }

    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    private static func drain(_ pending: inout [UInt8]) throws {
        defer { pending.removeAll(keepingCapacity: true) }
        try FileDescriptorWriter.writeAll(pending, to: STDOUT_FILENO, name: "standard output")
    }
}

/// Writes whole buffers to file descriptors.
enum FileDescriptorWriter {
    static func writeAll(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
            }
            if written > 0 {
                offset += written
            } else if errno == EPIPE {
                throw BrokenPipe()
            } else if errno != EINTR {
                throw Failure("cannot write \(name): \(SystemError.text())")
            }
        }
    }
}

/// Standard error: messages and progress.
enum StandardError {
    static func write(_ text: String) {
        try? FileDescriptorWriter.writeAll(
            Array(text.utf8),
            to: STDERR_FILENO,
            name: "standard error"
        )
    }

    static func error(_ message: String, hint: String? = nil) {
        say("error", .red, message)
        if let hint { say("hint", .cyan, hint) }
    }

    static func warning(_ message: String, hint: String? = nil) {
        say("warning", .yellow, message)
        if let hint { say("hint", .cyan, hint) }
    }

    static func note(_ message: String) {
        say("note", .cyan, message)
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    private static func say(_ kind: String, _ color: Style.Color, _ message: String) {
        ProgressLine.clear()
        write("kenc: \(Style.standardError.paint(kind + ":", color)) \(message)\n")
    }
}

/// The operating system's words for what went wrong.
enum SystemError {
    static func text(_ code: Int32 = errno) -> String {
        String(cString: strerror(code)).lowercased()
    }
}

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
