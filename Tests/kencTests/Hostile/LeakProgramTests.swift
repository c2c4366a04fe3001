import Foundation
import TestSupport
import Testing

/// A key in every spelling, at every place of a file, before every command that reads one: nothing
/// that is printed, in any format, shows eight characters of it in a row.
@Suite("a key that landed in the wrong place")
struct LeakProgramTests {
    /// All places before all commands take minutes of a quick program; else each command meets half
    /// of the spellings, each at another place.
    private static let isExhaustive = ProcessInfo.processInfo.environment["KENC_LEAKS"] == "all"

    /// Commands that read the configuration BAD, in each of their formats; FOLDER is where a copy of
    /// a plan lies of which BAD is a file.
    private static let configurations: [[String]] = {
        let dump = ["--dump", "cluster/stage-1-aescbc.json"]
        let snapshot = ["--snapshot", "cluster/stage-1-aescbc.db"]
        let good = ["--config", "cluster/4-wild.yaml"]
        let bad = ["--config", "BAD"]
        let metrics = ["--metrics", "fleet/two-servers-different-files-server-A.txt"]
        let live = ["--endpoints", "127.0.0.1:1", "--dial-timeout", "1ms"]
        let reports: [[String]] = [
            ["validate", "--strict", "BAD"],
            ["validate", "--previous", "BAD", "cluster/4-wild.yaml"],
            ["validate", "--previous", "cluster/4-wild.yaml", "BAD"],
            ["plan"] + bad + ["--rotate"],
            ["plan"] + good + ["--to", "BAD"],
            ["scan"] + bad + dump,
            ["scan"] + bad + good + snapshot,
            ["scan", "--check"] + bad + snapshot,
            ["report", "--names"] + bad + snapshot,
            ["rotate", "--dry-run"] + bad + dump,
            ["rotate", "--yes", "--servers-have-read-it"] + bad + live,
            ["rotate", "--yes", "--undo", "fleet/c1.yaml"] + bad + live,
            ["fleet"] + bad + metrics,
            ["fleet"] + bad + good + metrics + ["--dump", "fleet/two-running.json"],
            ["status", "--plan", "FOLDER"] + snapshot + metrics,
            ["rescue"] + bad + dump,
            ["rescue"] + good + bad + snapshot,
            ["kms", "check"] + bad,
            ["snapshot", "rekey", "cluster/stage-1-aescbc.db", "--output", "FOLDER/new.db"] + bad
                + ["--to", "cluster/4-wild.yaml"],
            ["snapshot", "rekey", "cluster/stage-1-aescbc.db", "--output", "FOLDER/new.db"]
                + ["--config", "cluster/1-aescbc.yaml", "--to", "BAD"],
        ]
        let others = ["validate": ["sarif", "github"], "scan": ["prometheus"]]
        let forms = ["report": ["json", "html", "markdown"]]
        func formats(_ command: [String], _ formats: [String]) -> [[String]] {
            [command] + formats.map { command + ["-o", $0] }
        }
        let edits = [
            ["add-key"], ["promote", "--key-name", "a"], ["remove-key", "--key-name", "a"],
            ["add-resource"], ["remove-resource"],
        ].map { ["config"] + $0 + ["--resource", "secrets", "BAD"] }
        return reports.flatMap {
            formats($0, forms[$0[0]] ?? ["json", "wide"] + (others[$0[0]] ?? []))
        }
            + edits.map { $0 + ["--output", "FOLDER/edited.yaml"] }
            + edits.map { $0 + ["--in-place"] }
            + formats(["list"] + bad + dump, ["json", "jsonl", "wide"])
            + formats(
                ["get", "secrets"] + bad + snapshot,
                ["json", "yaml", "raw", "name", "wide", "jsonpath={.items}"]
            )
            + formats(["decrypt"] + bad + dump, ["json"])
            + formats(
                ["decrypt", "--resource", "secrets", "cli/inspect-aescbc/input"] + bad,
                ["json", "yaml", "json-object"]
            )
            + formats(["encrypt", "--resource", "secrets"] + bad, ["json", "base64"])
            + formats(["encrypt"] + bad + dump, ["json"])
            + [
                ["scan"] + bad + snapshot + ["--write-manifest", "FOLDER/manifest"],
                ["plan"] + bad + ["--rotate", "--directory", "FOLDER/new"],
            ]
    }()

    /// Commands that are given the file BAD for something else, a plaintext apart.
    private static let mistaken: [[String]] = {
        let good = ["--config", "cluster/4-wild.yaml"]
        let live = ["--endpoints", "127.0.0.1:1", "--dial-timeout", "1ms"]
        return [
            ["scan", "--dump", "BAD"], ["scan", "--snapshot", "BAD"],
            ["list", "--dump", "BAD", "-o", "json"], ["get", "secrets", "--snapshot", "BAD"],
            ["report", "--dump", "BAD"] + good,
            ["scan", "--manifest", "BAD"] + good,
            ["scan", "--manifest", "BAD", "-o", "json"] + good,
            ["inspect", "BAD"], ["inspect", "-o", "json", "BAD"],
            ["rotate", "--dry-run", "--dump", "BAD"] + good,
            ["rotate", "--yes", "--undo", "BAD"] + good + live,
            ["snapshot", "status", "BAD"], ["snapshot", "status", "BAD", "-o", "json"],
            ["snapshot", "compact", "BAD", "--output", "FOLDER/new.db"],
            ["rescue", "--dump", "BAD"] + good,
            ["rescue", "--dump", "cluster/stage-1-aescbc.json", "--also", "BAD"] + good,
            ["scan", "--snapshot", "cluster/stage-1-aescbc.db", "--k3s-token-file", "BAD"],
            [
                "snapshot", "rekey", "BAD", "--output", "FOLDER/new.db", "--to",
                "cluster/5-next.yaml",
            ]
                + good,
            ["fleet", "--metrics", "BAD"] + good,
            ["fleet", "--metrics", "BAD", "-o", "json"] + good,
            ["fleet", "--kubeconfig", "BAD"] + good,
            ["fleet", "--server", "https://127.0.0.1:1", "--server-token-file", "BAD"] + good,
            ["scan", "--password-file", "BAD", "--user", "root"] + live,
            ["status", "--plan", "FOLDER/BAD"],
            ["config", "add-key", "--resource", "secrets", "--secret-file", "BAD"]
                + ["cluster/4-wild.yaml"],
            ["config", "new", "--secret-file", "BAD"],
        ]
    }()

    @Test("the search finds a spelling where it stands", arguments: KeySpellings.all.keys.sorted())
    func searches(name: String) throws {
        let spelling = try #require(KeySpellings.all[name])
        let all = KeySpellings.pieces(spelling)
        #expect(!all.isEmpty)
        #expect(Set(KeySpellings.pieces(of: spelling, in: Array("\0\(spelling)".utf8))) == all)
        let last = String(spelling.suffix(8))
        #expect(KeySpellings.pieces(of: spelling, in: Array("x\(last)".utf8)).contains(last))
        #expect(KeySpellings.pieces(of: spelling, in: Array(last.dropLast().utf8)) == [])
    }

    @Test("validate: every place, in every format", arguments: KeySpellings.all.keys.sorted())
    func everyPlace(_ name: String) throws {
        let spelling = KeySpellings.all[name] ?? ""
        let folder = try TemporaryFolder()
        var files: [String] = []
        for (number, place) in KeySpellings.places.enumerated() {
            let text = place.replacing("KEY", with: spelling)
            files.append(try folder.write(Array(text.utf8), to: "\(number).yaml"))
        }
        for format in [[], ["-o", "json"], ["-o", "sarif"], ["-o", "github"]] {
            let result = try KencProcess.run(["validate"] + files + format)
            #expect(result.status == 2)
            check(result, spelling, "validate \(format)")
        }
    }

    @Test("every command and format", arguments: KeySpellings.all.keys.sorted())
    func everyCommand(_ name: String) throws {
        let spelling = KeySpellings.all[name] ?? ""
        let offset = KeySpellings.all.keys.sorted().firstIndex(of: name) ?? 0
        let folder = try planFolder()
        let count = KeySpellings.places.count
        for (number, command) in (Self.configurations + Self.mistaken).enumerated() {
            // What the parser refuses, what only the rules do, and what none does.
            let isSkipped = (number + offset) % 2 == 1
            let places =
                Self.isExhaustive
                ? Array(0..<count) : isSkipped ? [] : [(number + offset * 7) % count]
            for place in places where !Self.isName(KeySpellings.places[place]) {
                let text = KeySpellings.places[place].replacing("KEY", with: spelling)
                let file = try folder.write(Array(text.utf8), to: "1-teach.yaml")
                let arguments = command.map {
                    $0 == "BAD" ? file : $0.replacing("FOLDER", with: folder.path)
                }
                let result = try KencProcess.run(arguments, input: Array("x".utf8))
                if result.status == 0, Self.isMeant(command, KeySpellings.places[place]) {
                    continue
                }
                check(result, spelling, "\(command), place \(place)")
            }
        }
    }

    @Test("a step: as the name of a resource, in every format")
    func step() throws {
        let place = try #require(KeySpellings.places.first { $0.contains("resources: [KEY]") })
        let folder = try TemporaryFolder()
        for (name, spelling) in KeySpellings.all {
            let text = place.replacing("KEY", with: spelling)
            let file = try folder.write(Array(text.utf8), to: "bad.yaml")
            for files in [[file, "cluster/4-wild.yaml"], ["cluster/4-wild.yaml", file]] {
                for format in [[], ["-o", "json"], ["-o", "sarif"]] {
                    let result = try KencProcess.run(["validate", "--previous"] + files + format)
                    check(result, spelling, "\(name), \(format)")
                }
            }
        }
    }

    /// Whether the file is valid, and `KEY` a plugin's name, which stands in front of every value that
    /// it wrote: who compares keys has to be told it.
    private static func isName(_ place: String) -> Bool {
        place.contains("name: KEY, endpoint: 'unix:///a', apiVersion: v2")
    }

    /// Whether what was asked for shows the text: a new file its key, a stored value its key's name.
    private static func isMeant(_ command: [String], _ place: String) -> Bool {
        command.contains("--secret-file") || command[0] == "encrypt" && place.contains("name: KEY")
    }

    /// A plan as `kenc plan --directory` writes it, of which `1-teach.yaml` is to be replaced.
    private func planFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["2-switch.yaml", "plan.json"] {
            try folder.write(try TestData.bytes("plan/\(name)"), to: name)
        }
        return folder
    }

    private func check(_ result: KencProcess.Result, _ spelling: String, _ what: String) {
        let shown = result.output + result.errors
        #expect(!shown.isEmpty || result.status == 0, "\(what) failed and said nothing")
        let hits = KeySpellings.pieces(of: spelling, in: shown)
        #expect(hits.isEmpty, "\(what): \(hits.sorted().prefix(3))")
    }
}
