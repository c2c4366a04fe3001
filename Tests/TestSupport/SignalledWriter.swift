internal import Foundation
public import Testing

/// A command that writes a file or a folder of files, to be ended by signals at random moments.
public struct SignalledWriter: Sendable, CustomTestStringConvertible {
    /// What a person calls it.
    public let name: String
    /// Without the program's name; FOLDER is where it writes.
    public let arguments: [String]
    /// What is there before.
    public let before: [UInt8]?
    /// Added to the environment.
    public let environment: [String: String]

    /// What it writes.
    public let output = "out"

    /// Names a command.
    public init(
        _ arguments: [String],
        before: [UInt8]? = nil,
        environment: [String: String] = [:],
    ) {
        self.arguments = arguments
        self.before = before
        self.environment = environment
        name = arguments.joined(separator: " ")
    }

    /// The name, for a test's arguments.
    public var testDescription: String { name }

    /// Signals that people and systems send to end a process.
    public static let usual = ["INT", "TERM", "HUP", "QUIT"]

    /// The others that can be caught.
    public static let unusual = [
        "ALRM", "USR1", "USR2", "VTALRM", "PROF", "IO", "PWR", "XCPU", "RTMIN", "RTMIN+7", "RTMAX",
        "SEGV", "ABRT", "PIPE", "XFSZ",
    ]

    /// How often a command is ended by each of ``usual``; each of ``unusual`` ends it a tenth as often.
    public static let moments =
        ProcessInfo.processInfo.environment["KENC_KILLS"].flatMap(Int.init) ?? 5

    /// Every signal as often as it is to be sent.
    public static let signals: [String] =
        (0..<moments).flatMap { _ in usual } + (0..<(moments + 9) / 10).flatMap { _ in unusual }

    /// Random moments, the same for the same `KENC_SEED`.
    public static let seed =
        ProcessInfo.processInfo.environment["KENC_SEED"].flatMap(UInt64.init)
        ?? UInt64.random(in: 0...9_999)

    /// All that is in the output: the names and bytes of files, of a folder or of one file.
    public func content(in folder: TemporaryFolder) throws -> [String: [UInt8]] {
        guard try folder.names().contains(output) else { return [:] }
        guard
            let inside = try? FileManager.default.contentsOfDirectory(atPath: folder.file(output))
        else { return [output: try folder.read(output)] }
        return try inside.reduce(into: [:]) { $0[$1] = try folder.read("\(output)/\($1)") }
    }

    /// A run to its end, in a folder of its own.
    public func whole() throws -> (content: [String: [UInt8]], seconds: Double) {
        let folder = try folder()
        let start = ContinuousClock.now
        let result = try KencProcess.run(arguments(in: folder), environment: environment)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        guard [0, 2].contains(result.status) else {
            throw Failure("\(name): \(result.status), \(result.errorText)")
        }
        let content = try content(in: folder)
        guard try folder.names() == [output], !content.isEmpty else {
            throw Failure("\(name) wrote \(try folder.names())")
        }
        return (content, seconds)
    }

    /// A folder with what is there before.
    public func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        if let before { try folder.write(before, to: output) }
        return folder
    }

    /// One run, sent a signal some time after its start.
    public func end(
        with signal: String,
        after seconds: Double,
        in folder: TemporaryFolder,
    ) throws {
        _ = try KencProcess.run(
            [
                "-c",
                #""$KENC" "$@" > /dev/null 2>&1 & kenc=$!; sleep \#(seconds); "#
                    + #"kill -\#(signal) $kenc 2> /dev/null; wait $kenc 2> /dev/null"#,
                "bash",
            ] + arguments(in: folder),
            environment: environment,
            executable: "/bin/bash"
        )
    }

    /// Ends it at random moments by every signal; what is there afterwards is what a whole run
    /// writes, or what was there before.
    ///
    /// - Returns: How many runs were ended, and how many of them had written by then.
    public func endEverywhere() async throws -> (runs: Int, written: Int) {
        let (expected, time) = try whole()
        // A fresh key or nonce makes other bytes of the same length.
        let isSame = try whole().content == expected
        let sizes = expected.mapValues(\.count)
        var random = SeededGenerator(seed: Self.seed)
        let moments = Self.signals.map { ($0, Double.random(in: 0...(time * 1.2), using: &random)) }
        let written = try await withThrowingTaskGroup(of: Bool.self) { group in
            var written = 0
            for (number, (signal, seconds)) in moments.enumerated() {
                if number >= 4, try await group.next() == true { written += 1 }
                group.addTask {
                    let folder = try folder()
                    try end(with: signal, after: seconds, in: folder)
                    let seen: Comment =
                        "\(name): \(signal) after \(seconds) s, KENC_SEED=\(Self.seed)"
                    let names = try folder.names()
                    #expect(names == [] || names == [output], seen)
                    let content = try content(in: folder)
                    let old = before.map { [output: $0] } ?? [:]
                    guard content != old else { return false }
                    #expect(
                        isSame ? content == expected : content.mapValues(\.count) == sizes,
                        seen
                    )
                    return true
                }
            }
            for try await isWritten in group where isWritten { written += 1 }
            return written
        }
        return (moments.count, written)
    }

    /// Kills it at random moments; the next run removes what that leaves.
    ///
    /// - Returns: What is there after that run.
    public func kill() throws -> [String] {
        let (_, time) = try whole()
        let folder = try folder()
        var random = SeededGenerator(seed: Self.seed)
        for _ in 0..<max(4, Self.moments) {
            try end(with: "KILL", after: Double.random(in: 0...time, using: &random), in: folder)
            if before == nil {
                try? FileManager.default.removeItem(atPath: folder.file(output))
            }
        }
        // Left by hand, since a kill hardly ever hits the moment: a file and a folder.
        try folder.write([1], to: ".kenc-00000000000000aa.part")
        try FileManager.default.createDirectory(
            atPath: folder.file(".kenc-00000000000000bb.part"),
            withIntermediateDirectories: false
        )
        try folder.write([1], to: ".kenc-00000000000000bb.part/plan.json")
        // A file that is as wanted is not written.
        if let before { try folder.write(before, to: output) }
        let last = try KencProcess.run(arguments(in: folder), environment: environment)
        #expect([0, 2].contains(last.status), "\(last.errorText)")
        return try folder.names()
    }

    private func arguments(in folder: TemporaryFolder) -> [String] {
        arguments.map { $0.replacing("FOLDER", with: folder.path) }
    }
}
