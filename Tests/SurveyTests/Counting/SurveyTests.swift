import EncryptionConfig
import KubernetesModel
import Providers
import Testing

@testable import Survey

@Suite("a survey")
struct SurveyTests {
    private static let old = configuration(.aescbc([key("old", 1)]))
    private static let rotated = configuration(.aescbc([key("new", 2), key("old", 1)]), .identity)
    private static let foreign = configuration(.aesgcm([key("lost", 9)]))
    private static let secrets = GroupResource(resource: "secrets", group: "")

    /// 60 secrets on the old key, 30 on the new one, 20 in plaintext, 7 on a key that is gone, 3
    /// swapped, and keys of other kinds.
    private static func entries() throws -> [FixedStore.Entry] {
        var entries: [FixedStore.Entry] = []
        for number in 0..<60 { entries.append(try .secret("old-\(number)", old)) }
        for number in 0..<30 { entries.append(try .secret("new-\(number)", rotated)) }
        for number in 0..<20 { entries.append(try .secret("plain-\(number)", nil)) }
        for number in 0..<7 { entries.append(try .secret("lost-\(number)", foreign)) }
        for number in 0..<3 { entries.append(try .secret("a\(number)", as: "other", old)) }
        entries.append(FixedStore.Entry("/registry/ranges/serviceips", [1]))
        entries.append(FixedStore.Entry("/registry/odd", [2]))
        entries.append(FixedStore.Entry("/registry/odd2", Array("k8s:enc:aescbc:v1:x:".utf8)))
        // An order in which neighbours differ.
        return entries.indices.map { entries[($0 * 37) % entries.count] }
    }

    private func survey(
        _ chains: [ResourceChains?],
        _ treatment: StaleTreatment = .proveRewrite,
        filter: EntryFilter = EntryFilter(),
        workers: Int = 1,
        batchSize: Int = 1000,
    ) async throws -> [Survey] {
        var surveys = chains.map { _ in Survey() }
        try await Engine(workerCount: workers).run(
            over: FixedStore(try Self.entries(), batchSize: batchSize),
            makeWorker: {
                SurveyWorker(
                    chains: chains,
                    prefix: .standard,
                    filter: filter,
                    treatment: treatment
                )
            },
            consume: { parts in
                for index in surveys.indices { surveys[index].add(parts[index]) }
            },
        )
        return surveys
    }

    @Test("counts what is current, stale, unreadable and plaintext")
    func counts() async throws {
        let survey = try await survey([ResourceChains(Self.rotated)])[0]
        let tally = try #require(survey.resources[Self.secrets])
        #expect(tally.values == 120)
        #expect(tally.current == 30)
        #expect(tally.stale == 83)
        #expect(tally.unreadable == 7)
        #expect(tally.plaintext == 20)
        #expect(survey.system == 1)
        #expect(survey.unknown == 2)
        #expect(survey.unknownEncrypted == 1)
        #expect(survey.shape.entries == 123)
        #expect(
            survey.suspectValues.map(\.code) == [
                "identityMismatch", "identityMismatch", "identityMismatch",
            ]
        )
        // Those on the lost key, and the one under an unknown key.
        #expect(survey.unreadableValues.count == 8)
    }

    @Test("moves what is stale and beyond doubt")
    func rewrites() async throws {
        let survey = try await survey([ResourceChains(Self.rotated)])[0]
        let tally = try #require(survey.resources[Self.secrets])
        let new = ProviderKey(.aescbc, "new")
        let old = ProviderKey(.aescbc, "old")
        #expect(
            tally.rewrites.mapValues(\.values) == [
                RewriteRoute(from: old, to: new): 60,
                RewriteRoute(from: .identity, to: new): 20,
            ]
        )
        #expect(tally.by[old]?.values == 63)
    }

    @Test("only counts where it is not asked to prove")
    func countsOnly() async throws {
        let survey = try await survey([ResourceChains(Self.rotated)], .count)[0]
        #expect(survey.total.stale == 83)
        #expect(survey.total.rewrites.isEmpty)
    }

    @Test("goes by headers without a configuration")
    func headers() async throws {
        let survey = try await survey([nil])[0]
        #expect(
            survey.total.by.mapValues(\.values) == [
                ProviderKey(.aescbc, "old"): 63,
                ProviderKey(.aescbc, "new"): 30,
                ProviderKey(.aesgcm, "lost"): 7,
                .identity: 20,
            ]
        )
        #expect(survey.total.stale == 0)
        #expect(survey.unreadableValues.isEmpty)
    }

    @Test("a filter leaves out what it does not name")
    func filter() async throws {
        let survey = try await survey(
            [ResourceChains(Self.rotated)],
            filter: EntryFilter(namespaces: ["elsewhere"])
        )[0]
        #expect(survey.resources.isEmpty)
        #expect(survey.unknown == 0)
        #expect(survey.shape.entries == 123)
    }

    @Test(
        "is the same for one worker and many",
        arguments: [(1, 1), (2, 7), (3, 1), (4, 10), (8, 3)]
    )
    func workers(_ workers: Int, _ batchSize: Int) async throws {
        let chains: [ResourceChains?] = [
            ResourceChains(Self.rotated), ResourceChains(Self.foreign), nil,
        ]
        let alone = try await survey(chains)
        let together = try await survey(chains, workers: workers, batchSize: batchSize)
        for (one, many) in zip(alone, together) {
            #expect(one.resources == many.resources)
            #expect(one.system == many.system)
            #expect(one.unknown == many.unknown)
            #expect(one.unknownEncrypted == many.unknownEncrypted)
            #expect(one.unreadableValues == many.unreadableValues)
            #expect(one.suspectValues == many.suspectValues)
            #expect(one.shape.entries == many.shape.entries)
        }
        #expect(Survey.neededKeys(alone) == Survey.neededKeys(together))
    }
}
