import EncryptionConfig
import KubernetesModel
import Providers
import Foundation
import TestSupport
import Testing

@testable import Planning

/// Plays plans through clusters, with every order in which servers may come to a file.
struct SimulationTests {
    typealias Contents = EditableConfiguration
    private static let orders = [
        [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
    ]

    /// Sixty take a few seconds; `KENC_SIMULATED_PLANS` asks for more.
    private static let plansPerSeed =
        ProcessInfo.processInfo.environment["KENC_SIMULATED_PLANS"].flatMap(Int.init) ?? 60

    private func play(
        _ stages: [Plan.Stage.Work],
        from now: Contents,
        _ scopes: [StepScope],
        _ stored: [StepScope: [ValueClass]],
        order: [Int],
        crash: Int? = nil,
    ) -> Cluster {
        var cluster = Cluster(now, scopes, servers: order.count, stored: stored)
        cluster.everyoneWritesAndReads()
        var before = now
        for (number, stage) in stages.enumerated() {
            switch stage {
            case .rollout(let file, _):
                for (count, server) in order.enumerated() {
                    cluster.load(file, on: server)
                    // A server comes back with the file before, and is brought up once more.
                    if crash == number, count == 1 {
                        cluster.load(before, on: server)
                        cluster.load(file, on: server)
                    }
                }
                before = file
            case .rewrite(let resources):
                // Killed half-way: what is done twice is done.
                if crash == number { cluster.rewrite(Array(resources.prefix(1))) }
                cluster.rewrite(resources)
            case .backup, .compaction: break
            }
        }
        return cluster
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func noPlanEverHidesAValue(seed: UInt64) throws {
        var generator = FileGenerator(random: SeededGenerator(seed: seed))
        var (plans, refused, reads, shorter, needless) = (0, 0, 0, 0, 0)
        while plans < Self.plansPerSeed {
            let now = generator.file()
            var (goal, conditions) = generator.goal()
            let all = StepScope.all(
                of: [now],
                and: FileGenerator.names.map(ResourceSelector.init(parsing:))
            )
            // What lies there is some of what the file reads, and somebody looked or not.
            var stored: [StepScope: [ValueClass]] = [:]
            for scope in all {
                stored[scope] = now.readers(of: scope)
            }
            if Bool.random(using: &generator.random) {
                for scope in all {
                    stored[scope] = now.readers(of: scope).filter { _ in
                        Bool.random(using: &generator.random)
                    }
                }
                conditions.holdings = holdings(stored)
                if case .to = goal, Bool.random(using: &generator.random) { goal = .dropUnused }
            }
            let plan: Plan
            do throws(PlanRefusal) {
                plan = try Planner(from: now, conditions).plan(goal)
            } catch {
                refused += 1
                continue
            }
            plans += 1
            let works = plan.stages.map(\.work)
            let scopes = Array(Set(all + plan.scopes))
            let start = Dictionary(
                uniqueKeysWithValues: scopes.map { scope in
                    (
                        scope,
                        stored[scope] ?? (conditions.holdings.isKnown ? [] : now.readers(of: scope))
                    )
                }
            )
            let orders = conditions.singleServer ? [[0]] : Self.orders
            expectReached(goal, conditions, works, from: now)
            if !conditions.holdings.isKnown { expectNothingUnlearned(works, from: now, scopes) }
            for order in orders {
                for crash in [nil] + works.indices.map(Optional.some) {
                    let cluster = play(works, from: now, scopes, start, order: order, crash: crash)
                    reads += cluster.reads
                    #expect(cluster.unreadable == 0, "seed \(seed), plan \(plans)")
                }
            }
            // With a stage left out, some order hides a value, or the goal is not reached.
            // (Without its last file, or a rewrite behind it, a plan never gets there.)
            let last = works.lastIndex { if case .rollout = $0 { true } else { false } }
            for number in 0..<(last ?? 0) {
                var fewer = works
                fewer.remove(at: number)
                let isBad = orders.contains {
                    play(fewer, from: now, scopes, start, order: $0).unreadable > 0
                }
                shorter += 1
                if !isBad { needless += 1 }
            }
        }
        if ProcessInfo.processInfo.environment["KENC_SIMULATED_PLANS"] != nil {
            print(
                "seed \(seed): \(plans) plans, \(refused) refused, \(reads) reads, \(shorter) shorter"
            )
        }
        #expect(needless == 0, "of \(shorter)")
        #expect(plans > refused && shorter > plans && reads > 1000 * plans)
    }

    /// The last file says what was asked for.
    private func expectReached(
        _ goal: PlanGoal,
        _ conditions: PlanConditions,
        _ works: [Plan.Stage.Work],
        from now: Contents,
    ) {
        let last =
            works.compactMap { work in
                if case .rollout(let file, _) = work { file } else { nil }
            }.last ?? now
        switch goal {
        case .to(let file): #expect(works.isEmpty || last.isSame(as: file))
        case .encrypt(let resources):
            for resource in resources {
                #expect(!last.writer(of: StepScope(resource)).isPlaintext, "\(resource.name)")
            }
        case .decrypt(let resources):
            for resource in resources {
                #expect(last.writer(of: StepScope(resource)).isPlaintext, "\(resource.name)")
            }
        case .rotate:
            for resource in conditions.resources {
                let scope = StepScope(resource)
                #expect(last.writer(of: scope) != now.writer(of: scope), "\(resource.name)")
            }
        case .dropUnused, .keyInsidePlugin: break
        }
    }

    /// Before a rewrite no file reads less than the one before it of what may be stored, whatever the
    /// resource.
    private func expectNothingUnlearned(
        _ works: [Plan.Stage.Work],
        from now: Contents,
        _ scopes: [StepScope],
    ) {
        var before = [now]
        for work in works {
            guard case .rollout(let file, _) = work else {
                if case .rewrite = work { return }
                continue
            }
            for scope in scopes {
                // What a file only learned for another resource's sake was never written.
                let stored = now.readers(of: scope) + before.map { $0.writer(of: scope) }
                let readers = file.readers(of: scope)
                let lost = stored.filter { !readers.contains($0) }
                #expect(lost.isEmpty, "\(scope.name)")
            }
            before.append(file)
        }
    }

    /// With any starting data, so that a stage that only unlucky data need is not called needless.
    private func holdings(_ stored: [StepScope: [ValueClass]]) -> Holdings {
        var shares: [ResourceSelector: [ProviderKey: Int]] = [:]
        for (scope, classes) in stored {
            let resource =
                switch scope {
                case .resource(let selector): selector
                case .restOfGroup(let group): ResourceSelector(parsing: "others.\(group)")
                case .everythingElse: ResourceSelector(parsing: "others.example.org")
                }
            for one in classes {
                shares[resource, default: [:]][ProviderKey(one.kind, one.keyName)] = 1
            }
        }
        return Holdings(shares)
    }
}
