import Foundation
import TestSupport
import Testing

/// Bytes that a terminal would obey stay off it.
@Suite struct TerminalOutputTests {
    private static let configuration = ["--config", "cluster/4-wild.yaml"]
    private static let secret =
        ["get", "secret", "s1-4", "-n", "default", "--dump", "cluster/stage-4-wild.json"]
        + configuration
    private static let value =
        ["decrypt", "cli/decrypt-quoted/input", "--resource", "secrets"] + configuration

    private func screen(_ arguments: [String]) throws -> (text: String, status: Int32) {
        let terminal = try PseudoTerminal(arguments, directory: TestData.path(""))
        let status = terminal.finish()
        return (terminal.screen, status)
    }

    @Test(
        "refused without --force",
        arguments: [
            value, secret + ["-o", "raw"], secret + ["--field", "data.password", "--decode"],
            [
                "encrypt", "cli/encrypt-unknown-as-spelt/input", "--resource", "secrets",
            ] + configuration,
        ]
    )
    func refused(_ command: [String]) throws {
        let (text, status) = try screen(command)
        #expect(status == 64)
        #expect(text.contains("do not belong on a terminal"))
        #expect(text.contains("--output FILE"))
        let isClean = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || "\r\n\u{1b}".unicodeScalars.contains($0)
        }
        #expect(isClean)
        let forced = try screen(command + ["--force"])
        #expect(forced.status == 0)
        #expect(!forced.text.contains("do not belong"))
        // Into a pipe all of it goes as before.
        #expect(try KencProcess.run(command).status == 0)
    }

    @Test(
        "text is shown",
        arguments: [
            (value + ["-o", "yaml"], "kind: Secret"), (secret, "kind: Secret"),
            (secret + ["--field", "data.username", "--decode"], "user4"),
            (value + ["-o", "json"], "\"provider\":\"aescbc\""),
        ]
    )
    func shown(_ command: [String], _ expected: String) throws {
        let (text, status) = try screen(command)
        #expect(status == 0)
        #expect(text.contains(expected))
    }

    @Test(
        "escapes, carriage returns, C1 controls, marks of direction and broken UTF-8 are no text",
        arguments: [
            ("plain\tü\r\n", 0), ("a\u{1b}[2J", 64), ("a\rb", 64), ("a\u{9b}2J", 64),
            ("a\u{202e}b", 64), ("a\u{7}", 64), ("a\u{0}b", 64),
        ] as [(String, Int32)]
    )
    func bytes(_ text: String, _ expected: Int32) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Array(text.utf8), to: "value")
        #expect(
            try screen(
                ["decrypt", file, "--resource", "events"] + Self.configuration
            ).status == expected
        )
    }
}
