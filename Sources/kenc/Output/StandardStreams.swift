import DurableFiles
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
        do {
            try Descriptor.writeAll(pending.span, to: STDOUT_FILENO)
        } catch let error where error.code == EPIPE {
            throw BrokenPipe()
        } catch {
            throw Failure("cannot write standard output: \(error)")
        }
    }
}

/// Standard error: messages and progress.
enum StandardError {
    static func write(_ text: String) {
        let text = ProgramName.spelled(text)
        try? Descriptor.writeAll(Array(text.utf8).span, to: STDERR_FILENO)
    }

    /// A text of several lines for a person, within the terminal's columns.
    static func show(_ text: String) {
        write(WrappedText.fitted(ProgramName.spelled(text), to: Screen.errorWidth))
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
        let text = "kenc: \(Style.standardError.paint(kind + ":", color)) \(message)\n"
        show(text)
    }
}
