import Glibc
import Synchronization

/// How wide the lines of tables and reports may be.
///
/// One rule: on a terminal they fit its width, at least 40 columns; in a pipe, in a file and with
/// `-o wide` nothing is cut, left out or broken.
enum Screen {
    private struct Wish {
        var isWide = false
        var isFile = false
    }

    private static let wish = Mutex(Wish())

    /// Everything is wanted, or it goes to a file.
    static func set(isWide: Bool, isFile: Bool) {
        wish.withLock { $0 = Wish(isWide: isWide, isFile: isFile) }
    }

    /// Whether `-o wide` asks for everything.
    static var isWide: Bool { wish.withLock { $0.isWide } }

    /// Whether the data goes to a person who looks at it now.
    static var isTerminal: Bool { StandardOutput.isTerminal && !wish.withLock { $0.isFile } }

    /// The columns of standard output; nil where there is no limit.
    static var width: Int? {
        isTerminal && !isWide ? columns(of: STDOUT_FILENO) : nil
    }

    /// The columns of standard error; nil where it is no terminal.
    static var errorWidth: Int? { columns(of: STDERR_FILENO) }

    private static func columns(of descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return max(40, Int(size.ws_col))
    }
}
