#if Etcd

import EtcdClient
import Foundation
import TestSupport
import Testing

/// The programs of one etcd release.
struct EtcdRelease: CustomTestStringConvertible {
    let folder: String
    var testDescription: String { folder }

    /// Debian's, and the one whose folder KENC_ETCD_FOLDER names: etcd, etcdctl and etcdutl of a
    /// release from 3.5 on, as `scripts/etcd-3.5` prints it.
    static let all = ["/usr/bin", ProcessInfo.processInfo.environment["KENC_ETCD_FOLDER"]]
        .compactMap(\.self).filter { !$0.isEmpty }.map(EtcdRelease.init)
}

/// Copies that kenc writes, as etcd itself takes them: restored, served, and changed until pages
/// merge.
@Suite(
    "Restored copies",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct RestoredCopyTests {
    private struct Answer: Decodable {
        struct Pair: Decodable, Equatable {
            let key: Data
            let value: Data?
            let create_revision: Int64
            let mod_revision: Int64
            let version: Int64
            let lease: Int64?

            /// What a copy does not change.
            static func == (left: Pair, right: Pair) -> Bool {
                left.key == right.key && left.create_revision == right.create_revision
                    && left.mod_revision == right.mod_revision && left.version == right.version
                    && left.lease == right.lease
            }
        }

        struct Header: Decodable { let revision: Int64 }

        let header: Header
        let kvs: [Pair]
    }

    private static let old = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets]
          providers:
          - identity: {}

        """

    private static let new = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets, configmaps]
          providers:
          - aesgcm:
              keys:
              - name: new
                secret: S0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0s=

        """

    /// Restores `copy.db`, serves it, and puts it through what broke badly written trees.
    private static let script = """
        set -e
        export ETCDCTL_API=3
        client=http://127.0.0.1:$2 peer=http://127.0.0.1:$3
        ctl() { "$1"/etcdctl --endpoints "$client" "${@:2}"; }
        status=$1/etcdctl
        if [ -x "$1/etcdutl" ]; then status=$1/etcdutl; fi
        "$status" snapshot status copy.db -w json > status-before
        rm -rf data
        "$status" snapshot restore copy.db --data-dir data --name t --initial-cluster t=$peer \\
          --initial-advertise-peer-urls $peer > restore.log 2>&1
        "$1"/etcd --data-dir data --name t --listen-client-urls $client \\
          --advertise-client-urls $client --listen-peer-urls $peer \\
          --initial-advertise-peer-urls $peer --initial-cluster t=$peer > etcd.log 2>&1 &
        server=$!
        trap 'kill $server; wait $server || true' EXIT
        for try in $(seq 300); do
          if ctl "$1" endpoint health > /dev/null 2>&1; then break; fi
          sleep 0.1
        done
        ctl "$1" get / --prefix -w json > answer.json
        for digit in 3 1 4 1 5 9 2 6; do
          ctl "$1" del /registry/secrets/ns/s-$digit --prefix > /dev/null
        done
        revision() {
          ctl "$1" endpoint status -w json | grep -o '"revision":[0-9]*' | head -n 1 | cut -d: -f2
        }
        ctl "$1" compact $(revision "$1") --physical > /dev/null
        for number in $(seq 60); do
          ctl "$1" put /registry/secrets/ns/t-$number "$(head -c 900 /etc/services)" > /dev/null
        done
        ctl "$1" del /registry --prefix > /dev/null
        ctl "$1" compact $(revision "$1") --physical > /dev/null
        ctl "$1" put /registry/left over > /dev/null
        ctl "$1" defrag > /dev/null
        ctl "$1" snapshot save after.db > /dev/null 2>&1
        "$status" snapshot status after.db -w json > status-after
        ctl "$1" get / --prefix --keys-only > left
        kill -0 $server
        """

    /// A snapshot with thousands of keys, some of them written several times.
    private func makeSnapshot(in folder: TemporaryFolder) async throws {
        let etcd = try RealEtcd()
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoints))
        connection.dialTimeout = .seconds(20)
        try await EtcdClient.with(connection) { client in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for part in 0..<8 {
                    group.addTask {
                        for number in stride(from: part, to: 10_400, by: 8) {
                            let key = Array("/registry/secrets/ns/s-\(number)".utf8)
                            let size = number.isMultiple(of: 997) ? 200_000 : number % 700
                            let value = Array("k8s\0".utf8) + [UInt8](repeating: 0x61, count: size)
                            try await client.put(key, value)
                            if number.isMultiple(of: 7) { try await client.put(key, value) }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try etcd.etcdctl(["del", "/registry/secrets/ns/s-77", "--prefix"])
        let saved = try etcd.etcdctl(["snapshot", "save", folder.file("in.db")])
        #expect(saved.status == 0)
        let listing = try etcd.etcdctl(["get", "/", "--prefix", "-w", "json"])
        try folder.write(Array(listing.output.utf8), to: "before.json")
        try folder.write(Array(Self.old.utf8), to: "old.yaml")
        try folder.write(Array(Self.new.utf8), to: "new.yaml")
    }

    @Test("etcd restores a copy, serves it, and goes on with it")
    func restored() async throws {
        let folder = try TemporaryFolder()
        try await makeSnapshot(in: folder)
        let before = try JSONDecoder().decode(Answer.self, from: Data(folder.read("before.json")))
        #expect(before.kvs.count > 10_000)
        let rekey = ["rekey", "in.db", "--config", "old.yaml", "--to", "new.yaml"]
        for command in [rekey, rekey + ["--keep-history"], ["compact", "in.db"]] {
            let made = try KencProcess.run(
                ["snapshot"] + command + ["--output", "copy.db", "--force"],
                directory: folder.path
            )
            #expect(made.status == 0, "\(made.errorText)")
            for release in EtcdRelease.all {
                try expectServed(release, before, isRekeyed: command[0] == "rekey", in: folder)
            }
        }
    }

    private func expectServed(
        _ release: EtcdRelease,
        _ before: Answer,
        isRekeyed: Bool,
        in folder: TemporaryFolder,
    ) throws {
        let port = Int.random(in: 10_500...14_000) * 2
        let served = try KencProcess.run(
            ["-c", Self.script, "restored", release.folder, "\(port)", "\(port + 1)"],
            directory: folder.path,
            executable: "/bin/bash"
        )
        let log = (try? folder.read("etcd.log")).map { String(decoding: $0, as: UTF8.self) } ?? ""
        #expect(served.status == 0, "\(served.errorText)\(log.suffix(3000))")
        #expect(!log.contains("panic"))
        let after = try JSONDecoder().decode(Answer.self, from: Data(folder.read("answer.json")))
        #expect(after.header.revision == before.header.revision)
        #expect(after.kvs == before.kvs)
        #expect(try folder.read("left") == Array("/registry/left\n\n".utf8))
        if isRekeyed {
            let opened = try KencProcess.run(
                ["scan", "--dump", "answer.json", "--config", "new.yaml", "--check"],
                directory: folder.path
            )
            #expect(opened.outputText.contains(" 0 stale, 0 unreadable, 0 plaintext"))
        } else {
            #expect(after.kvs.map(\.value) == before.kvs.map(\.value))
        }
    }
}

#endif
