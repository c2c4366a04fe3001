import EncryptionConfig
import KubernetesModel
import Providers
import Testing

@testable import Survey

@Suite("a store with a key name for each value")
struct DistinctNamesTests {
    private static let secrets = GroupResource(resource: "secrets", group: "")

    private static func entries(_ count: Int, from first: Int = 0) -> [FixedStore.Entry] {
        (first..<(first + count)).map { number in
            let value = "k8s:enc:aescbc:v1:key-\(number):0123456789abcdef0123456789abcdef"
            return FixedStore.Entry("/registry/secrets/default/s\(number)", Array(value.utf8))
        }
    }

    private static func survey(
        _ entries: [FixedStore.Entry],
        workers: Int = 1,
        batchSize: Int = 1000,
        chains: ResourceChains? = nil,
    ) async throws -> Survey {
        var survey = Survey()
        try await Engine(workerCount: workers).run(
            over: FixedStore(entries, batchSize: batchSize),
            makeWorker: {
                SurveyWorker(
                    chains: [chains],
                    prefix: .standard,
                    filter: EntryFilter(),
                    treatment: .count
                )
            },
            consume: { parts in survey.add(parts[0]) },
        )
        return survey
    }

    @Test("counts each, through tables that grow and are emptied")
    func counts() async throws {
        let survey = try await Self.survey(Self.entries(10_000), workers: 2, batchSize: 6000)
        let tally = try #require(survey.resources[Self.secrets])
        #expect(tally.values == 10_000 && tally.by.count == 10_000)
        #expect(tally.by.values.allSatisfy { $0.values == 1 })
        #expect(survey.withoutName == 0)
        #expect(tally.by[ProviderKey(.aescbc, "key-9999")]?.values == 1)
    }

    @Test("takes time in proportion to them", arguments: [false, true])
    func linear(judged: Bool) async throws {
        let chains = judged ? ResourceChains(configuration(.aescbc([key("old", 1)]))) : nil
        func time(_ count: Int) async throws -> Duration {
            let entries = Self.entries(count)
            let start = ContinuousClock.now
            _ = try await Self.survey(entries, batchSize: 50_000, chains: chains)
            return ContinuousClock.now - start
        }
        // Eight times the values; the square would be sixty-four.
        let (few, many) = (try await time(6000), try await time(48_000))
        #expect(many < few * 26, "\(few) and \(many)")
    }

    @Test("keeps so many names and says how many values it counted without")
    func limit() async throws {
        let over = 500
        let entries = Self.entries(NameBudget.countLimit + over)
        let survey = try await Self.survey(entries, workers: 2, batchSize: 4000)
        let tally = try #require(survey.resources[Self.secrets])
        #expect(tally.values == entries.count)
        #expect(survey.withoutName == over)
        #expect(tally.by[ProviderKey(.aescbc, nil)]?.values == over)
        #expect(tally.by.count == NameBudget.countLimit + 1)
        let evidence = Evidence(survey, filter: EntryFilter(), chains: [])
        #expect(evidence.shortfalls.contains(.keysWithoutName(over)))
        #expect(!evidence.isWhole && !evidence.coversFilter)
        // Which ones does not depend on who worked how fast.
        let again = try await Self.survey(entries, workers: 3, batchSize: 4000)
        #expect(again.resources == survey.resources)
    }

    @Test("bounds the bytes of names, too")
    func longNames() async throws {
        let entries = (0..<40).map { number in
            let name = String(repeating: "n", count: 1 << 20) + "\(number)"
            return FixedStore.Entry(
                "/registry/secrets/default/s\(number)",
                Array("k8s:enc:aescbc:v1:\(name):0123456789abcdef".utf8)
            )
        }
        let survey = try await Self.survey(entries, batchSize: 5)
        #expect(survey.resources[Self.secrets]?.values == 40)
        #expect(survey.withoutName >= 20)
    }
}
