#if Etcd

import EtcdClient
import EtcdModel
import Glibc
import WireFormats

extension EtcdStore: LiveCluster {
    /// The etcd that the options name.
    convenience init(_ options: EndpointOptions, wanted: WantedKeys) throws {
        self.init(try EtcdClient(EtcdConnectionOptions.made(of: options)), wanted)
    }

    var name: String { client.connection.endpoints.map(\.description).joined(separator: ",") }

    var unansweredCalls: Int { client.unansweredCalls }

    func reading() async throws -> LiveReading {
        LiveReading(entries: try await walk(), reach: try await extent().reach)
    }

    func entries(_ wanted: WantedKeys) async throws -> any EntryStore {
        try await EtcdStore(client, wanted).walk()
    }

    func checkup() async throws -> ClusterCheckup { ClusterCheckup(try await client.health()) }

    func saveSnapshot(
        to target: SnapshotTarget,
        progress: @Sendable @escaping (_ written: Int64, _ expected: Int64) -> Void,
    ) async throws -> SavedSnapshot {
        let saved = try await client.saveSnapshot(to: EtcdSnapshotTarget(target)) {
            written,
            remaining in
            progress(written, written.saturatingSum(Int64(clamping: remaining)))
        }
        return SavedSnapshot(
            file: saved.path,
            bytes: saved.byteCount,
            sha256: HexText.encode(saved.sha256),
            fileSHA256: HexText.encode(saved.fileSHA256),
            endpoint: "\(saved.endpoint)"
        )
    }
}

extension EtcdSnapshotTarget {
    fileprivate init(_ target: SnapshotTarget) {
        self =
            switch target {
            case .file(let path, let replaces): .file(path: path, replaces: replaces)
            case .standardOutput: .stream(STDOUT_FILENO, name: "standard output")
            }
    }
}

#endif
