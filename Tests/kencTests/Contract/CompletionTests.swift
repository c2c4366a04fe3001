import Foundation
import TestSupport
import Testing

/// The scripts that complete kenc's command line.
@Suite struct CompletionTests {
    private static let commands = [
        "validate", "encrypt", "decrypt", "scan", "list", "get", "inspect", "rotate",
        "plan", "fleet", "status", "config",
    ]

    @Test(arguments: ["bash", "zsh", "fish"])
    func namesEveryCommand(_ shell: String) throws {
        let script = try KencProcess.run(["completion", shell])
        #expect(script.status == 0)
        #expect(script.errorText == "")
        for command in Self.commands { #expect(script.outputText.contains(command)) }
        #expect(script.outputText.contains("skip-hash-check"))
        // What is hidden stays hidden.
        #expect(!script.outputText.contains("--workers"))
        let option = try KencProcess.run(["--generate-completion-script", shell])
        #expect(option.output == script.output)
    }

    @Test func bashUnderstandsIt() throws {
        let script = try KencProcess.run(["completion", "bash"])
        let check = try KencProcess.run(["-n"], input: script.output, executable: "/bin/bash")
        #expect(check.status == 0)
        #expect(check.errorText == "")
    }

    /// Bash completes a command, and an option of it.
    @Test(arguments: [("kenc rot", "rotate"), ("kenc scan --snap", "--snapshot")])
    func bashCompletes(_ line: String, _ expected: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(try KencProcess.run(["completion", "bash"]).output, to: "script")
        let words = line.split(separator: " ").map { "'\($0)'" }.joined(separator: " ")
        let result = try KencProcess.run(
            [
                "-c",
                """
                source "$FOLDER/script"
                COMP_WORDS=(\(words)); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE='\(line)'; COMP_POINT=${#COMP_LINE}
                _kenc kenc "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """,
            ],
            environment: ["FOLDER": folder.path],
            executable: "/bin/bash",
        )
        #expect(result.outputText.split(separator: "\n").contains(Substring(expected)))
    }

    @Test func version() throws {
        let result = try KencProcess.run(["--version"])
        #expect(result.status == 0)
        #expect(result.outputText.wholeMatch(of: /kenc \d+\.\d+\.\d+\n/) != nil)
    }
}
