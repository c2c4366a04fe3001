import TestSupport
import Testing

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
        // The core alone refuses a live etcd.
        let result = try KencProcess.run(arguments, executable: KencProcess.besideTests)
        #expect([0, 1, 2].contains(result.status), "\(result.status) \(result.errorText)")
    }
}
