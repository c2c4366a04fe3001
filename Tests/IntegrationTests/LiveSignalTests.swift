#if Etcd

import EtcdClient
import EtcdModel
import Foundation
import Rotation
import TestSupport
import Testing

/// Commands that talk to etcd and write a file, ended at random moments; how often, and how to do it
/// again, as for `SignalTests`.
@Suite(
    "signals beside a live etcd",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct LiveSignalTests {
    @Test("nothing but whole files")
    func whole() async throws {
        let field = try await Field(secrets: 50)
        let live = ["--endpoints", field.etcd.endpoints, "--progress", "none"]
        let configuration = ["--config", "cluster/4-wild.yaml"]
        let commands = [
            ["scan", "--output", "FOLDER/out"] + configuration,
            ["list", "-o", "json", "--output", "FOLDER/out"],
            ["decrypt", "--output", "FOLDER/out"] + configuration,
            ["get", "secrets", "-o", "yaml", "--output", "FOLDER/out"] + configuration,
            ["snapshot", "save", "FOLDER/out"],
        ]
        for command in commands {
            let writer = SignalledWriter(command + live)
            let (runs, written) = try await writer.endEverywhere()
            print("signals, \(command): \(runs) runs, \(written) had written")
            #expect(runs == SignalledWriter.signals.count)
            #expect(try writer.kill() == [writer.output])
        }
    }

    /// Whatever is left of a log undoes whatever was done.
    @Test("a rotation, and an undo: the log has whole records only, and nothing else is left")
    func rotation() async throws {
        let field = try await Field(secrets: 40)
        let rotate = RotationFaultTests.rotate + ["--rate", "0", "--undo-log", "log"]
        let undo = ["rotate", "--undo", "log", "--yes", "--rate", "0", "--progress", "none"]
        let start = ContinuousClock.now
        #expect(try await field.kenc(rotate).status == 0)
        let time = (ContinuousClock.now - start) / .seconds(1)
        #expect(try await field.kenc(undo).status == 0)
        var random = SeededGenerator(seed: SignalledWriter.seed)
        var logs = 0
        for number in 0..<(2 * SignalledWriter.moments) {
            let signal = SignalledWriter.usual[number % 4]
            let seconds = Double.random(in: 0...time, using: &random)
            // From the start any moment may come before the log; from the log on none does.
            let begin = number.isMultiple(of: 2) ? "its start" : "the log's start"
            let seen: Comment =
                "\(signal) \(seconds) s after \(begin), KENC_SEED=\(SignalledWriter.seed)"
            try? FileManager.default.removeItem(atPath: field.folder.file("log"))
            try end(
                rotate,
                signal,
                number.isMultiple(of: 2) ? seconds : seconds / 4,
                field,
                after: number.isMultiple(of: 2) ? nil : "log"
            )
            let names = try field.folder.names()
            #expect(names == [] || names == ["log"], seen)
            guard names.contains("log") else { continue }
            logs += 1
            let log = try UndoLogReader(path: field.folder.file("log"), chains: field.next.chains)
            while try log.next() != nil {}
            #expect(!log.endsTorn, seen)
            try end(undo, signal, Double.random(in: 0...time, using: &random), field)
            let undone = try await field.kenc(undo)
            #expect(undone.status == 0, "\(seen): \(undone.errorText)")
            #expect(try field.folder.names() == ["log"], seen)
            for (key, held) in try await Field.all(field.client) {
                #expect(held.value == field.loaded[key]?.value, seen)
            }
        }
        print("signals, rotate and undo: \(2 * SignalledWriter.moments) runs, \(logs) with a log")
        #expect(logs > 0)
    }

    /// Sends a signal so long after the command's start, or after it has made a file.
    private func end(
        _ command: [String],
        _ signal: String,
        _ seconds: Double,
        _ field: Field,
        after file: String? = nil,
    ) throws {
        let wait =
            file.map { "while [[ ! -e \($0) ]] && kill -0 $kenc; do sleep 0.01; done; " } ?? ""
        _ = try KencProcess.run(
            [
                "-c",
                #""$KENC" "$@" > /dev/null 2>&1 & kenc=$!; \#(wait)sleep \#(seconds); "#
                    + #"kill -\#(signal) $kenc 2> /dev/null; wait $kenc 2> /dev/null"#,
                "bash",
            ] + Field.arguments(command, nil, field.etcd.endpoints),
            directory: field.folder.path,
            executable: "/bin/bash"
        )
    }
}

#endif
