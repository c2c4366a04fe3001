#if Etcd

import EtcdModel
import SwiftProtobuf
import Testing

@testable import EtcdClient

/// The messages of a compare-and-swap, against SwiftProtobuf's reading and writing of the schema.
@Suite struct SwapMessagesTests {
    @Test(
        "a request says what the schema's message says",
        arguments: [
            (1, 0, 1), (10, 1024, 127), (120, 110, 128), (127, 127, 1 << 14), (128, 128, 1 << 35),
            (300, 16_383, Int64.max), (2, 1_500_000, 0), (1, 2, -1),
        ] as [(Int, Int, Int64)]
    )
    func request(keyCount: Int, valueCount: Int, revision: Int64) throws {
        let key = (0..<keyCount).map { UInt8(truncatingIfNeeded: $0 + 47) }
        let value = (0..<valueCount).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let expected = Etcdserverpb_TxnRequest.with {
            $0.compare = [
                .with {
                    $0.target = .mod
                    $0.result = .equal
                    $0.key = .init(key)
                    $0.modRevision = revision
                }
            ]
            $0.success = [
                .with {
                    $0.requestPut = .with {
                        $0.key = .init(key)
                        $0.value = .init(value)
                        $0.ignoreLease = true
                    }
                }
            ]
            $0.failure = [.with { $0.requestRange = .with { $0.key = .init(key) } }]
        }
        let bytes = SwapRequest(key: key, modRevision: Revision(revision), value: value).bytes()
        #expect(try Etcdserverpb_TxnRequest(serializedBytes: bytes) == expected)
    }

    static let answers: [(Etcdserverpb_TxnResponse, String)] = [
        (
            .with {
                $0.header.revision = 77
                $0.succeeded = true
                $0.responses = [.with { $0.responsePut.header.revision = 77 }]
            },
            "won 77"
        ),
        (
            .with {
                $0.header.revision = 80
                $0.responses = [
                    .with {
                        $0.responseRange = .with {
                            $0.header.revision = 80
                            $0.count = 1
                            $0.kvs = [
                                .with {
                                    $0.key = .init(Array("/k".utf8))
                                    $0.value = .init(Array("theirs".utf8))
                                    $0.createRevision = 3
                                    $0.modRevision = 79
                                    $0.version = 5
                                    $0.lease = 9
                                }
                            ]
                        }
                    }
                ]
            },
            "lost theirs 3 79 5 9"
        ),
        (
            .with {
                $0.header.revision = 81
                $0.responses = [.with { $0.responseRange.header.revision = 81 }]
            },
            "lost gone"
        ),
        // What no etcd answers.
        (.with { $0.header.revision = 81 }, "malformedAnswer"),
        (
            .with {
                $0.header.revision = 70
                $0.succeeded = true
            },
            "malformedAnswer"
        ),
        (
            .with {
                $0.header.revision = .min
                $0.succeeded = true
            },
            "malformedAnswer"
        ),
        (held(by: "/other", at: 79), "malformedAnswer"),
        (held(by: "/k", at: 70), "malformedAnswer"),
        (held(by: "/k", at: 81), "malformedAnswer"),
        (held(by: "/k", at: -1), "malformedAnswer"),
    ]

    private static func held(by key: String, at revision: Int64) -> Etcdserverpb_TxnResponse {
        .with {
            $0.header.revision = 80
            $0.responses = [
                .with {
                    $0.responseRange.count = 1
                    $0.responseRange.kvs = [
                        .with {
                            $0.key = .init(Array(key.utf8))
                            $0.createRevision = 3
                            $0.modRevision = revision
                            $0.version = 1
                        }
                    ]
                }
            ]
        }
    }

    private func answer(_ message: Etcdserverpb_TxnResponse) throws(EtcdError) -> SwapAnswer {
        do {
            return try SwapAnswer(try message.serializedBytes())
        } catch {
            throw EtcdError(code: .other, message: "\(error)", hint: nil)
        }
    }

    @Test("an answer is read as the schema has it", arguments: answers)
    func answer(message: Etcdserverpb_TxnResponse, expected: String) throws {
        let request = SwapRequest(key: Array("/k".utf8), modRevision: 70, value: [])
        let endpoint = try EtcdEndpoint("http://127.0.0.1:1")
        let reply: SwapProcedure.Reply
        do throws(EtcdError) {
            reply = try answer(message).reply(to: request, from: endpoint)
        } catch {
            #expect("\(error.code)" == expected)
            return
        }
        let text =
            switch reply {
            case .won(let revision): "won \(revision)"
            case .lost(nil): "lost gone"
            case .lost(let found?):
                "lost \(String(decoding: found.value, as: UTF8.self)) "
                    + "\(found.facts.createRevision) \(found.facts.modRevision) "
                    + "\(found.facts.version) \(found.facts.lease)"
            }
        #expect(text == expected)
    }

    @Test("no answer is read past its end", arguments: answers.map(\.0))
    func truncated(message: Etcdserverpb_TxnResponse) throws {
        let whole: [UInt8] = try message.serializedBytes()
        for count in 0..<whole.count {
            guard let answer = try? SwapAnswer(Array(whole[..<count])), answer.succeeded
            else { continue }
            // Only a cut between fields leaves a message.
            #expect(try Etcdserverpb_TxnResponse(serializedBytes: Array(whole[..<count])).succeeded)
        }
    }
}

#endif
