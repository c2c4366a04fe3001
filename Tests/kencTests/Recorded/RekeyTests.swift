import Foundation
import TestSupport
import Testing

/// Copies of recorded snapshots that open with other keys, made by the program.
@Suite struct RekeyTests {
    /// The fields of `snapshot rekey -o json`.
    struct Report: Decodable {
        struct Value: Decodable {
            let key: String
            let code: String
        }

        let values: Int
        let rekeyed: Int
        let kept: Int
        let dropped: Int
        let revision: Int
        let revisions: Int
        let bytesBefore: Int
        let bytesAfter: Int
        let compacted: Bool
        let proven: Bool
        let unreadableValues: [Value]
    }

    /// The fields of `scan -o json` that are looked at.
    private struct Scan: Decodable {
        let values: Int
        let current: Int?
        let stale: Int?
        let unreadable: Int
    }

    static let stages = [
        ("stage-0-off", "0-off"), ("stage-1-aescbc", "1-aescbc"),
        ("stage-2-aescbc-promoted", "2-aescbc-promoted"), ("stage-3-aesgcm", "3-aesgcm"),
        ("stage-4-wild", "4-wild"),
    ]

    /// A configuration that knows none of the recorded keys.
    private static let foreign = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - aesgcm:
              keys:
              - name: new
                secret: S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s=
        - resources: ['*.*']
          providers:
          - secretbox:
              keys:
              - name: rest
                secret: TExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTEw=

        """

    private func rekey(
        _ stage: String,
        _ config: String,
        in folder: TemporaryFolder,
        _ more: [String] = [],
    ) throws -> KencProcess.Result {
        let new = try folder.write(Array(Self.foreign.utf8), to: "new.yaml")
        return try KencProcess.run(
            [
                "snapshot", "rekey", "cluster/\(stage).db", "--config", "cluster/\(config).yaml",
                "--to", new, "--output", folder.file("out.db"), "-o", "json",
            ] + more
        )
    }

    /// Key to plaintext of all values at a revision.
    private func plaintexts(_ snapshot: String, _ config: String, _ revision: String? = nil) throws
        -> [String: Data]
    {
        let result = try KencProcess.run(
            ["decrypt", "--snapshot", snapshot, "--config", config, "-o", "jsonl"]
                + (revision.map { ["--revision", $0] } ?? [])
        )
        #expect(result.status == 0)
        var values: [String: Data] = [:]
        for line in try result.decodedLines(OpenedLine.self) {
            values[try #require(line.key)] = line.value
        }
        return values
    }

    @Test(
        "every recorded snapshot opens with new keys alone, and holds the same",
        arguments: stages
    )
    func newest(stage: String, config: String) throws {
        let folder = try TemporaryFolder()
        let result = try rekey(stage, config, in: folder, ["--write-manifest", folder.file("m")])
        #expect(result.status == 0, "\(result.errorText)")
        let report = try result.decoded(Report.self)
        #expect(report.proven && report.compacted && report.unreadableValues.isEmpty)
        #expect(report.rekeyed == report.values && report.kept == 0 && report.dropped == 0)
        let copy = folder.file("out.db")
        let new = folder.file("new.yaml")
        #expect(
            try plaintexts(copy, new)
                == plaintexts("cluster/\(stage).db", "cluster/\(config).yaml")
        )
        let scan = try KencProcess.run([
            "scan", "--snapshot", copy, "--config", new, "--check", "--residue", "--history",
            "-o", "json",
        ])
        #expect(scan.status == 0, "\(scan.outputText)")
        #expect(try scan.decoded(Scan.self).current == report.values)
        let old = try KencProcess.run([
            "scan", "--snapshot", copy, "--config", "cluster/5-next.yaml", "-o", "json",
        ])
        #expect(try old.decoded(Scan.self).unreadable == report.values)
        let manifest = try KencProcess.run([
            "scan", "--manifest", folder.file("m"), "--config", new,
        ])
        #expect(manifest.status == 0, "\(manifest.outputText)")
        let past = try KencProcess.run(["scan", "--snapshot", copy, "--revision", "5"])
        #expect(past.status == 1)
        #expect(past.errorText.contains("compacted"))
        #expect(try KencProcess.run(["snapshot", "status", copy]).status == 0)
    }

    @Test("with its history, every revision reads as before", arguments: stages)
    func history(stage: String, config: String) throws {
        let folder = try TemporaryFolder()
        let result = try rekey(stage, config, in: folder, ["--keep-history"])
        #expect(result.status == 0, "\(result.errorText)\(result.outputText)")
        let report = try result.decoded(Report.self)
        #expect(report.proven && !report.compacted && report.rekeyed == report.values)
        let copy = folder.file("out.db")
        for revision in [report.revision / 3, report.revision / 2, report.revision - 1] {
            #expect(
                try plaintexts(copy, folder.file("new.yaml"), "\(revision)")
                    == plaintexts("cluster/\(stage).db", "cluster/\(config).yaml", "\(revision)")
            )
        }
        let scan = try KencProcess.run([
            "scan", "--snapshot", copy, "--config", folder.file("new.yaml"), "--history", "-o",
            "json",
        ])
        #expect(scan.status == 0)
    }

    @Test("what cannot be read refuses the copy, each value named, or is kept, or is dropped")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        let refused = try rekey("stage-4-wild", "1-aescbc", in: folder)
        #expect(refused.status == 2)
        let report = try refused.decoded(Report.self)
        #expect(!report.proven && report.rekeyed == 0 && report.revisions == 0)
        let scan = try KencProcess.run([
            "scan", "--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/1-aescbc.yaml",
            "-o", "json",
        ]).decoded(Scan.self)
        #expect(report.unreadableValues.count == scan.unreadable && scan.unreadable > 10)
        #expect(try folder.names() == ["new.yaml"])

        let kept = try rekey("stage-4-wild", "1-aescbc", in: folder, ["--unreadable", "keep"])
        #expect(kept.status == 2)
        let keptReport = try kept.decoded(Report.self)
        #expect(!keptReport.proven && keptReport.kept == scan.unreadable)
        #expect(keptReport.rekeyed + keptReport.kept == keptReport.values)
        let left = try KencProcess.run([
            "scan", "--snapshot", folder.file("out.db"), "--config", folder.file("new.yaml"), "-o",
            "json",
        ]).decoded(Scan.self)
        #expect(left.unreadable == scan.unreadable && left.stale == 0)

        let dropped = try rekey(
            "stage-4-wild",
            "1-aescbc",
            in: folder,
            ["--unreadable", "drop", "--force"]
        )
        #expect(dropped.status == 2)
        let droppedReport = try dropped.decoded(Report.self)
        #expect(droppedReport.proven && droppedReport.dropped == scan.unreadable)
        let rest = try KencProcess.run([
            "scan", "--snapshot", folder.file("out.db"), "--config", folder.file("new.yaml"), "-o",
            "json",
        ]).decoded(Scan.self)
        #expect(rest.unreadable == 0 && rest.values == scan.values - scan.unreadable)
    }

    @Test("several old configurations open together what none opens alone")
    func several() throws {
        let folder = try TemporaryFolder()
        let result = try rekey(
            "stage-4-wild",
            "1-aescbc",
            in: folder,
            ["--config", TestData.path("cluster/3-aesgcm.yaml"), "--config", "cluster/4-wild.yaml"]
        )
        #expect(result.status == 0, "\(result.outputText)")
        #expect(try result.decoded(Report.self).proven)
    }

    @Test("the original stays as it is, and so does a file that is in the way")
    func originals() throws {
        let folder = try TemporaryFolder()
        let source = try TestData.bytes("cluster/stage-4-wild.db")
        try folder.write(source, to: "in.db")
        try folder.write([1, 2, 3], to: "out.db")
        for command in [["compact"], ["rekey", "--config", "c", "--to", "d"]] {
            let blocked = try KencProcess.run(
                ["snapshot"] + command + ["in.db", "--output", "out.db"],
                directory: folder.path
            )
            #expect(blocked.status == 1)
            #expect(blocked.errorText.contains("out.db exists already"))
            let same = try KencProcess.run(
                ["snapshot"] + command + ["in.db", "--output", "./in.db", "--force"],
                directory: folder.path
            )
            #expect(same.status == 64)
        }
        #expect(try folder.read("in.db") == source && folder.read("out.db") == [1, 2, 3])
    }

    @Test("a full disk leaves nothing behind")
    func fullDisk() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(Self.foreign.utf8), to: "new.yaml")
        for blocks in [1, 8, 200, 900, 960] {
            let result = try KencProcess.run(
                [
                    "-c",
                    """
                    ulimit -f \(blocks); "$KENC" snapshot rekey "$0/cluster/stage-4-wild.db" \
                    --config "$0/cluster/4-wild.yaml" --to new.yaml --output out.db
                    """, TestData.path(""),
                ],
                directory: folder.path,
                executable: "/bin/bash"
            )
            #expect(result.status == 1, "\(blocks): \(result.outputText)")
            #expect(result.errorText.contains("file too large"))
            #expect(try folder.names() == ["new.yaml"])
        }
    }

    @Test("a snapshot that is cut while it is read is no copy")
    func shrinking() throws {
        let folder = try TemporaryFolder()
        let source = try TestData.bytes("cluster/stage-4-wild.db")
        try folder.write(Array(Self.foreign.utf8), to: "new.yaml")
        for moment in 0..<12 {
            try folder.write(source, to: "in.db")
            let result = try KencProcess.run(
                [
                    "-c",
                    """
                    "$KENC" snapshot rekey in.db --config "$0/cluster/4-wild.yaml" --to new.yaml \
                    --output out.db & pid=$!
                    sleep 0.\(moment < 10 ? "0\(moment)" : "\(moment)")
                    truncate -s 400000 in.db
                    wait $pid
                    """, TestData.path(""),
                ],
                directory: folder.path,
                executable: "/bin/bash"
            )
            if result.status == 0 {
                let check = try KencProcess.run(
                    ["scan", "--snapshot", "out.db", "--config", "new.yaml", "--check"],
                    directory: folder.path
                )
                #expect(check.status == 0)
                try FileManager.default.removeItem(atPath: folder.file("out.db"))
            } else {
                #expect(result.status == 1, "\(result.status): \(result.errorText)")
            }
            #expect(try folder.names() == ["in.db", "new.yaml"])
        }
    }

    @Test("a kill at any moment leaves a whole copy or none")
    func killed() throws {
        let folder = try TemporaryFolder()
        try folder.write(Array(Self.foreign.utf8), to: "new.yaml")
        var random = SeededGenerator(seed: 50)
        for round in 0..<50 {
            let milliseconds = Int.random(in: 0..<250, using: &random)
            let signal = round.isMultiple(of: 2) ? "KILL" : "TERM"
            _ = try KencProcess.run(
                [
                    "-c",
                    """
                    "$KENC" snapshot rekey "$0/cluster/stage-4-wild.db" \
                    --config "$0/cluster/4-wild.yaml" --to new.yaml --output out.db --force & pid=$!
                    sleep \(Double(milliseconds) / 1000)
                    kill -\(signal) $pid 2>/dev/null
                    wait $pid
                    """, TestData.path(""),
                ],
                directory: folder.path,
                executable: "/bin/bash"
            )
            let names = try folder.names().filter { !$0.hasSuffix(".part") }
            if names.contains("out.db") {
                let check = try KencProcess.run(
                    ["scan", "--snapshot", "out.db", "--config", "new.yaml", "--check"],
                    directory: folder.path
                )
                #expect(check.status == 0, "round \(round), seed 50: \(check.errorText)")
                if round.isMultiple(of: 3) {
                    try FileManager.default.removeItem(atPath: folder.file("out.db"))
                }
            } else {
                #expect(names == ["new.yaml"])
            }
        }
    }

    @Test("status counts as etcdutl does")
    func status() throws {
        // As etcdutl 3.5.1 and etcdctl 3.4.23 said of this file.
        struct Status: Decodable {
            let hash: UInt32
            let revision: Int
            let oldestRevision: Int
            let totalKey: Int
            let totalSize: Int
            let integrity: String
            let freePages: Int
            let pageSize: Int
            let leases: Int
            let alarms: [String]
        }
        let result = try KencProcess.run([
            "snapshot", "status", "cluster/stage-4-wild.db", "-o", "json",
        ])
        let status = try result.decoded(Status.self)
        #expect(status.hash == 3_000_567_891 && status.revision == 325 && status.totalKey == 345)
        #expect(status.totalSize == 1_552_384 && status.integrity == "ok")
        #expect(status.pageSize == 4096 && status.freePages == 133 && status.leases == 14)
        #expect(status.oldestRevision == 1 && status.alarms.isEmpty)
    }
}
