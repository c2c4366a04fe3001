#if Etcd

@testable import EtcdClient
import EtcdModel
import Foundation
import SwiftProtobuf
import Testing

/// Keys that no honest page of a range holds.
@Suite("what a page may hold")
struct PageFaultTests {
    private static func page(_ keys: [String]) throws -> EtcdPage {
        let answer = Etcdserverpb_RangeResponse.with {
            $0.kvs = keys.map { key in
                .with {
                    $0.key = Data(key.utf8)
                    $0.createRevision = 1
                    $0.modRevision = 2
                    $0.version = 1
                }
            }
        }
        return try EtcdPage(try answer.serializedBytes())
    }

    private static func range(_ start: String, _ end: String) -> KeyRange {
        KeyRange(start: Array(start.utf8), end: Array(end.utf8))
    }

    static let pages: [(keys: [String], start: String, end: String, fault: String?)] = [
        ([], "/a/", "/a0", nil),
        (["/a/", "/a/b", "/a/c"], "/a/", "/a0", nil),
        (["/a/b", "/a0"], "/a/", "/a0", "1 outside"),
        (["/a", "/a/b"], "/a/", "/a0", "0 outside"),
        (["/a/b", "/b"], "/a/", "/a0", "1 outside"),
        (["/a/b", "/z"], "/a/", "\0", nil),
        (["/a/b", "/a/b"], "/a/", "/a0", "1 order"),
        (["/a/b", "/a/bb", "/a/ba"], "/a/", "/a0", "2 order"),
        (["/a/b"], "/a/b", "", nil),
        (["/a/c"], "/a/b", "", "0 outside"),
        (["/a/bb"], "/a/b", "", "0 outside"),
        (["/a/b", "/a/c"], "/a/b", "", "1 outside"),
    ]

    @Test(arguments: pages)
    func fault(_ row: (keys: [String], start: String, end: String, fault: String?)) throws {
        let fault = try Self.page(row.keys).firstFault(
            in: Self.range(row.start, row.end),
            newest: 2
        )
        #expect(fault.map { "\($0.index) \($0.kind)" } == row.fault, "\(row)")
    }

    @Test("revisions that cannot be", arguments: [1, 0, -1, Int64.min])
    func revisions(_ newest: Int64) throws {
        let fault = try Self.page(["/a/b"]).firstFault(
            in: Self.range("/a/", "/a0"),
            newest: Revision(newest)
        )
        #expect(fault?.kind == .facts)
    }
}

#endif
