#if Etcd

import EtcdClient
import Foundation
import TestSupport
import Testing

@Suite(
    "snapshot save",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct SnapshotSaveTests {
    private func shell(
        _ script: String,
        _ etcd: RealEtcd,
        in folder: TemporaryFolder,
    ) throws -> KencProcess.Result {
        try KencProcess.run(
            ["-c", script],
            directory: folder.path,
            environment: ["ETCDCTL_ENDPOINTS": etcd.endpoints],
            executable: "/bin/bash"
        )
    }

    /// A store of `count` megabytes.
    private func etcd(megabytes count: Int) async throws -> RealEtcd {
        let etcd = try RealEtcd()
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoints))
        connection.dialTimeout = .seconds(20)
        try await EtcdClient.with(connection) { client in
            for index in 0..<count {
                let value = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: 1 << 20)
                try await client.put(Array("/registry/secrets/s/\(index)".utf8), value)
            }
        }
        return etcd
    }

    @Test("a file that is there is kept, and both hashes are told apart")
    func files() async throws {
        let etcd = try await etcd(megabytes: 1)
        let folder = try TemporaryFolder()
        let saved = try shell("\"$KENC\" snapshot save a.db -o json", etcd, in: folder)
        #expect(saved.status == 0)
        let report = try #require(try saved.json() as? [String: Any])
        let sum = try shell("sha256sum a.db; head -c -32 a.db | sha256sum", etcd, in: folder)
        let sums = sum.outputText.split(separator: "\n").map { $0.prefix(64) }
        #expect(report["fileSHA256"] as? String == sums.first.map(String.init))
        #expect(report["sha256"] as? String == sums.last.map(String.init))
        let before = try folder.read("a.db")

        let again = try shell("\"$KENC\" snapshot save a.db", etcd, in: folder)
        #expect(again.status == 1)
        #expect(
            again.errorText == """
                kenc: error: a.db exists already
                kenc: hint: name another file, or replace it with --force

                """
        )
        #expect(try folder.read("a.db") == before)
        let forced = try shell("\"$KENC\" snapshot save a.db --force", etcd, in: folder)
        #expect(forced.status == 0)
        #expect(forced.outputText.contains("of the database"))
        #expect(forced.outputText.contains("of the file"))
        #expect(try folder.names() == ["a.db"])

        let piped = try shell(
            "\"$KENC\" snapshot save - 2>words | cat > b.db; \"$KENC\" snapshot status b.db",
            etcd,
            in: folder
        )
        #expect(piped.status == 0 && piped.outputText.contains("the hash at the end fits"))
        #expect(try folder.names() == ["a.db", "b.db", "words"])
    }

    @Test("- is standard output, and what is said goes beside it")
    func standardOutput() async throws {
        let etcd = try await etcd(megabytes: 1)
        let folder = try TemporaryFolder()
        let result = try shell("\"$KENC\" snapshot save - > out; echo $?", etcd, in: folder)
        #expect(result.outputText == "0\n")
        #expect(result.errorText.contains("saved standard output"))
        #expect(try folder.names() == ["out"])
        let check = try shell("\"$KENC\" scan --snapshot out -o json", etcd, in: folder)
        #expect(check.status == 0)
        let full = try shell("\"$KENC\" snapshot save - > /dev/full", etcd, in: folder)
        #expect(full.status == 1)
        #expect(full.errorText.contains("no space left on device"))
    }

    /// Signals at random moments of a run; what is there afterwards is a whole file or none.
    @Test("no signal leaves a part behind, and a kill's is removed by the next run")
    func signals() async throws {
        let etcd = try await etcd(megabytes: 24)
        let folder = try TemporaryFolder()
        let catchable = [
            "INT", "TERM", "HUP", "QUIT", "ALRM", "USR1", "USR2", "PIPE", "VTALRM", "PROF", "IO",
            "PWR", "XCPU", "XFSZ", "RTMIN", "RTMAX", "SEGV", "ABRT",
        ]
        for signal in catchable + ["KILL"] {
            let pause = Double.random(in: 0...0.25)
            let result = try shell(
                """
                "$KENC" snapshot save out.db --progress none > /dev/null 2> errors &
                kenc=$!
                sleep \(pause)
                kill -\(signal) $kenc 2> /dev/null
                wait $kenc 2> /dev/null
                echo $?
                rm errors
                """,
                etcd,
                in: folder
            )
            let seen: Comment = "\(signal) after \(pause) s: \(result.outputText)"
            let names = try folder.names()
            if signal != "KILL" {
                #expect(names == [] || names == ["out.db"], seen)
            }
            if names.contains("out.db") {
                let check = try shell(
                    "\"$KENC\" scan --snapshot out.db; rm out.db",
                    etcd,
                    in: folder
                )
                #expect(check.status == 0, seen)
            }
        }
        // Killed outright while it surely writes.
        let killed = try shell(
            """
            "$KENC" snapshot save out.db > /dev/null 2>&1 &
            kenc=$!
            until ls -A | grep -q '^.kenc-'; do :; done
            kill -KILL $kenc
            wait $kenc 2> /dev/null
            ls -A | grep -c '^.kenc-'
            "$KENC" snapshot save out.db > /dev/null
            """,
            etcd,
            in: folder
        )
        #expect(killed.outputText == "1\n")
        #expect(try folder.names() == ["out.db"])
    }
}

#endif
