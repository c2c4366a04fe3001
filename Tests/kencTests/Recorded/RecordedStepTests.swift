import Foundation
import TestSupport
import Testing

/// Every recorded pair of configurations, through `validate --previous`.
@Suite struct RecordedStepTests {
    struct Answers: Decodable, Equatable {
        let newReadsOldWrites: Bool
        let oldReadsNewWrites: Bool
        let staleUnderNew: Bool?
    }

    struct Pair: Decodable {
        let old: String
        let new: String
        let resources: [String: Answers]
    }

    struct Judged: Decodable {
        struct Step: Decodable {
            struct Resource: Decodable {
                let resource: String
                let newReadsOldWrites: Bool
                let oldReadsNewWrites: Bool
                let staleUnderNew: Bool?
            }

            let resources: [Resource]
        }

        let step: Step
    }

    @Test func agreesWithTheServer() throws {
        let pairs = try TestData.bytes("transitions/pairs.jsonl").split(separator: 0x0A)
            .map { try JSONDecoder().decode(Pair.self, from: Data($0)) }
        #expect(pairs.count == 538)
        for pair in pairs {
            let names = pair.resources.keys.sorted()
            let result = try KencProcess.run(
                [
                    "validate", "-o", "json", "--previous", pair.old, pair.new, "--resource",
                    names.joined(separator: ","),
                ],
                directory: TestData.path("transitions")
            )
            #expect(result.status == 0)
            let step = try #require(try result.decoded([Judged].self).first).step
            for name in names {
                let judged = try #require(step.resources.first { $0.resource == name })
                let answers = Answers(
                    newReadsOldWrites: judged.newReadsOldWrites,
                    oldReadsNewWrites: judged.oldReadsNewWrites,
                    staleUnderNew: judged.staleUnderNew
                )
                #expect(answers == pair.resources[name], "\(pair.old), \(name)")
            }
        }
    }
}
