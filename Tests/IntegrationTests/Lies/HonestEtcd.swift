#if Etcd

@testable import EtcdClient
import Foundation
import KubernetesModel
import SwiftProtobuf
import Synchronization
import TestSupport

/// What a small etcd would answer: a hundred secrets, one member, a recorded database.
final class HonestEtcd: Sendable {
    struct Value {
        var value: [UInt8]
        var made: Int64
        var written: Int64
        var version: Int64 = 1
    }

    static let clusterID: UInt64 = 0xcafe
    static let memberID: UInt64 = 0xbeef

    private struct State {
        var values: [[UInt8]: Value] = [:]
        var revision: Int64 = 1
    }

    private let state = Mutex(State())
    /// The database with its hash.
    private let snapshot: [UInt8]

    /// Its secrets, sealed once: sealing them takes longer than most lies.
    private static let sealed = Result {
        let old = try Configuration("4-wild.yaml")
        return try (0..<100).map { number in
            let key = Array("/registry/secrets/bulk/s-\(number)".utf8)
            return (key: key, value: try old.seal(Field.object("s-\(number)", 0), key))
        }
    }

    init() throws {
        snapshot = try TestData.bytes("cluster/stage-4-wild.db")
        for (key, value) in try Self.sealed.get() {
            state.withLock { state in
                state.revision += 1
                state.values[key] = Value(
                    value: value,
                    made: state.revision,
                    written: state.revision
                )
            }
        }
    }

    private func header(_ revision: Int64) -> Etcdserverpb_ResponseHeader {
        .with {
            $0.clusterID = Self.clusterID
            $0.memberID = Self.memberID
            $0.revision = revision
            $0.raftTerm = 2
        }
    }

    private var header: Etcdserverpb_ResponseHeader {
        header(state.withLock { $0.revision })
    }

    func range(_ request: Etcdserverpb_RangeRequest) -> Etcdserverpb_RangeResponse {
        state.withLock { state in range(request, state.values, state.revision) }
    }

    private func range(
        _ request: Etcdserverpb_RangeRequest,
        _ values: [[UInt8]: Value],
        _ revision: Int64,
    ) -> Etcdserverpb_RangeResponse {
        let (start, end) = (Array(request.key), Array(request.rangeEnd))
        let keys = values.keys.filter { key in
            if end.isEmpty { return key == start }
            return !key.lexicographicallyPrecedes(start)
                && (end == [0] || key.lexicographicallyPrecedes(end))
        }
        .sorted { $0.lexicographicallyPrecedes($1) }
        return .with {
            $0.header = header(revision)
            $0.count = Int64(keys.count)
            guard !request.countOnly else { return }
            let sent = request.limit > 0 ? keys.prefix(Int(request.limit)) : keys[...]
            $0.more = sent.count < keys.count
            $0.kvs = sent.map { key in
                .with {
                    guard let value = values[key] else { return }
                    $0.key = Data(key)
                    $0.value = request.keysOnly ? Data() : Data(value.value)
                    $0.createRevision = value.made
                    $0.modRevision = value.written
                    $0.version = value.version
                }
            }
        }
    }

    /// A compare-and-swap on the mod revision, as kenc sends it.
    func swap(_ request: Etcdserverpb_TxnRequest) -> Etcdserverpb_TxnResponse {
        state.withLock { state in
            guard let compare = request.compare.first, let put = request.success.first?.requestPut
            else { return .init() }
            let key = Array(compare.key)
            var answer = Etcdserverpb_TxnResponse()
            if state.values[key]?.written == compare.modRevision {
                state.revision += 1
                state.values[key]?.value = Array(put.value)
                state.values[key]?.written = state.revision
                state.values[key]?.version += 1
                answer.succeeded = true
                answer.responses = [.with { $0.responsePut.header = header(state.revision) }]
            } else {
                let found = range(.with { $0.key = compare.key }, state.values, state.revision)
                answer.responses = [.with { $0.responseRange = found }]
            }
            answer.header = header(state.revision)
            return answer
        }
    }

    var status: Etcdserverpb_StatusResponse {
        .with {
            $0.header = header
            $0.version = "3.6.0"
            $0.dbSize = Int64(snapshot.count - 32)
            $0.dbSizeInUse = $0.dbSize / 2
            $0.dbSizeQuota = 2 << 30
            $0.leader = Self.memberID
            $0.raftTerm = 2
            $0.raftIndex = 100
            $0.raftAppliedIndex = 100
            $0.errors = []
        }
    }

    func members(at url: String) -> Etcdserverpb_MemberListResponse {
        .with {
            $0.header = header
            $0.members = [
                .with {
                    $0.id = Self.memberID
                    $0.name = "one"
                    $0.clientUrls = [url]
                }
            ]
        }
    }

    var alarms: Etcdserverpb_AlarmResponse { .with { $0.header = header } }

    var token: Etcdserverpb_AuthenticateResponse {
        .with {
            $0.header = header
            $0.token = "simple.token"
        }
    }

    /// A watch that begins, and has nothing to tell.
    var created: Etcdserverpb_WatchResponse {
        .with {
            $0.header = header
            $0.watchID = 1
            $0.created = true
        }
    }

    /// The snapshot in pieces of 32 KiB, the hash by itself.
    var pieces: [Etcdserverpb_SnapshotResponse] {
        let database = snapshot.dropLast(32)
        return stride(from: 0, to: database.count, by: 32 << 10).map { start in
            let end = min(database.count, start + 32 << 10)
            return .with {
                $0.blob = Data(database[start..<end])
                $0.remainingBytes = UInt64(database.count - end)
            }
        } + [.with { $0.blob = Data(snapshot.suffix(32)) }]
    }
}

#endif
