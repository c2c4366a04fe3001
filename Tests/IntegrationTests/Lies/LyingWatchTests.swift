#if Etcd

@testable import EtcdClient
import EtcdModel
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

/// A watch that lies ends with an error, and brings no change that cannot be.
@Suite("a watch that lies", .serialized)
struct LyingWatchTests {
    private static let range = KeyRange(prefix: Array("/registry/secrets/".utf8))

    private static func event(_ key: String, _ revision: Int64) -> Data {
        let value = Mvccpb_KeyValue.with {
            $0.key = Data(key.utf8)
            $0.createRevision = 1
            $0.modRevision = revision
            $0.version = 1
        }
        let bytes: [UInt8] = (try? value.serializedBytes()) ?? []
        return Data([2 << 3 | 2, UInt8(bytes.count)] + bytes)
    }

    private static func lie(
        _ name: String,
        _ words: String,
        _ change: @Sendable @escaping (inout Lie.News) -> Void,
    ) -> Lie {
        Lie(name, words) {
            $0.watch = { send in
                let header = Etcdserverpb_ResponseHeader.with {
                    $0.clusterID = HonestEtcd.clusterID
                    $0.revision = 200
                }
                try await send(
                    .with {
                        $0.header = header
                        $0.watchID = 1
                        $0.created = true
                    }
                )
                var news = Lie.News.with {
                    $0.header = header
                    $0.watchID = 1
                    $0.events = [event("/registry/secrets/a/b", 150)]
                }
                change(&news)
                try await send(news)
            }
        }
    }

    static let lies: [Lie] = [
        lie("no such watch", "news of watch 7") { $0.watchID = 7 },
        lie("the least watch", "news of watch -9223372036854775808") { $0.watchID = .min },
        lie("the largest watch", "news of watch 9223372036854775807") { $0.watchID = .max },
        lie("another cluster", "answers for cluster bad") { $0.header.clusterID = 0xbad },
        lie("a write after now", "a write of revision 201 at revision 200") {
            $0.events = [event("/registry/secrets/a/b", 201)]
        },
        lie("a write at the end of time", "a write of revision 9223372036854775807") {
            $0.events = [event("/registry/secrets/a/b", .max)]
        },
        lie("a write before all time", "a write of revision -9223372036854775808") {
            $0.events = [event("/registry/secrets/a/b", .min)]
        },
        lie("a key that is not watched", "key /other, which is not watched") {
            $0.events = [event("/other", 150)]
        },
        lie("no event at all", "the call failed") { $0.events = [Data([0xff])] },
        lie("compacted to below nothing", "keeps revisions from -1 on") {
            ($0.canceled, $0.compactRevision) = (true, -1)
        },
        lie("an end for ever", "ends every watch: no reason") {
            ($0.canceled, $0.cancelReason) = (true, "no reason")
        },
    ]

    @Test(arguments: lies)
    func ends(_ lie: Lie) async throws {
        let etcd = try await LyingEtcd(lie)
        var connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoint))
        connection.commandTimeout = .seconds(2)
        try await EtcdClient.with(connection) { client in
            _ = try await client.count(.everything)
            let store = EtcdStore(client, WantedKeys(below: []))
            do {
                try await store.watch([Self.range], from: 102) { news in
                    #expect(news.changes.isEmpty)
                    return .goOn
                }
                Issue.record("the watch ended without an error")
            } catch let failure as WatchFailure {
                #expect(failure.description.contains(lie.words), "\(failure.description)")
            }
        }
    }

    @Test("revisions that go back tell nothing twice")
    func back() async throws {
        let lie = Lie("back") {
            $0.watch = { send in
                for (revision, count) in [(150, 200), (149, 200), (150, 200), (151, 151)] {
                    try await send(
                        .with {
                            $0.header.clusterID = HonestEtcd.clusterID
                            $0.header.revision = Int64(count)
                            $0.watchID = 1
                            $0.events = [Self.event("/registry/secrets/a/b", Int64(revision))]
                        }
                    )
                }
            }
        }
        let etcd = try await LyingEtcd(lie)
        let connection = EtcdConnectionOptions(endpoints: try EtcdEndpoint.list(etcd.endpoint))
        try await EtcdClient.with(connection) { client in
            let store = EtcdStore(client, WantedKeys(below: []))
            try await store.watch([Self.range], from: 102) { news in
                let revisions = news.changes.map(\.revision)
                #expect(revisions.isEmpty || revisions == [150] || revisions == [151])
                return revisions == [151] ? .end : .goOn
            }
        }
    }
}

#endif
