import Glibc
import Measuring

/// A finished run of a program.
struct Run {
    let wall: Double
    /// User and system time of all threads.
    let cpu: Double
}

/// Runs programs with their output thrown away.
enum Child {
    /// Runs the program to its end.
    ///
    /// Status 2 is a finding, which some stores are expected to give.
    static func run(_ arguments: [String]) throws -> Run {
        let begin = now()
        let process = try start(arguments)
        var status: Int32 = 0
        var usage = rusage()
        guard wait4(process, &status, 0, &usage) == process else { throw Failure("wait4") }
        let wall = now() - begin
        try check(status, arguments)
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1e6
        }
        return Run(wall: wall, cpu: seconds(usage.ru_utime) + seconds(usage.ru_stime))
    }

    /// The largest private memory (RssAnon) of the program in bytes, looked at every millisecond.
    static func privateMemory(_ arguments: [String]) throws -> Int {
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

    private static func check(_ status: Int32, _ arguments: [String]) throws {
        guard status == 0 else {
            throw Failure("\(arguments.joined(separator: " ")) ended with status \(status >> 8)")
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
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
