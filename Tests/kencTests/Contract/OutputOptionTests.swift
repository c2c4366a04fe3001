import Foundation
import TestSupport
import Testing

/// -o and --output: forms, and files that are never written over by accident.
@Suite struct OutputOptionTests {
    private static let store = ["--dump", "cluster/stage-4-wild.json"]
    private static let configuration = ["--config", "cluster/4-wild.yaml"]

    /// Commands with a format that each has, and what chooses it.
    static let commands: [([String], String)] = [
        (["scan"] + store, "json"), (["list"] + store, "jsonl"),
        (["decrypt"] + configuration + store, "json"),
        (["rotate", "--dry-run"] + configuration + store, "json"),
        (["validate", "cluster/4-wild.yaml"], "json"),
        (["inspect", "cluster/4-wild.yaml"], "json"),
        (["get", "secret", "s1-4", "-n", "default"] + configuration + store, "json"),
    ]

    @Test("kubectl's ways to name a format mean the same", arguments: commands)
    func ways(_ command: [String], _ format: String) throws {
        let expected = try KencProcess.run(command + ["-o", format])
        for way in [["-o\(format)"], ["-o=\(format)"]] {
            let result = try KencProcess.run(command + way)
            #expect(result.output == expected.output, "\(way)")
            #expect(result.status == expected.status, "\(way)")
        }
        let folder = try TemporaryFolder()
        let word = try KencProcess.run(command + ["--output", format])
        #expect(word.output == expected.output)
        #expect(word.status == expected.status)
        #expect(
            word.errorText.hasPrefix(
                "kenc: note: --output \(format) is taken as -o \(format); "
                    + "a file of that name is --output ./\(format)\n"
            )
        )
        // A path is a file, whatever its last part.
        let file = try KencProcess.run(command + ["-o", format, "--output", folder.file(format)])
        #expect(file.output.isEmpty)
        #expect(try folder.read(format) == expected.output)
        // - is standard output.
        let dash = try KencProcess.run(command + ["-o", format, "--output", "-"])
        #expect(dash.output == expected.output)
    }

    @Test(
        "a format that the command has not, or two of them",
        arguments: [
            ["--output", "html"], ["--output", "raw"], ["--output", "jsonpath={.metadata.name}"],
            ["-o", "table", "--output", "json"], ["-o", "yaml"], ["-oyaml"],
        ]
    )
    func refused(_ options: [String]) throws {
        let result = try KencProcess.run(["scan"] + Self.store + options)
        #expect(result.status == 64)
        #expect(result.output.isEmpty)
    }

    @Test("no command writes over what it reads, whatever the name")
    func inputs() throws {
        let folder = try TemporaryFolder()
        func copy(_ name: String) throws -> [UInt8] { Array(try TestData.bytes(name)) }
        let dump = try folder.write(try copy("cluster/stage-4-wild.json"), to: "dump")
        let snapshot = try folder.write(try copy("cluster/stage-4-wild.db"), to: "snapshot")
        let config = try folder.write(try copy("cluster/4-wild.yaml"), to: "config")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"),
            withDestinationPath: "dump"
        )
        try FileManager.default.linkItem(atPath: dump, toPath: folder.file("hard"))
        let before = try folder.names().map { try folder.read($0) }
        for command in [
            ["scan", "--dump", dump, "--output", dump],
            ["scan", "--dump", dump, "--output", folder.file("link")],
            ["scan", "--dump", dump, "--output", folder.file("hard")],
            ["scan", "--dump", dump, "--output", "\(folder.path)/./dump"],
            ["list", "--snapshot", snapshot, "--output", snapshot],
            ["decrypt", "--config", config, "--dump", dump, "--output", dump],
            ["decrypt", "--config", config, "--dump", dump, "--output", config],
            ["encrypt", "--config", config, "--dump", dump, "--output", dump],
            ["get", "secret", "x", "--config", config, "--dump", dump, "--output", config],
            ["rotate", "--dry-run", "--config", config, "--dump", dump, "--output", dump],
            ["validate", config, "--output", config],
            ["inspect", config, "--output", config],
            ["decrypt", "--config", config, "--resource", "secrets", dump, "--output", dump],
            ["encrypt", "--config", config, "--resource", "secrets", dump, "--output", dump],
            [
                "scan", "--snapshot", snapshot, "--config", config, "--write-manifest", snapshot,
            ],
            ["scan", "--snapshot", snapshot, "--config", config, "--write-manifest", config],
        ] {
            let result = try KencProcess.run(command)
            #expect(result.status == 64, "\(command)")
            #expect(result.errorText.contains("are one file"), "\(command)")
        }
        #expect(try folder.names().map { try folder.read($0) } == before)
        // What comes through standard input is the same file all the same.
        for command in [
            "scan --dump -", "inspect", "decrypt --config cluster/4-wild.yaml --resource secrets",
        ] {
            let result = try KencProcess.run(
                ["-c", "\"$KENC\" \(command) --output \"$FOLDER/dump\" < \"$FOLDER/dump\""],
                environment: ["FOLDER": folder.path],
                executable: "/bin/bash"
            )
            #expect(result.status == 64, "\(command)")
        }
    }
}
