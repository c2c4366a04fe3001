import TestSupport
import Testing

/// What `--help` prints.
@Suite struct HelpTests {
    @Test(
        "every help fits a terminal of 80 columns",
        arguments: [
            [], ["validate"], ["encrypt"], ["decrypt"], ["scan"], ["report"], ["list"], ["get"],
            ["inspect"],
            ["rotate"], ["plan"], ["fleet"], ["status"], ["config"], ["config", "add-key"],
            ["snapshot"], ["snapshot", "save"], ["snapshot", "status"], ["snapshot", "compact"],
            ["snapshot", "rekey"], ["rescue"], ["kms"], ["kms", "check"], ["completion"],
            ["version"],
        ]
    )
    func width(_ command: [String]) throws {
        let help = try KencProcess.run(command + ["--help"])
        #expect(help.status == 0)
        for line in help.outputText.split(separator: "\n") {
            #expect(line.count <= 80, "\(line)")
        }
    }
}
