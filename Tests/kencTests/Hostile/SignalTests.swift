import Foundation
import TestSupport
import Testing

/// Commands that write, ended at random moments by every signal that can be caught: what is there
/// afterwards is whole.
///
/// `KENC_KILLS=200` ends each of them 800 times and more, `KENC_SEED` repeats the moments of a run.
@Suite(.serialized) struct SignalTests {
    /// Every command that writes a file without a server.
    static func writers() throws -> [SignalledWriter] {
        let configuration = ["--config", "cluster/4-wild.yaml"]
        let dump = configuration + ["--dump", "cluster/stage-4-wild.json"]
        let snapshot = configuration + ["--snapshot", "cluster/stage-4-wild.db"]
        let output = ["--output", "FOLDER/out"]
        let metrics = ["--metrics", "fleet/cluster-stage-4.txt"]
        let reports: [[String]] = [
            ["decrypt"] + dump,
            ["decrypt"] + dump + ["-o", "json"],
            ["encrypt"] + dump + ["-o", "json"],
            ["get", "secrets"] + snapshot + ["-o", "yaml"],
            ["list"] + dump + ["-o", "json"],
            ["scan"] + snapshot + ["-o", "json"],
            ["rotate", "--dry-run", "--config", "cluster/5-next.yaml"]
                + ["--dump", "cluster/stage-4-wild.json"],
            ["inspect", "cli/inspect-aescbc/input"],
            ["validate", "-o", "json", "cluster/4-wild.yaml"],
            ["fleet"] + configuration + metrics + ["--snapshot", "cluster/stage-4-wild.db"],
            ["status", "--plan", "plan", "--snapshot", "cluster/stage-4-wild.db"] + metrics,
            ["plan", "--config", "cluster/1-aescbc.yaml", "--rotate"],
            ["config", "new", "--resource", "secrets"],
            ["config", "add-resource", "--resource", "pods", "cluster/1-aescbc.yaml"],
            ["snapshot", "compact", "cluster/stage-4-wild.db"],
            ["rescue", "--config", "cluster/1-aescbc.yaml"]
                + ["--snapshot", "cluster/stage-4-wild.db"],
            ["snapshot", "rekey", "cluster/stage-4-wild.db"] + configuration
                + ["--to", "cluster/5-next.yaml"],
        ]
        let key = ["--resource", "secrets", "--key-name", "key-2025"]
        let inPlace = ["--in-place", "FOLDER/out"]
        let edits: [[String]] = [
            ["config", "add-key", "--resource", "secrets", "--key-name", "fresh"] + inPlace,
            ["config", "promote"] + key + inPlace,
            ["config", "remove-key"] + key + inPlace,
            ["config", "add-resource", "--resource", "pods"] + inPlace,
        ]
        let file = try TestData.bytes("edits/06-crlf.yaml")
        return reports.map { SignalledWriter($0 + output) }
            + edits.map { SignalledWriter($0, before: file) }
            + [
                SignalledWriter(["scan"] + snapshot + ["--write-manifest", "FOLDER/out"]),
                SignalledWriter(
                    ["plan", "--config", "cluster/1-aescbc.yaml", "--rotate"]
                        + ["--directory", "FOLDER/out"]
                ),
            ]
    }

    @Test("nothing but whole files", arguments: try writers())
    func whole(_ writer: SignalledWriter) async throws {
        let (runs, written) = try await writer.endEverywhere()
        print("signals, \(writer.name): \(runs) runs, \(written) had written")
        #expect(runs == SignalledWriter.signals.count && written <= runs)
    }

    @Test("what a kill leaves is gone after the next run", arguments: try writers())
    func killed(_ writer: SignalledWriter) throws {
        #expect(try writer.kill() == [writer.output])
    }
}
