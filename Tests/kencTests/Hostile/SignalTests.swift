import Foundation
import TestSupport
import Testing

/// Commands that write, ended at random moments by every signal that can be caught: what is there
/// afterwards is whole.
@Suite(.serialized) struct SignalTests {
    struct Writer: Sendable, CustomTestStringConvertible {
        let name: String
        /// Without the program's name; FOLDER is where it writes.
        let arguments: [String]
        /// What it writes.
        let output: String
        /// What is there before.
        var before: [UInt8]?

        var testDescription: String { name }

        func arguments(in folder: TemporaryFolder) -> [String] {
            arguments.map { $0.replacing("FOLDER", with: folder.path) }
        }

        /// All that is in the output: the names and bytes of files, of a folder or of one file.
        func content(in folder: TemporaryFolder) throws -> [String: Int] {
            guard try folder.names().contains(output) else { return [:] }
            guard
                let inside = try? FileManager.default.contentsOfDirectory(
                    atPath: folder.file(output)
                )
            else { return [output: try folder.read(output).count] }
            return try inside.reduce(into: [:]) {
                $0[$1] = try folder.read("\(output)/\($1)").count
            }
        }
    }

    private static let caught = [
        "INT", "TERM", "HUP", "QUIT", "ALRM", "USR1", "USR2", "VTALRM", "PROF", "IO", "PWR", "XCPU",
        "RTMIN", "RTMIN+7", "RTMAX", "SEGV", "ABRT", "PIPE", "XFSZ",
    ]

    private static func writers() throws -> [Writer] {
        let store = ["--config", "cluster/4-wild.yaml", "--dump", "cluster/stage-4-wild.json"]
        let snapshot = ["--config", "cluster/4-wild.yaml", "--snapshot", "cluster/stage-4-wild.db"]
        return [
            Writer(
                name: "decrypt --output",
                arguments: ["decrypt"] + store + ["--output", "FOLDER/out"],
                output: "out"
            ),
            Writer(
                name: "list --output",
                arguments: ["list"] + store + ["-o", "json", "--output", "FOLDER/out"],
                output: "out"
            ),
            Writer(
                name: "scan --write-manifest",
                arguments: ["scan"] + snapshot + ["--write-manifest", "FOLDER/out"],
                output: "out"
            ),
            Writer(
                name: "config --in-place",
                arguments: [
                    "config", "promote", "--resource", "secrets", "--key-name", "key-2025",
                    "--in-place", "FOLDER/out",
                ],
                output: "out",
                before: try TestData.bytes("edits/06-crlf.yaml")
            ),
            Writer(
                name: "plan --directory",
                arguments: [
                    "plan", "--config", "cluster/1-aescbc.yaml", "--rotate", "--directory",
                    "FOLDER/out",
                ],
                output: "out"
            ),
        ]
    }

    /// One run, sent a signal after a part of the time that a whole run takes.
    private func end(
        _ writer: Writer,
        _ signal: String,
        after seconds: Double,
        in folder: TemporaryFolder,
    ) throws {
        if let before = writer.before { try folder.write(before, to: writer.output) }
        _ = try KencProcess.run(
            [
                "-c",
                #""$KENC" "$@" > /dev/null 2>&1 & kenc=$!; sleep \#(seconds); "#
                    + #"kill -\#(signal) $kenc 2> /dev/null; wait $kenc 2> /dev/null"#,
                "bash",
            ] + writer.arguments(in: folder),
            executable: "/bin/bash"
        )
    }

    @Test("nothing but whole files", arguments: try writers())
    func whole(_ writer: Writer) async throws {
        let folder = try TemporaryFolder()
        if let before = writer.before { try folder.write(before, to: writer.output) }
        let start = ContinuousClock.now
        let first = try KencProcess.run(writer.arguments(in: folder))
        #expect([0, 2].contains(first.status), "\(first.errorText)")
        let time = (ContinuousClock.now - start) / .seconds(1)
        let expected = try writer.content(in: folder)
        let names = try folder.names()
        #expect(names == [writer.output] && !expected.isEmpty)
        await withTaskGroup(of: Void.self) { group in
            // 28 of each of five commands, and the rest beside a live etcd.
            for number in 0..<28 {
                let signal = Self.caught[number % Self.caught.count]
                if number >= 4 { await group.next() }
                group.addTask {
                    do {
                        let seconds = Double.random(in: 0...(time * 1.2))
                        let folder = try TemporaryFolder()
                        try end(writer, signal, after: seconds, in: folder)
                        let seen: Comment = "\(writer.name): \(signal) after \(seconds) s"
                        let names = try folder.names()
                        #expect(names == [] || names == [writer.output], seen)
                        let content = try writer.content(in: folder)
                        let before = writer.before.map { [writer.output: $0.count] } ?? [:]
                        #expect(content == expected || content == before, seen)
                    } catch {
                        Issue.record(error)
                    }
                }
            }
        }
    }

    @Test("what a kill leaves is gone after the next run", arguments: try writers())
    func killed(_ writer: Writer) throws {
        let folder = try TemporaryFolder()
        if let before = writer.before { try folder.write(before, to: writer.output) }
        let start = ContinuousClock.now
        _ = try KencProcess.run(writer.arguments(in: folder))
        let time = (ContinuousClock.now - start) / .seconds(1)
        try? FileManager.default.removeItem(atPath: folder.file(writer.output))
        for _ in 0..<6 {
            try end(writer, "KILL", after: Double.random(in: 0...time), in: folder)
            if writer.before == nil {
                try? FileManager.default.removeItem(atPath: folder.file(writer.output))
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
        if let before = writer.before { try folder.write(before, to: writer.output) }
        let last = try KencProcess.run(writer.arguments(in: folder))
        #expect([0, 2].contains(last.status), "\(last.errorText)")
        #expect(try folder.names() == [writer.output])
    }
}

/// Numbers from the command line, as far out as they go.
@Suite struct ExtremeNumberTests {
    private static let dryRun = [
        "rotate", "--dry-run", "--config", "cluster/5-next.yaml", "--dump",
        "cluster/stage-4-wild.json",
    ]

    @Test(arguments: [
        dryRun + ["--rate", "1e308"], dryRun + ["--rate", "inf"], dryRun + ["--rate", "nan"],
        dryRun + ["--rate", "-1"],
        dryRun + ["--settle", String(repeating: "9", count: 400) + "h"],
        dryRun + ["--settle", "9223372036854775807h"], dryRun + ["--settle", "-1s"],
        ["scan", "--dump", "cluster/stage-4-wild.json", "--workers", "9223372036854775807"],
        ["scan", "--dump", "cluster/stage-4-wild.json", "--workers", "-9223372036854775808"],
        ["scan", "--endpoints", "127.0.0.1:1", "--command-timeout", "9223372036854775808ns"],
        ["scan", "--endpoints", "127.0.0.1:1", "--dial-timeout", "99999999999999999999h"],
        [
            "fleet", "--config", "cluster/5-next.yaml", "--dump", "cluster/stage-4-wild.json",
            "--wait", "1e999s",
        ],
    ])
    func refused(_ arguments: [String]) throws {
        let result = try KencProcess.run(arguments)
        #expect(result.status == 64, "\(result.errorText)")
    }

    @Test(arguments: [
        ["scan", "--snapshot", "cluster/stage-4-wild.db", "--revision", "9223372036854775807"],
        ["scan", "--snapshot", "cluster/stage-4-wild.db", "--revision=-9223372036854775808"],
        ["scan", "--endpoints", "127.0.0.1:1", "--command-timeout", "9223372036854775807ns"],
        ["scan", "--endpoints", "127.0.0.1:1", "--dial-timeout", "2562047h47m16.854775807s"],
    ])
    func answered(_ arguments: [String]) throws {
        let result = try KencProcess.run(arguments)
        #expect([0, 1, 2].contains(result.status), "\(result.status) \(result.errorText)")
    }
}
