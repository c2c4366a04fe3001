import EtcdModel
import Testing

@testable import EtcdDump

/// What a dump can say of itself.
@Suite struct DumpAnswersTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let moment: StoreSighting.Moment
        let gaps: Set<StoreSighting.Gap>

        init(
            _ name: String,
            _ text: String,
            _ moment: StoreSighting.Moment = .revision(9),
            _ gaps: Set<StoreSighting.Gap> = [],
        ) {
            testDescription = name
            self.text = text
            self.moment = moment
            self.gaps = gaps
        }
    }

    private static func answer(_ keys: Int, _ rest: String, revision: Int = 9) -> String {
        let kvs = Array(repeating: #"{"key":"L2E=","value":"AA=="}"#, count: keys)
        return
            #"{"header":{"revision":\#(revision)},"kvs":[\#(kvs.joined(separator: ","))]\#(rest)}"#
    }

    static let cases = [
        Case("one answer", answer(2, #","count":2"#)),
        Case("a number as text, as gateways write it", answer(1, #","count":"1""#)),
        Case("nothing there", #"{"header":{"revision":9}}"#),
        Case("nothing there, and said", #"{"header":{"revision":9},"count":0}"#),
        Case("two answers of two ranges", answer(1, #","count":1"#) + answer(2, #","count":2"#)),
        Case(
            "pages",
            answer(2, #","more":true,"count":5"#) + answer(2, #","more":true,"count":3"#)
                + answer(1, #","count":1"#)
        ),
        Case(
            "pages without a revision named",
            answer(1, #","more":true,"count":2"#) + answer(1, #","count":1"#, revision: 12),
            .several(9...12)
        ),
        Case("a limit", answer(2, #","more":true,"count":5"#), gaps: [.keysMissing(3)]),
        Case(
            "a limit, and another range behind it",
            answer(2, #","more":true,"count":5"#) + answer(1, #","count":1"#),
            gaps: [.keysMissing(nil)]
        ),
        Case(
            "the last page is missing",
            answer(2, #","more":true,"count":5"#) + answer(2, #","more":true,"count":3"#),
            gaps: [.keysMissing(1)]
        ),
        Case("a filter", answer(2, #","count":5"#), gaps: [.keysMissing(3)]),
        Case("counted only", #"{"header":{"revision":9},"count":5}"#, gaps: [.keysMissing(5)]),
        Case("no count", answer(2, ""), gaps: [.countMissing]),
        Case("a count that cannot be", answer(2, #","count":1"#), gaps: [.countMissing]),
        Case("a count that is no number", answer(2, #","count":[2]"#), gaps: [.countMissing]),
        Case("more, and no count", answer(2, #","more":true"#), gaps: [.keysMissing(nil)]),
        Case(
            "no header",
            #"{"kvs":[{"key":"L2E=","value":"AA=="}],"count":1}"#,
            .unknown
        ),
        Case(
            "keys only",
            #"{"header":{"revision":9},"kvs":[{"key":"L2E="},{"key":"L2I="}],"count":2}"#,
            gaps: [.valuesMissing]
        ),
        Case(
            "counts near the limit",
            answer(0, #","count":9223372036854775807"#) + answer(0, #","count":9"#),
            gaps: [.keysMissing(.max)]
        ),
    ]

    @Test("wholeness and revision", arguments: cases)
    func sighting(_ example: Case) throws {
        try withDump(Array(example.text.utf8), pieceSize: 64) { reader in
            #expect(reader.sighting.gaps.contains(.unfinished))
            _ = try readAll(reader)
            let sighting = reader.sighting
            #expect(sighting.gaps == example.gaps)
            #expect(sighting.isWhole == example.gaps.isEmpty)
            #expect(sighting.moment == example.moment)
            #expect(sighting.kind == .dump && sighting.integrity == .notApplicable)
            #expect(sighting.ranges == nil)
        }
    }
}

extension DumpAnswersTests.Case {
    init(_ name: String, _ text: String, gaps: Set<StoreSighting.Gap>) {
        self.init(name, text, .revision(9), gaps)
    }
}
