import Glibc

/// A finished run of a program.
public struct Run {
    /// Seconds from its start to its end.
    public let wall: Double
    /// User and system time of all threads.
    public let cpu: Double
    /// The most memory that it had at once, in bytes.
    ///
    /// Linux counts in what the starting process had, so that has to be small.
    public let peak: Int
}

/// Runs programs with their output thrown away.
public enum Child {
    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - arguments: The program, which is looked for in `PATH`, and what it is given.
    ///   - statuses: How it may end.
    /// - Returns: What it took.
    /// - Throws: `Failure` where it ends otherwise.
    public static func run(_ arguments: [String], statuses: [Int32] = [0]) throws -> Run {
        let begin = now()
        let process = try start(arguments)
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else { throw Failure("wait4") }
        let wall = now() - begin
        try check(status, arguments, statuses)
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        return Run(
            wall: wall,
            cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime),
            peak: usage.ru_maxrss * 1024
        )
    }

    /// The largest private memory (RssAnon) of the program in bytes, looked at every millisecond.
    public static func privateMemory(_ arguments: [String]) throws -> Int {
        let process = try start(arguments)
        var largest = 0
        var status: Int32 = 0
        while waitpid(process, &status, WNOHANG) == 0 {
            largest = max(largest, rssAnon(process))
            usleep(1000)
        }
        try check(status, arguments)
        return largest
    }

    private static func start(_ arguments: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var texts = arguments.map { strdup($0) } + [nil]
        defer { texts.forEach { free($0) } }
        var process: pid_t = 0
        guard posix_spawnp(&process, arguments[0], &actions, nil, &texts, environ) == 0 else {
            throw Failure("cannot start \(arguments[0])")
        }
        return process
    }

    private static func check(
        _ status: Int32,
        _ arguments: [String],
        _ statuses: [Int32] = [0]
    ) throws {
        guard status & 0x7f == 0, statuses.contains(status >> 8) else {
            let end = status & 0x7f == 0 ? "status \(status >> 8)" : "signal \(status & 0x7f)"
            throw Failure("\(arguments.joined(separator: " ")) ended with \(end)")
        }
    }

    private static func rssAnon(_ process: pid_t) -> Int {
        let descriptor = open("/proc/\(process)/status", O_RDONLY)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = max(0, read(descriptor, &bytes, bytes.count))
        let line = String(decoding: bytes[..<count], as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("RssAnon") }
        let digits = line?.filter(\.isNumber) ?? ""
        return (Int(digits) ?? 0) * 1024
    }
}

/// Why a benchmark cannot go on.
public struct Failure: Error, CustomStringConvertible {
    /// What went wrong.
    public let description: String

    /// Makes one.
    public init(_ description: String) {
        self.description = description
    }
}
