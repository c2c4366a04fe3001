#if Etcd

import EtcdModel
import SwiftProtobuf
import Testing

@testable import EtcdClient

/// What a scripted server says to the attempts and reads of one compare-and-swap.
@Suite struct SwapProcedureTests {
    enum Step: Sendable {
        case won(Revision)
        case lost(String?, Revision)
        case ambiguous
        case rejected
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let attempts: [Step]
        var reads: [Step] = []
        let expected: String
    }

    static let cases = [
        Case(testDescription: "won at once", attempts: [.won(9)], expected: "swapped 9"),
        Case(
            testDescription: "someone else was first",
            attempts: [.lost("theirs", 8)],
            expected: "conflict theirs 8"
        ),
        Case(
            testDescription: "deleted meanwhile",
            attempts: [.lost(nil, 0)],
            expected: "conflict gone"
        ),
        Case(
            testDescription: "the same bytes on the first attempt are not ours",
            attempts: [.lost("new", 8)],
            expected: "conflict new 8"
        ),
        Case(
            testDescription: "answer lost, applied",
            attempts: [.ambiguous],
            reads: [.lost("new", 9)],
            expected: "swapped 9"
        ),
        Case(
            testDescription: "answer lost, not applied, sent again",
            attempts: [.ambiguous, .won(9)],
            reads: [.lost("old", 5)],
            expected: "swapped 9"
        ),
        Case(
            testDescription: "answer lost, applied later than the read",
            attempts: [.ambiguous, .lost("new", 9)],
            reads: [.lost("old", 5)],
            expected: "swapped 9"
        ),
        Case(
            testDescription: "answer lost, someone else wrote",
            attempts: [.ambiguous],
            reads: [.lost("theirs", 8)],
            expected: "conflict theirs 8"
        ),
        Case(
            testDescription: "answer lost, deleted",
            attempts: [.ambiguous],
            reads: [.lost(nil, 0)],
            expected: "conflict gone"
        ),
        Case(
            testDescription: "sent again, someone else was first",
            attempts: [.ambiguous, .lost("theirs", 8)],
            reads: [.lost("old", 5)],
            expected: "conflict theirs 8"
        ),
        Case(
            testDescription: "lost twice",
            attempts: [.ambiguous, .ambiguous, .won(9)],
            reads: [.lost("old", 5), .lost("old", 5)],
            expected: "swapped 9"
        ),
        Case(testDescription: "refused", attempts: [.rejected], expected: "error noSpace"),
        Case(
            testDescription: "refused after a lost answer",
            attempts: [.ambiguous, .rejected],
            reads: [.lost("old", 5)],
            expected: "error outcomeUnknown"
        ),
        Case(
            testDescription: "answer lost, read refused",
            attempts: [.ambiguous],
            reads: [.rejected],
            expected: "error outcomeUnknown"
        ),
        Case(
            testDescription: "no patience left",
            attempts: [.ambiguous, .ambiguous, .ambiguous, .ambiguous],
            reads: [.lost("old", 5), .lost("old", 5), .lost("old", 5)],
            expected: "error outcomeUnknown"
        ),
    ]

    @Test("outcome", arguments: cases)
    func outcome(_ scenario: Case) async {
        var attempts = scenario.attempts[...]
        var reads = scenario.reads[...]
        var waits = 3
        let procedure = SwapProcedure(
            value: Array("new".utf8),
            modRevision: 5,
            subject: { "key /k" }
        ) { () throws(CallFailure) in
            switch attempts.popFirst() {
            case .won(let revision): return .won(revision: revision)
            case .lost(let value, let revision):
                return .lost(current: Self.stored(value, revision))
            case .ambiguous: throw Self.failure(.nextEndpoint, .unavailable)
            case .rejected, nil: throw Self.failure(.giveUp, .noSpace)
            }
        } read: { () throws(CallFailure) in
            guard case .lost(let value, let revision) = reads.popFirst() else {
                throw Self.failure(.giveUp, .unavailable)
            }
            return Self.stored(value, revision)
        } wait: {
            waits -= 1
            return waits >= 0
        }
        #expect(await Self.text(procedure) == scenario.expected)
        #expect(attempts.isEmpty && reads.isEmpty, "the script was followed to its end")
    }

    static func text(_ procedure: SwapProcedure) async -> String {
        do {
            switch try await procedure.run() {
            case .swapped(let revision): return "swapped \(revision)"
            case .conflict(let current):
                return current.map {
                    "conflict \(String(decoding: $0.value, as: UTF8.self)) \($0.facts.modRevision)"
                } ?? "conflict gone"
            }
        } catch {
            return "error \(error.code)"
        }
    }

    static func stored(_ value: String?, _ revision: Revision) -> StoredValue? {
        value.map { value in
            StoredValue(
                value: Array(value.utf8),
                facts: EntryFacts(createRevision: 1, modRevision: revision, version: 1)
            )
        }
    }

    static func failure(_ reaction: CallFailure.Reaction, _ code: EtcdError.Code) -> CallFailure {
        CallFailure(reaction, EtcdError(code: code, message: "scripted", hint: nil))
    }
}

#endif
