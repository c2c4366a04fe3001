import EncryptionConfig
import Foundation
import KubernetesModel
import Planning
import TestSupport
import Testing

/// Two files, and what the API server's code made of what each of them writes.
struct RecordedStep: Decodable, Sendable, CustomTestStringConvertible {
    struct Key: Decodable, Sendable {
        let provider: String
        let keyName: String
        let providerIndex: Int
        let keyIndex: Int
        let newReads: Bool
        let staleUnderNew: Bool?
    }

    struct Resource: Decodable, Sendable {
        let newReadsOldWrites: Bool
        let oldReadsNewWrites: Bool
        let staleUnderNew: Bool?
        let keys: [Key]
    }

    let name: String
    let old: String
    let new: String
    let resources: [String: Resource]

    var testDescription: String { "\(name), \(old)" }

    static let all: [RecordedStep] = {
        guard let text = try? TestData.bytes("transitions/pairs.jsonl") else { return [] }
        return text.split(separator: 0x0A).compactMap {
            try? JSONDecoder().decode(RecordedStep.self, from: Data($0))
        }
    }()
}

struct RecordedStepTests {
    @Test func everyPairIsThere() {
        #expect(RecordedStep.all.count == 538)
    }

    @Test func everyBooleanAgrees() throws {
        var compared = 0
        for pair in RecordedStep.all {
            let names = pair.resources.keys.sorted()
            let step = Step(
                from: try configuration(pair.old),
                to: try configuration(pair.new),
                and: names.map(ResourceSelector.init(parsing:))
            )
            for name in names {
                let recorded = try #require(pair.resources[name])
                let judged = try #require(step.resources.first { $0.scope.name == name })
                let place = "\(pair.testDescription), \(name)"
                #expect(judged.newReadsOldWrites == recorded.newReadsOldWrites, "\(place)")
                #expect(judged.oldReadsNewWrites == recorded.oldReadsNewWrites, "\(place)")
                #expect(judged.staleUnderNew == recorded.staleUnderNew, "\(place)")
                #expect(judged.readers.count == recorded.keys.count, "\(place)")
                compared += 3
                for (reader, key) in zip(judged.readers, recorded.keys) {
                    #expect(reader.valueClass.kind.rawValue == key.provider, "\(place)")
                    #expect(reader.valueClass.keyName?.text ?? "" == key.keyName, "\(place)")
                    #expect(reader.newReads == key.newReads, "\(place), \(key.keyName)")
                    #expect(reader.staleUnderNew == key.staleUnderNew, "\(place), \(key.keyName)")
                    compared += 2
                }
            }
        }
        #expect(compared > 20_000)
    }

    private func configuration(_ name: String) throws -> ValidatedConfiguration {
        let bytes = try TestData.bytes("transitions/\(name)")
        return try #require(try ConfigurationValidator().validate(bytes).configuration)
    }
}
