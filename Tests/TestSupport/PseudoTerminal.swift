import Foundation

/// A terminal with a person at it: a command runs there, and the test reads and types.
public final class PseudoTerminal: @unchecked Sendable {
    // Of Linux, where Swift does not see them: TIOCSPTLCK, TIOCGPTN.
    private static let setLock: UInt = 0x4004_5431
    private static let getNumber: UInt = 0x8004_5430

    private let master: Int32
    private let process: ChildProcess
    private var bytes: [UInt8] = []

    /// All that was shown so far.
    public var screen: String { String(decoding: bytes, as: UTF8.self) }

    /// Starts kenc, with the terminal as its controlling one.
    ///
    /// It is `columns` wide. The state of the terminal is printed before and after as `state:…`.
    public init(
        _ arguments: [String],
        directory: String,
        environment: [String: String] = [:],
        columns: UInt16 = 80,
    ) throws {
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number): (Int32, Int32) = (0, 0)
        guard master >= 0, ioctl(master, Self.setLock, &isLocked) == 0,
            ioctl(master, Self.getNumber, &number) == 0
        else { throw Failure("no pseudo-terminal") }
        var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        // A shell leads the session: when the leader ends, the kernel resets the terminal.
        let script =
            #"cd "$0"; trap : INT; echo "state:$(stty -g)"; "$@"; status=$?; "#
            + #"echo; echo "state:$(stty -g)"; exit $status"#
        let command = ["/bin/sh", "-c", script, directory, KencProcess.path] + arguments
        let variables = ["PATH": "/usr/bin:/bin", "TERM": "xterm", "LC_ALL": "C.UTF-8"]
            .merging(environment) { $1 }
        // The first terminal that the leader of a new session opens becomes its own.
        process = try ChildProcess(command, environment: variables, leadsSession: true) {
            posix_spawn_file_actions_addopen(&$0, 0, "/dev/pts/\(number)", O_RDWR, 0)
            posix_spawn_file_actions_adddup2(&$0, 0, 1)
            posix_spawn_file_actions_adddup2(&$0, 0, 2)
        }
    }

    deinit {
        close(master)
    }

    /// The process of the command that runs now.
    public var command: Int32? {
        let path = "/proc/\(process.id)/task/\(process.id)/children"
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: " ").last.flatMap { Int32($0) }
    }

    /// Whether what is typed is shown.
    public var isEchoing: Bool {
        var state = termios()
        return tcgetattr(master, &state) == 0 && state.c_lflag & tcflag_t(ECHO) != 0
    }

    /// Types; `\r` is the return key.
    public func type(_ text: String) {
        _ = text.utf8CString.withUnsafeBytes { write(master, $0.baseAddress, $0.count - 1) }
    }

    /// Waits until the text was shown.
    public func wait(for text: String, seconds: Double = 20) throws {
        let limit = Date.now + seconds
        while !screen.contains(text) {
            guard Date.now < limit, read(milliseconds: 100) else {
                throw Failure("\"\(text)\" was not shown, but: \(screen)")
            }
        }
    }

    /// Waits for the end; gives the exit status, 124 when it took too long.
    public func finish(seconds: Double = 20) -> Int32 {
        let limit = Date.now + seconds
        while Date.now < limit, read(milliseconds: 100) {}
        let isLate = Date.now >= limit
        if isLate { kill(-process.id, SIGKILL) }
        let status = try? process.wait()
        return isLate ? 124 : status ?? 125
    }

    /// The states of the terminal before and after; nil unless both were told.
    public var states: (before: Substring, after: Substring)? {
        let states = screen.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("state:") }
        return states.count == 2 ? (states[0], states[1]) : nil
    }

    /// Reads what comes within the time; false at the end.
    private func read(milliseconds: Int32) -> Bool {
        var wish = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        guard poll(&wish, 1, milliseconds) > 0 else { return true }
        var part = [UInt8](repeating: 0, count: 4096)
        let count = Glibc.read(master, &part, part.count)
        guard count > 0 else { return false }
        bytes += part[..<count]
        return true
    }
}
