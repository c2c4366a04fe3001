import Glibc
import Synchronization

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
