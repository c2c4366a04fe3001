import Foundation

/// Runs the kenc that was built beside the tests.
public struct KencProcess: Sendable {
    /// What a run gave.
    public struct Result: Sendable {
        /// The exit status; negative for a signal.
        public let status: Int32
        /// Standard output.
        public let output: [UInt8]
        /// Standard error.
        public let errors: [UInt8]

        /// Standard output as text.
        public var outputText: String { String(decoding: output, as: UTF8.self) }
        /// Standard error as text.
        public var errorText: String { String(decoding: errors, as: UTF8.self) }

        /// Standard output as JSON.
        public func json() throws -> Any {
            try JSONSerialization.jsonObject(with: Data(output))
        }

        /// Standard output as JSON lines.
        public func jsonLines() throws -> [[String: Any]] {
            try output.split(separator: UInt8(ascii: "\n")).map {
                try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] ?? [:]
            }
        }

        /// Standard output as JSON of a known shape.
        public func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
            try JSONDecoder().decode(type, from: Data(output))
        }

        /// Standard output as JSON lines of a known shape.
        public func decodedLines<Value: Decodable>(
            _ type: Value.Type = Value.self
        ) throws -> [Value] {
            try output.split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(type, from: Data($0))
            }
        }
    }

    /// The program that was built with the tests, and with the same traits.
    public static let besideTests =
        URL(filePath: CommandLine.arguments[0])
        .deletingLastPathComponent().appending(path: "kenc").path(percentEncoded: false)

    /// What is tested: that program, or the one that `KENC_PROGRAM` names.
    public static let path =
        ProcessInfo.processInfo.environment["KENC_PROGRAM"] ?? besideTests

    /// Runs kenc to its end.
    ///
    /// - Parameters:
    ///   - arguments: Without the program's name.
    ///   - input: What standard input holds.
    ///   - directory: Where it runs; `testdata` by default, so that paths in messages are short.
    ///   - environment: Added to a fixed, small environment.
    ///   - executable: What to run; a shell finds kenc as `$KENC`.
    /// - Returns: What it printed, and its status.
    /// - Throws: When it cannot be started.
    public static func run(
        _ arguments: [String],
        input: [UInt8] = [],
        directory: String = TestData.path(""),
        environment: [String: String] = [:],
        executable: String = path,
    ) throws -> Result {
        var variables = ["PATH": "/usr/bin:/bin", "TERM": "dumb", "LC_ALL": "C.UTF-8"]
        variables["KENC"] = path
        for name in ["LD_LIBRARY_PATH", "ASAN_OPTIONS", "HOME"] {
            variables[name] = ProcessInfo.processInfo.environment[name]
        }
        variables.merge(environment) { $1 }

        // Files rather than pipes: nothing has to be read while the process runs.
        let folder = try TemporaryFolder()
        let inputPath = try folder.write(input, to: "input")
        let outputPath = try folder.write([], to: "output")
        let errorPath = try folder.write([], to: "errors")
        let process = try ChildProcess(
            // It becomes the command, in the directory.
            ["/usr/bin/env", "-C", directory, executable] + arguments,
            environment: variables
        ) { actions in
            posix_spawn_file_actions_addopen(&actions, 0, inputPath, O_RDONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY, 0)
            posix_spawn_file_actions_addopen(&actions, 2, errorPath, O_WRONLY, 0)
        }
        return Result(
            status: try process.wait(),
            output: [UInt8](try Data(contentsOf: URL(filePath: outputPath))),
            errors: [UInt8](try Data(contentsOf: URL(filePath: errorPath))),
        )
    }

    /// Runs kenc to its end while the test goes on to serve it.
    ///
    /// - Parameters:
    ///   - arguments: Without the program's name.
    ///   - directory: Where it runs.
    ///   - seconds: How long it may take; its status is 124 then.
    /// - Returns: What it printed, and its status.
    /// - Throws: When it cannot be started.
    public static func runAside(
        _ arguments: [String],
        directory: String = TestData.path(""),
        seconds: Int = 60,
    ) async throws -> Result {
        let command = ["\(seconds)", path] + arguments
        return try await withCheckedThrowingContinuation { continuation in
            // A thread of its own: it waits for the end of the process.
            Thread.detachNewThread {
                continuation.resume(
                    with: Swift.Result {
                        try run(command, directory: directory, executable: "/usr/bin/timeout")
                    }
                )
            }
        }
    }
}
