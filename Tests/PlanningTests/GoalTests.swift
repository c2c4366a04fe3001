import EncryptionConfig
import KubernetesModel
import TestSupport
import Testing

@testable import Planning

/// Goals over files that are easy to get wrong.
struct GoalTests {
    typealias Contents = EditableConfiguration
    private static let identity = Contents.Provider(.identity)
    private static let plugin = FileGenerator.plugin

    private func file(_ entries: (names: [String], providers: [Contents.Provider])...) -> Contents {
        Contents(
            entries: entries.map {
                Contents.Entry(
                    resources: $0.names.map(Contents.Resource.init),
                    providers: $0.providers
                )
            }
        )
    }

    private func scope(_ name: String) -> StepScope { StepScope(ResourceSelector(parsing: name)) }

    private func plan(
        _ now: Contents,
        _ goal: PlanGoal,
        _ change: (inout PlanConditions) -> Void = { _ in },
    ) throws -> [Plan.Stage.Work] {
        var conditions = PlanConditions(year: 2026, month: 11)
        change(&conditions)
        return try Planner(from: now, conditions).plan(goal).stages.map(\.work)
    }

    private func files(_ works: [Plan.Stage.Work]) -> [Contents] {
        works.compactMap { if case .rollout(let file, _) = $0 { file } else { nil } }
    }

    private func purposes(_ works: [Plan.Stage.Work]) -> [String] {
        works.map { work in
            switch work {
            case .rollout(_, let purpose): purpose.rawValue
            case .rewrite: "rewrite"
            case .backup: "backup"
            case .compaction: "compaction"
            }
        }
    }

    @Test func decryptsOneOfTheResourcesOfAPlugin() throws {
        let now = file((["secrets", "configmaps"], [Self.plugin, Self.identity]))
        let works = try plan(now, .decrypt([ResourceSelector(parsing: "secrets")]))
        #expect(purposes(works) == ["switch", "rewrite", "forget"])
        let files = files(works)
        // The plugin's name stands once in every file.
        for file in files {
            #expect(file.entries.flatMap(\.providers).count { $0.plugin != nil } == 1)
            #expect(file.readers(of: scope("configmaps")) == now.readers(of: scope("configmaps")))
        }
        #expect(files[0].readers(of: scope("secrets")).map(\.kind) == [.identity, .kms, .identity])
        #expect(files[1].readers(of: scope("secrets")) == [.plaintext])
    }

    @Test func decryptsAResourceOfTwoEntries() throws {
        let now = file(
            (["secrets"], [FileGenerator.key(0), Self.identity]),
            (["secrets", "pods"], [FileGenerator.key(2), Self.identity])
        )
        let works = try plan(now, .decrypt([ResourceSelector(parsing: "secrets")]))
        let last = try #require(files(works).last)
        #expect(last.writer(of: scope("secrets")) == .plaintext)
        #expect(last.readers(of: scope("pods")) == now.readers(of: scope("pods")))
    }

    @Test("what is plaintext already, in an entry with others, stays out of the wildcard's reach")
    func decryptsWhatIsPlaintextAlready() throws {
        let now = file(
            (["secrets", "configmaps"], [Self.identity, FileGenerator.key(2)]),
            (["*.*"], [FileGenerator.key(1), Self.identity])
        )
        let works = try plan(now, .decrypt([ResourceSelector(parsing: "configmaps")]))
        for file in files(works) {
            #expect(file.writer(of: scope("configmaps")) == .plaintext)
            #expect(file.readers(of: scope("secrets")) == now.readers(of: scope("secrets")))
        }
    }

    @Test func standbyTeachesNothingThatTheNextFileDrops() throws {
        let now = file(
            (["secrets", "configmaps"], [FileGenerator.key(1), Self.identity]),
            (["secrets", "pods"], [FileGenerator.key(2), Self.identity])
        )
        let files = files(try plan(now, .rotate) { $0.standby = true })
        #expect(files.count == 2)
        for name in ["secrets", "configmaps", "pods"] {
            let readers = files[1].readers(of: scope(name))
            #expect(files[0].readers(of: scope(name)).allSatisfy(readers.contains), "\(name)")
        }
    }

    @Test func aStandbyKeyMakesTheNextRotationOneRollout() throws {
        let now = file((["secrets"], [FileGenerator.key(0), Self.identity]))
        let first = try plan(now, .rotate) { $0.standby = true }
        #expect(purposes(first) == ["teach", "switch", "rewrite"])
        let between = try #require(files(first).last)
        let holdings = Holdings([
            ResourceSelector(parsing: "secrets"): [
                ProviderKeyOf.writer(between, scope("secrets")): 5
            ]
        ])
        let next = try plan(between, .rotate) {
            $0.standby = true
            $0.holdings = holdings
        }
        #expect(purposes(next) == ["switch", "rewrite"])
    }

    @Test func oneServerNeedsNoTeaching() throws {
        let now = file((["secrets"], [FileGenerator.key(0), Self.identity]))
        #expect(purposes(try plan(now, .rotate)) == ["teach", "switch", "rewrite", "forget"])
        let alone = try plan(now, .rotate) { $0.singleServer = true }
        #expect(purposes(alone) == ["switch", "rewrite", "forget"])
        // All that is stored stays readable all the same.
        let readers = files(alone)[0].readers(of: scope("secrets"))
        #expect(now.readers(of: scope("secrets")).allSatisfy(readers.contains))
    }

    @Test func aKeyInsideAPluginNeedsARewriteOnly() throws {
        let now = file(
            (["secrets", "configmaps"], [Self.plugin, Self.identity]),
            (["pods"], [FileGenerator.key(0)])
        )
        let works = try plan(now, .keyInsidePlugin(KeyName("p")))
        #expect(purposes(works) == ["rewrite"])
        if case .rewrite(let resources) = works[0] {
            #expect(resources.map(\.name) == ["secrets", "configmaps"])
        }
        let leaked = try plan(now, .keyInsidePlugin(KeyName("p"))) { $0.leaked = true }
        #expect(purposes(leaked) == ["rewrite", "compaction", "backup"])
        #expect(throws: PlanRefusal.unknownPlugin(KeyName("q"))) {
            _ = try plan(now, .keyInsidePlugin(KeyName("q")))
        }
    }

    @Test func dropsOnlyWhatNothingStoredNeeds() throws {
        let (first, second) = (FileGenerator.key(0), FileGenerator.key(2))
        let now = file(
            (["secrets"], [first, second, FileGenerator.key(1), Self.identity]),
            (["pods"], [second, first])
        )
        let held = Holdings([
            ResourceSelector(parsing: "secrets"): [ProviderKeyOf.provider(second): 1],
            // Somewhere else the same key proves nothing for pods.
            ResourceSelector(parsing: "configmaps"): [ProviderKeyOf.provider(first): 1],
        ])
        let works = try plan(now, .dropUnused) { $0.holdings = held }
        #expect(purposes(works) == ["forget"])
        let last = try #require(files(works).last)
        #expect(last.readers(of: scope("secrets")).map { $0.keyName?.text } == ["k0", "k2", nil])
        #expect(last.readers(of: scope("pods")).map { $0.keyName?.text } == ["k2"])
        #expect(throws: PlanRefusal.needsStore) { _ = try plan(now, .dropUnused) }
        #expect(throws: PlanRefusal.unreadable(values: 3)) {
            _ = try plan(now, .dropUnused) { $0.holdings = Holdings([:], unreadable: 3) }
        }
    }

    @Test func refusesAnotherSecretUnderAKnownName() throws {
        let now = file((["secrets"], [FileGenerator.key(0), Self.identity]))
        let other = Contents.Provider(
            .secretbox,
            keys: [Contents.Key.fresh(named: KeyName("k0"))]
        )
        #expect(throws: PlanRefusal.self) {
            _ = try plan(now, .to(file((["secrets"], [other, Self.identity]))))
        }
    }
}
