import Foundation
import TestSupport
import Testing

/// A key in every spelling, at every place of a file, before every command that reads one: nothing
/// that is printed, in any format, shows eight characters of it in a row.
@Suite("a key that landed in the wrong place", .serialized)
struct LeakProgramTests {
    /// Commands that read the configuration `BAD`, one or more of them.
    private static let single: [[String]] = [
        ["validate", "--strict", "BAD"],
        ["validate", "--previous", "BAD", "cluster/4-wild.yaml"],
        ["validate", "--previous", "cluster/4-wild.yaml", "BAD", "-o", "json"],
        ["plan", "--config", "BAD", "--rotate"],
        ["plan", "--config", "cluster/4-wild.yaml", "--to", "BAD", "-o", "json"],
        ["config", "add-key", "--resource", "secrets", "BAD"],
        ["config", "promote", "--resource", "secrets", "--key-name", "a", "BAD"],
        ["config", "remove-key", "--resource", "secrets", "--key-name", "a", "BAD"],
        ["config", "add-resource", "--resource", "configmaps", "BAD"],
        ["config", "remove-resource", "--resource", "secrets", "BAD"],
        ["scan", "--config", "BAD", "--dump", "cluster/stage-1-aescbc.json"],
        ["scan", "--config", "BAD", "--dump", "cluster/stage-1-aescbc.json", "-o", "json"],
        ["decrypt", "--config", "BAD", "--dump", "cluster/stage-1-aescbc.json"],
        ["decrypt", "--config", "BAD", "--resource", "secrets", "-o", "json"],
        ["encrypt", "--config", "BAD", "--resource", "secrets"],
        ["list", "--config", "BAD", "--dump", "cluster/stage-1-aescbc.json"],
        ["get", "secrets", "--config", "BAD", "--dump", "cluster/stage-1-aescbc.json"],
        ["rotate", "--dry-run", "--config", "BAD", "--dump", "cluster/stage-1-aescbc.json"],
        [
            "fleet", "--config", "BAD",
            "--metrics", "fleet/two-servers-different-files-server-A.txt",
        ],
    ]

    @Test("validate: every place, as text and JSON", arguments: KeySpellings.all.keys.sorted())
    func everyPlace(_ name: String) throws {
        let spelling = KeySpellings.all[name] ?? ""
        let folder = try TemporaryFolder()
        var files: [String] = []
        for (number, place) in KeySpellings.places.enumerated() {
            let text = place.replacing("KEY", with: spelling)
            files.append(try folder.write(Array(text.utf8), to: "\(number).yaml"))
        }
        for format in [[], ["-o", "json"]] {
            let result = try KencProcess.run(["validate"] + files + format)
            #expect(result.status == 2)
            check(result, spelling, "validate \(format)")
        }
    }

    @Test("every command", arguments: KeySpellings.all.keys.sorted())
    func everyCommand(_ name: String) throws {
        let spelling = KeySpellings.all[name] ?? ""
        let folder = try TemporaryFolder()
        // What the parser refuses, and what only the rules do: each shows other parts of the file.
        for (number, place) in [8, 20].enumerated() {
            let text = KeySpellings.places[place].replacing("KEY", with: spelling)
            let file = try folder.write(Array(text.utf8), to: "\(number).yaml")
            for command in Self.single {
                let arguments = command.map { $0 == "BAD" ? file : $0 }
                let result = try KencProcess.run(arguments, input: Array("x".utf8))
                // The verdict is on the other file where this is the one before.
                let isBefore = command.starts(with: ["validate", "--previous", "BAD"])
                #expect(result.status != 0 || isBefore, "\(command)")
                check(result, spelling, "\(command)")
            }
        }
    }

    private func check(_ result: KencProcess.Result, _ spelling: String, _ what: String) {
        let shown = result.outputText + result.errorText
        let hits = KeySpellings.pieces(spelling).filter { shown.contains($0) }
        #expect(hits.isEmpty, "\(what): \(hits.sorted().prefix(3))")
    }
}
