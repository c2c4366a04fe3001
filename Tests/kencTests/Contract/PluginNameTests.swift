import Foundation
import TestSupport
import Testing

/// kenc as a plugin of kubectl: what a person reads names it as it was called.
@Suite struct PluginNameTests {
    private let folder: TemporaryFolder
    private var plugin: String { folder.file("kubectl-kenc") }

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("kubectl-kenc"),
            withDestinationPath: KencProcess.path
        )
    }

    /// Runs it under both names, and takes the plugin's name out of what it says.
    private func both(_ arguments: [String]) throws -> (String, plugin: String) {
        let plain = try KencProcess.run(arguments)
        let named = try KencProcess.run(arguments, executable: plugin)
        #expect(named.status == plain.status)
        #expect(named.output.isEmpty == plain.output.isEmpty)
        return (plain.outputText + plain.errorText, named.outputText + named.errorText)
    }

    /// `kenc` followed by a command, an option or a place for one.
    private func commandLines(_ text: String) -> [String] {
        let commands = "validate|scan|list|get|config|plan|rotate|snapshot|fleet|status|version"
        let pattern = try? Regex("(kubectl )?\\bkenc (--|<|\\[|(\(commands))\\b)")
        return pattern.map { text.matches(of: $0).map { String(text[$0.range]) } } ?? []
    }

    @Test(
        "usage and examples of every help",
        arguments: [
            [], ["validate"], ["scan"], ["get"], ["config"], ["config", "add-key"], ["plan"],
            ["rotate"], ["fleet"], ["status"], ["snapshot"], ["snapshot", "rekey"], ["version"],
        ]
    )
    func help(_ command: [String]) throws {
        let (plain, named) = try both(command + ["--help"])
        #expect(named.contains("USAGE: kubectl kenc"))
        let lines = commandLines(named)
        #expect(!lines.isEmpty)
        #expect(lines.allSatisfy { $0.hasPrefix("kubectl ") })
        #expect(!plain.contains("kubectl kenc"))
        #expect(named.replacing("kubectl kenc", with: "kenc") == plain)
    }

    @Test(
        "hints, in messages and in reports",
        arguments: [
            ["scna"], ["scan", "-o", "jsno"], ["config", "ad-key"], ["list", "--nope"],
            ["scan", "--manifest", "cluster/4-wild.yaml", "--config", "cluster/4-wild.yaml"],
            ["get", "secret", "nope", "--dump", "cluster/stage-4-wild.json"]
                + ["--config", "cluster/4-wild.yaml"],
            ["validate", "--previous", "cluster/4-wild.yaml", "cluster/1-aescbc.yaml"],
            ["plan", "--config", "cluster/4-wild.yaml", "--to", "cluster/5-next.yaml"],
        ]
    )
    func hints(_ arguments: [String]) throws {
        let (plain, named) = try both(arguments)
        #expect(!commandLines(named).isEmpty, "\(named)")
        #expect(commandLines(named).allSatisfy { $0.hasPrefix("kubectl ") }, "\(named)")
        #expect(named.replacing("kubectl kenc", with: "kenc") == plain)
    }

    @Test(
        "data for programs, the version, and names that hold the word stay",
        arguments: [
            [
                "validate", "-o", "json", "--previous", "cluster/4-wild.yaml",
                "cluster/1-aescbc.yaml",
            ],
            [
                "plan", "--config", "cluster/4-wild.yaml", "--to", "cluster/5-next.yaml", "-o",
                "json",
            ],
            ["--version"],
            ["completion", "bash"], ["scan", "--dump", "/nowhere/kenc scan"],
        ]
    )
    func data(_ arguments: [String]) throws {
        let (plain, named) = try both(arguments)
        #expect(named == plain)
    }

    @Test(
        "kubectl finds it",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/kubectl"))
    )
    func kubectl() throws {
        let result = try KencProcess.run(
            ["kenc", "scna"],
            environment: ["PATH": "\(folder.path):/usr/bin:/bin"],
            executable: "/usr/bin/kubectl"
        )
        #expect(result.errorText.contains("did you mean scan? see 'kubectl kenc --help'"))
    }
}
