import Foundation
import TestSupport
import Testing

/// Where the output goes: files that are whole or absent, pipes that close, disks that are full.
@Suite struct OutputTests {
    private func shell(_ script: String, in folder: TemporaryFolder) throws -> KencProcess.Result {
        try KencProcess.run(
            ["-c", script],
            environment: ["FOLDER": folder.path],
            executable: "/bin/bash",
        )
    }

    private func permissions(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    private static let decryption =
        "decrypt --config cluster/4-wild.yaml --dump cluster/stage-4-wild.json"
    private let decrypt = ["decrypt"] + Cluster.configuration + Cluster.dump

    @Test func fileIsForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("out")
        let result = try KencProcess.run(decrypt + ["--output", path])
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
        let direct = try KencProcess.run(decrypt)
        let isSame = try folder.read("out") == direct.output
        #expect(isSame)
        #expect(try permissions(of: path) == 0o600)
        #expect(try folder.names() == ["out"])
    }

    @Test func existingFileIsReplacedWhole() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("before".utf8), to: "out")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(try KencProcess.run(decrypt + ["--output", path]).status == 0)
        #expect(try folder.read("out").count > 100_000)
        #expect(try permissions(of: path) == 0o600)
        #expect(try folder.names() == ["out"])
    }

    @Test func failureLeavesTheFileAlone() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("before".utf8), to: "out")
        let cut = try folder.write(
            Array(TestData.bytes("cluster/stage-4-wild.json").prefix(900_000)),
            to: "cut.json"
        )
        for command in [["decrypt"], ["decrypt", "-o", "json"], ["encrypt"], ["list"], ["scan"]] {
            let result = try KencProcess.run(
                command + Cluster.configuration + ["--dump", cut, "--output", path]
            )
            #expect(result.status == 1)
            #expect(try folder.read("out") == Array("before".utf8))
            #expect(try folder.names() == ["cut.json", "out"])
        }
    }

    /// What was found does not keep the file away.
    @Test func findingsAreWritten() throws {
        let folder = try TemporaryFolder()
        let result = try KencProcess.run(
            ["decrypt", "--config", "cluster/1-aescbc.yaml", "--output", folder.file("out")]
                + Cluster.dump
        )
        #expect(result.status == 2)
        #expect(try folder.read("out").count(where: { $0 == UInt8(ascii: "\n") }) == 212)
    }

    @Test(arguments: ["/nonexistent/out", "/proc/out", "/"])
    func unwritable(_ path: String) throws {
        let result = try KencProcess.run(decrypt + ["--output", path])
        #expect(result.status == 1)
        #expect(result.errorText.hasPrefix("kenc: error: cannot write \(path): "))
        #expect(result.output.isEmpty)
    }

    @Test(
        arguments: [
            decryption,
            "list --dump cluster/stage-4-wild.json -o jsonl",
            "scan --snapshot cluster/stage-4-wild.db",
            "--help", "completion bash",
        ]
    )
    func closedPipe(_ arguments: String) throws {
        let folder = try TemporaryFolder()
        let result = try shell(
            "\"$KENC\" \(arguments) | head -n 1 > \"$FOLDER/line\"; echo ${PIPESTATUS[0]}",
            in: folder
        )
        #expect(result.outputText == "0\n")
        #expect(result.errorText == "")
        #expect(try !folder.read("line").isEmpty)
        // Nobody reads from the start.
        let unread = try shell(
            "(sleep 0.1; exec \"$KENC\" \(arguments)) | true; echo ${PIPESTATUS[0]}",
            in: folder
        )
        #expect(unread.outputText == "0\n")
        #expect(unread.errorText == "")
    }

    @Test func closedPipeKeepsWhatWasFound() throws {
        let result = try shell(
            "(sleep 0.1; exec \"$KENC\" scan --config cluster/1-aescbc.yaml "
                + "--dump cluster/stage-4-wild.json) | true; echo ${PIPESTATUS[0]}",
            in: TemporaryFolder()
        )
        #expect(result.outputText == "2\n")
        #expect(result.errorText == "")
    }

    @Test(arguments: [
        decryption,
        "scan --config cluster/1-aescbc.yaml --dump cluster/stage-4-wild.json",
        "validate cluster/4-wild.yaml", "--help", "--version", "completion zsh",
        "inspect cli/inspect-aescbc/input",
    ])
    func fullDisk(_ arguments: String) throws {
        let result = try shell("\"$KENC\" \(arguments) > /dev/full", in: TemporaryFolder())
        #expect(result.status == 1)
        #expect(
            result.errorText
                == "kenc: error: cannot write standard output: no space left on device\n"
        )
    }

    /// Sends kenc a signal while it decrypts the first part of a dump into `out`; prints how many
    /// unfinished files there were then, and kenc's status.
    private func end(with signal: String, in folder: TemporaryFolder) throws -> KencProcess.Result {
        try shell(
            """
            mkfifo "$FOLDER/dump"
            exec 3<>"$FOLDER/dump"
            head -c 300000 cluster/stage-4-wild.json >&3 &
            "$KENC" decrypt --config cluster/4-wild.yaml --dump "$FOLDER/dump" \
                --output "$FOLDER/out" 3>&- &
            kenc=$!
            for _ in $(seq 100); do
                ls -A "$FOLDER" | grep -q '^.kenc-' && break
                sleep 0.1
            done
            ls -A "$FOLDER" | grep -c '^.kenc-'
            kill -\(signal) $kenc
            wait $kenc 2> /dev/null
            echo $?
            rm "$FOLDER/dump"
            """,
            in: folder
        )
    }

    @Test(arguments: [
        "INT", "TERM", "HUP", "QUIT", "ALRM", "USR1", "USR2", "VTALRM", "PROF", "IO", "PWR",
        "XCPU", "RTMIN", "RTMIN+7", "RTMAX",
    ])
    func interrupted(_ signal: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(Array("before".utf8), to: "out")
        let result = try end(with: signal, in: folder)
        #expect(result.outputText == "1\n130\n")
        #expect(result.errorText == "")
        #expect(try folder.names() == ["out"])
        #expect(try folder.read("out") == Array("before".utf8))
    }

    /// A crash is a crash, and leaves nothing either.
    @Test(arguments: [("SEGV", 139), ("ABRT", 134), ("BUS", 135), ("ILL", 132), ("SYS", 159)])
    func crashed(_ signal: String, _ status: Int) throws {
        let folder = try TemporaryFolder()
        #expect(try end(with: signal, in: folder).outputText == "1\n\(status)\n")
        #expect(try folder.names() == [])
    }

    /// Nothing can be done when killed outright, but the name never shows half a file, and the next
    /// run removes what is left.
    @Test func killed() throws {
        let folder = try TemporaryFolder()
        #expect(try end(with: "KILL", in: folder).outputText == "1\n137\n")
        #expect(try folder.names().count == 1)
        #expect(try !folder.names().contains("out"))
        // Not ours, or not ours to remove.
        try folder.write([], to: ".kenc-1234.part")
        try folder.write([], to: ".kenc-0123456789abcdeg.part")
        let result = try KencProcess.run(decrypt + ["--output", folder.file("out")])
        #expect(result.status == 0)
        #expect(
            try folder.names() == [".kenc-0123456789abcdeg.part", ".kenc-1234.part", "out"]
        )
    }

    @Test func longestName() throws {
        let folder = try TemporaryFolder()
        let name = String(repeating: "n", count: 255)
        let result = try KencProcess.run(decrypt + ["--output", folder.file(name)])
        #expect(result.status == 0, "\(result.errorText)")
        #expect(try folder.names() == [name])
    }
}
