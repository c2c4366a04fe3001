internal import Foundation

/// Why a test's surroundings could not be set up.
public struct Failure: Error, CustomStringConvertible {
    /// What went wrong.
    public let description: String

    /// Takes the words.
    public init(_ description: String) {
        self.description = description
    }
}

/// Runs a command to its end; standard output and standard error come together.
@discardableResult
public func run(
    _ path: String,
    _ arguments: [String],
    environment: [String: String] = [:],
) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent"]
        .merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (String(decoding: output, as: UTF8.self), process.terminationStatus)
}
