#if Etcd

@testable import EtcdClient
import Foundation
import SwiftProtobuf
import TestSupport
import Testing

// A new lie is a row.
extension LyingEtcdTests {
    private static func pages(
        _ name: String,
        _ words: String,
        on errand: Errand = .scan,
        _ change: @Sendable @escaping (inout Lie.Range, _ page: Int) -> Void,
    ) -> Row {
        (
            errand,
            Lie(name, words) {
                $0.range = { answer, request, call in
                    if !request.countOnly { change(&answer, request.revision == 0 ? 1 : 2) }
                }
            }
        )
    }

    static let pages: [Row] = [
        pages("the same page for ever", "which was not asked for") { answer, page in
            guard page > 1 else { return }
            for index in answer.kvs.indices {
                answer.kvs[index].key = Data("/registry/secrets/bulk/s-\(10 + index)".utf8)
            }
        },
        pages("the same page for ever, with the same count", "counts 100 keys where 36 were left") {
            answer,
            page in
            guard page > 1 else { return }
            answer.more = true
            answer.count = 100
        },
        pages("keys that go backwards", "sends key /registry/secrets/bulk/s-") { answer, _ in
            answer.kvs.reverse()
        },
        pages("one key twice", " after key ") { answer, _ in answer.kvs[5] = answer.kvs[4] },
        pages("a key from elsewhere", "sends key /other after key") { answer, page in
            guard page > 1 else { return }
            answer.kvs[answer.kvs.count - 1].key = Data("/other".utf8)
        },
        pages("more, a count and no keys", "but sends none") { answer, _ in
            answer.kvs = []
            answer.more = true
        },
        pages("more and nothing else", "but sends none") { answer, _ in
            answer.kvs = []
            answer.count = 0
            answer.more = true
        },
        pages("a count and no keys", "counts 100 keys, sends 0") { answer, _ in
            answer.kvs = []
            answer.more = false
        },
        pages("one key less than counted", "counts 36 keys, sends 35") { answer, page in
            if page > 1 { answer.kvs.removeLast() }
        },
        pages("keys and no count", "counts 0 keys, sends 64") { answer, _ in answer.count = 0 },
        pages("a count of less than nothing", "counts -5 keys") { answer, _ in answer.count = -5 },
        pages("the largest count", "counts 9223372036854775807 keys where 36") { answer, page in
            guard page > 1 else { return }
            answer.count = .max
            answer.more = true
        },
        pages("more keys than asked for", "sends 65 keys where 64 were asked for") {
            answer,
            page in
            guard page == 1, let last = answer.kvs.last else { return }
            answer.kvs.append(last)
            answer.kvs[64].key = Data("/registry/secrets/bulk/s-67x".utf8)
        },
        pages("an end where none was counted", "and says that these are all") { answer, _ in
            answer.more = false
        },
        (
            .scan,
            Lie("a number of keys below nothing", "counts -9223372036854775808 keys") {
                $0.range = { answer, request, _ in if request.countOnly { answer.count = .min } }
            }
        ),
        (
            .scan,
            Lie("compacted for ever", "the revision has been compacted") {
                $0.refusal = ("Range", "etcdserver: mvcc: required revision has been compacted")
            }
        ),
    ]

    static let places: [Row] = [
        pages("no header", "answers for cluster 0") { answer, _ in answer.clearHeader() },
        pages("revision 0", "answers at revision 0, which no store has") { answer, _ in
            answer.header.revision = 0
        },
        pages("a revision below 0", "answers at revision -9223372036854775808") { answer, _ in
            answer.header.revision = .min
        },
        pages("a revision that goes back", "answers at revision 50, and was at 101 before") {
            answer,
            page in
            if page > 1 { answer.header.revision = 50 }
        },
        pages("another cluster in mid-run", "answers for cluster bad, and before") {
            answer,
            page in
            if page > 1 { answer.header.clusterID = 0xbad }
        },
        (
            .rotate,
            Lie("another cluster after the check", "answers for cluster bad, and before") {
                $0.range = { answer, _, _ in answer.header.clusterID = 0xbad }
            }
        ),
        pages("a key written after the answer", "written at 102, for the 1. time, in an answer") {
            answer,
            _ in
            answer.kvs[3].modRevision = 102
        },
        pages("a key written at the end of time", "written at 9223372036854775807") {
            answer,
            _ in
            answer.kvs[3].modRevision = .max
        },
        pages("a key made after it was written", "was made at revision 90") { answer, _ in
            answer.kvs[0].createRevision = 90
        },
        pages("a key of no revision", "was made at revision 0") { answer, _ in
            answer.kvs[0].createRevision = 0
            answer.kvs[0].modRevision = 0
        },
        pages("a key written less than never", "for the -1. time") { answer, _ in
            answer.kvs[0].version = -1
        },
    ]

    private static func status(
        _ name: String,
        _ words: String,
        on errand: Errand,
        _ change: @Sendable @escaping (inout Etcdserverpb_StatusResponse) -> Void,
    ) -> Row {
        (errand, Lie(name, words) { $0.status = { answer, _ in change(&answer) } })
    }

    static let members: [Row] = [
        status("a size below 0", "database has -1 bytes", on: .save) { $0.dbSize = -1 },
        status("no size", "database has 0 bytes", on: .save) { $0.dbSize = 0 },
        status("the largest size", "database has 9223372036854775807 bytes", on: .save) {
            $0.dbSize = .max
        },
        status("the least size", "database has -9223372036854775808 bytes", on: .rotate) {
            $0.dbSize = .min
        },
        status("less than nothing in use", "of which it uses -9223372036854775808", on: .rotate) {
            $0.dbSizeInUse = .min
        },
        status("the largest size of all", "the database would grow from", on: .rotate) {
            ($0.dbSize, $0.dbSizeInUse) = (.max, 0)
        },
        status("all in use", "the database would grow from", on: .rotate) {
            ($0.dbSize, $0.dbSizeInUse) = (.max, .max)
        },
        status("a quota of one byte", "past its quota of 1 B", on: .rotate) { $0.dbSizeQuota = 1 },
        (
            .rotate,
            Lie("five thousand members", "says that the cluster has 5000 members") {
                $0.members = { answer in
                    answer.members = (0..<5000).map { number in
                        .with {
                            $0.id = UInt64(number)
                            $0.clientUrls = ["http://127.0.0.1:1"]
                        }
                    }
                }
            }
        ),
        (
            .rotate,
            Lie("no member", "says that the cluster has 0 members") {
                $0.members = { $0.members = [] }
            }
        ),
        (
            .rotate,
            Lie("a hundred thousand alarms", "alarm") {
                $0.alarms = { answer in
                    answer.alarms = (0..<100_000).map { number in
                        .with {
                            $0.memberID = UInt64(number)
                            $0.alarm = .UNRECOGNIZED(number + 7)
                        }
                    }
                }
            }
        ),
    ]

    private static func swap(
        _ name: String,
        _ words: String,
        _ change: @Sendable @escaping (inout Etcdserverpb_TxnResponse) -> Void,
    ) -> Row {
        (.rotate, Lie(name, words) { $0.swap = { answer, _, _ in change(&answer) } })
    }

    static let swaps: [Row] = [
        swap("applied before it was sent", "at revision 1") { $0.header.revision = 1 },
        swap("applied at no revision", "answers at revision -1") { $0.header.revision = -1 },
        swap("applied in another cluster", "answers for cluster bad") {
            $0.header.clusterID = 0xbad
        },
        swap("refused without a reason", "does not say what key") {
            ($0.succeeded, $0.responses) = (false, [])
        },
        swap("refused for another key", "does not say what key") {
            $0.succeeded = false
            $0.responses = [.with { $0.responseRange.kvs = [.with { $0.key = Data([1]) }] }]
        },
        swap("refused for the end of time", "does not say what key") { answer in
            answer.succeeded = false
            answer.responses = [
                .with {
                    $0.responseRange.kvs = [
                        .with {
                            $0.key = Data("/registry/secrets/bulk/s-0".utf8)
                            $0.createRevision = 1
                            $0.modRevision = .max
                        }
                    ]
                }
            ]
        },
    ]

    private static func snapshot(
        _ name: String,
        _ words: String,
        _ body:
            @Sendable @escaping ([Lie.Piece], (Lie.Piece) async throws -> Void) async throws -> Void,
    ) -> Row {
        (.save, Lie(name, words) { $0.snapshot = body })
    }

    static let snapshots: [Row] = [
        snapshot("one that never ends", "says that") { pieces, send in
            while true { try await send(pieces[0]) }
        },
        snapshot("one that never ends and has nothing left", "and says that 0 more come") {
            pieces,
            send in
            for piece in pieces { try await send(piece) }
            while true { try await send(.with { $0.blob = Data(count: 32 << 10) }) }
        },
        snapshot("as good as endless", "says that 9223372036854775807 more come") {
            pieces,
            send in
            var piece = pieces[0]
            piece.remainingBytes = UInt64(Int64.max)
            try await send(piece)
        },
        snapshot("endless", "says that 18446744073709551615 more come") { pieces, send in
            var piece = pieces[0]
            piece.remainingBytes = .max
            try await send(piece)
        },
        snapshot("nothing for ever", "nothing came of the snapshot") { _, send in
            while true {
                try await send(.init())
                try await Task.sleep(for: .milliseconds(20))
            }
        },
        snapshot("one that falls silent", "nothing came of the snapshot") { pieces, send in
            try await send(pieces[0])
            try await Task.sleep(for: .seconds(600))
        },
        snapshot("one that ends early", "ended before its hash") { pieces, send in
            for piece in pieces.dropLast(2) { try await send(piece) }
        },
        snapshot("no byte", "ended before its hash") { _, _ in },
        snapshot("another's hash", "does not match its bytes") { pieces, send in
            for piece in pieces.dropLast() { try await send(piece) }
            try await send(.with { $0.blob = Data(count: 32) })
        },
        (
            .save,
            Lie("one that is larger than told", "of a database of 4096") {
                $0.status = { answer, _ in answer.dbSize = 4096 }
                $0.snapshot = { _, send in
                    try await send(
                        .with {
                            $0.blob = Data(count: 4096)
                            $0.remainingBytes = 1 << 30
                        }
                    )
                }
            }
        ),
    ]

    static let tokens: [Lie] = [
        Lie("a token of two lines", "what is no token") { $0.token = { $0.token = "a\r\nb: c" } },
        Lie("a token of a megabyte", "what is no token") {
            $0.token = { $0.token = String(repeating: "x", count: 1 << 20) }
        },
    ]
}

#endif
