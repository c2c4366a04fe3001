import Foundation
import TestSupport
import Testing

/// What is shown at a terminal fits it; elsewhere nothing is cut.
@Suite struct WidthTests {
    private static let snapshot = ["--snapshot", "cluster/stage-4-wild.db"]
    private static let lossy = ["--config", "cluster/2-aescbc-promoted.yaml"]

    static let commands = [
        ["list"] + snapshot, ["list"] + lossy + snapshot,
        ["get", "secrets"] + lossy + snapshot, ["scan"] + snapshot, ["scan"] + lossy + snapshot,
        ["scan", "--history", "--residue"] + lossy + snapshot,
        ["scan"] + lossy + ["--config", "cluster/4-wild.yaml"] + snapshot,
        ["scan", "--resource", "secret"] + lossy + snapshot,
        ["rotate", "--dry-run"] + lossy + snapshot,
        ["plan", "--config", "cluster/4-wild.yaml", "--rotate"] + snapshot,
        ["fleet", "--config", "cluster/4-wild.yaml"] + snapshot,
        ["inspect", "cluster/4-wild.yaml"], ["list", "--check"], ["scan", "--dump", "nowhere"],
        ["get", "secret", "nope"] + lossy + snapshot,
        ["rescue", "--config", "cluster/1-aescbc.yaml", "--config", "cluster/3-aesgcm.yaml"]
            + snapshot,
    ]

    private func screen(_ command: [String], _ columns: UInt16) throws -> [String] {
        let terminal = try PseudoTerminal(
            command + ["--color", "always"],
            directory: TestData.path(""),
            columns: columns
        )
        _ = terminal.finish(seconds: 60)
        let escape = /\u{1b}\[[0-9;]*[mK]/
        return terminal.screen.split(whereSeparator: \.isNewline)
            .map { String($0.replacing(escape, with: "")) }
            .filter { !$0.hasPrefix("state:") }
    }

    @Test("no line is wider than the terminal", arguments: commands, [80, 200])
    func fits(_ command: [String], _ columns: UInt16) throws {
        let lines = try screen(command, columns)
        #expect(!lines.isEmpty)
        // A word that is too long, such as a metric's query, stays whole.
        for line in lines where line.split(separator: " ").count > 1 {
            #expect(line.unicodeScalars.count <= columns, "\(line)")
        }
    }

    @Test("a wide terminal, a pipe and -o wide show all columns whole")
    func whole() throws {
        let command = ["scan"] + Self.lossy + Self.snapshot
        let piped = try KencProcess.run(command).outputText
        #expect(piped.contains("prioritylevelconfigurations.flowcontrol.apiserver.k8s.io"))
        #expect(!piped.contains("apiserv…"))
        let wide = try screen(command + ["-o", "wide"], 80).joined(separator: "\n")
        #expect(wide.contains("prioritylevelconfigurations.flowcontrol.apiserver.k8s.io       8"))
        let narrow = try screen(command, 80).joined(separator: "\n")
        #expect(narrow.contains("prioritylevelconfigurations.flow…       8"))
    }

    @Test("a file is written as a pipe is, whatever the terminal")
    func file() throws {
        let folder = try TemporaryFolder()
        let command = ["list"] + Self.lossy + Self.snapshot
        let terminal = try PseudoTerminal(
            command + ["--output", folder.file("list")],
            directory: TestData.path("")
        )
        _ = terminal.finish(seconds: 60)
        #expect(try folder.read("list") == KencProcess.run(command).output)
    }

    @Test("whoever waits for standard input at a terminal says so")
    func waits() throws {
        for (command, text, status) in [
            (["scan", "--dump", "-"], "reading a dump from standard input; end it", 1),
            (["validate", "-"], "reading a file from standard input; end it", 2),
        ] {
            let terminal = try PseudoTerminal(command, directory: TestData.path(""))
            try terminal.wait(for: text)
            terminal.type("\u{4}")
            #expect(Int(terminal.finish()) == status, "\(terminal.screen)")
        }
    }
}
