import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey
import Synchronization
import TestSupport
import Testing

@Suite("a rotation on a store in memory")
struct RotationJobTests {
    @Test("moves every stale value and nothing else, and proves it")
    func movesAll() async throws {
        let cluster = try Cluster.wild()
        let chains = try Chains.load(Chains.next)
        let before = Cluster.plaintexts(cluster.values, chains)
        let stale = Set(before.filter(\.value.isStale).keys)
        #expect(stale.count > 150)
        let store = MemoryStore(cluster)
        let journal = MemoryJournal()
        let result = try await RotationJob.test(chains)
            .run(on: store, journal: journal, stop: StopSignal())

        #expect(result.isFinished)
        #expect(result.rewritten == stale.count)
        #expect(result.passes == 1 && result.conflicts == 0 && result.deleted == 0)
        #expect(Set(journal.keys) == stale && journal.keys.count == stale.count)
        let after = Cluster.plaintexts(store.values, chains)
        #expect(after.count == cluster.values.count)
        for (key, held) in store.values {
            let old = try #require(cluster.values[key])
            #expect(after[key]?.plaintext == before[key]?.plaintext)
            #expect(after[key]?.isStale == false)
            #expect(held.facts.createRevision == old.facts.createRevision)
            #expect(held.facts.lease == old.facts.lease)
            if !stale.contains(key) { #expect(held == old) }
        }
        // A second run has nothing to do.
        let again = try await RotationJob.test(chains)
            .run(on: store, journal: journal, stop: StopSignal())
        #expect(again.isFinished && again.rewritten == 0 && store.writes == stale.count)
    }

    @Test("a filter leaves the rest alone")
    func filtered() async throws {
        let cluster = try Cluster.wild()
        let store = MemoryStore(cluster)
        let filter = EntryFilter(resources: ["secrets"])
        let result = try await RotationJob.test(try Chains.load(Chains.next), filter: filter)
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(result.isFinished && result.rewritten > 0)
        for (key, held) in store.values where held != cluster.values[key] {
            #expect(String(decoding: key, as: UTF8.self).hasPrefix("/registry/secrets/"))
        }
    }

    @Test("whoever writes first wins, and the loser looks at the new value")
    func conflicts() async throws {
        let cluster = try Cluster.wild()
        let chains = try Chains.load(Chains.next)
        let written = Mutex<[[UInt8]: [UInt8]]>([:])
        let store = MemoryStore(cluster) { store, key, swap in
            // Every third swap finds that an API server wrote plaintext, which is stale as well;
            // every fifth that it is current already.
            guard swap % 3 == 0 || swap % 5 == 0, swap < 400 else { return }
            let chain = try #require(Self.chain(of: key, chains))
            let object = Array("{\"kind\":\"Written\",\"swap\":\(swap)}\n".utf8)
            let isCurrent = swap % 5 == 0
            let stored =
                isCurrent
                ? try TransformSession().seal(object.span, etcdKey: key.span, with: chain) {
                    Array(copying: $0)
                } : object
            store.put(key, stored)
            written.withLock { $0[key] = object }
        }
        let result = try await RotationJob.test(chains)
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(result.isFinished)
        #expect(result.conflicts > 50)
        let before = Cluster.plaintexts(cluster.values, chains)
        let after = Cluster.plaintexts(store.values, chains)
        let writes = written.withLock { $0 }
        #expect(!writes.isEmpty)
        for (key, opened) in after {
            #expect(opened.plaintext == writes[key] ?? before[key]?.plaintext)
            #expect(!opened.isStale)
        }
        #expect(after.count == cluster.values.count)
    }

    @Test("what is deleted stays deleted")
    func deletes() async throws {
        let cluster = try Cluster.wild()
        let gone = Mutex<Set<[UInt8]>>([])
        let store = MemoryStore(cluster) { store, key, swap in
            guard swap % 4 == 0 else { return }
            store.delete(key)
            gone.withLock { _ = $0.insert(key) }
        }
        let result = try await RotationJob.test(try Chains.load(Chains.next))
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        let deleted = gone.withLock { $0 }
        #expect(result.isFinished && result.deleted == deleted.count && !deleted.isEmpty)
        #expect(store.values.keys.allSatisfy { !deleted.contains($0) })
        #expect(store.values.count == cluster.values.count - deleted.count)
    }

    @Test("a lost answer ends the run; a second one completes it", arguments: [true, false])
    func lostAnswer(applied: Bool) async throws {
        let chains = try Chains.load(Chains.next)
        let armed = Mutex(true)
        let store = MemoryStore(try Cluster.wild()) { store, key, swap in
            guard swap == 20, armed.withLock({ $0 }) else { return }
            armed.withLock { $0 = false }
            if applied, let value = store.values[key]?.value { store.put(key, value) }
            throw StoreFailure(.unknownOutcome, "whether the write was applied is unknown")
        }
        var halted: RotationHalted?
        do {
            _ = try await RotationJob.test(chains)
                .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        } catch {
            halted = error
        }
        let first = try #require(halted)
        #expect((first.cause as? StoreFailure)?.reach == .unknownOutcome)
        #expect(first.result.rewritten == store.writes)
        #expect(!first.result.isFinished)
        let second = try await RotationJob.test(chains)
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(second.isFinished && second.rewritten > 0)
    }

    @Test("nothing is sent that the journal did not take")
    func journalFirst() async throws {
        let store = MemoryStore(try Cluster.wild())
        let journal = MemoryJournal()
        journal.failsAfter = 2
        await #expect(throws: RotationHalted.self) {
            _ = try await RotationJob.test(try Chains.load(Chains.next))
                .run(on: store, journal: journal, stop: StopSignal())
        }
        let changed = store.values.filter { $0.value.facts.modRevision > 325 }
        #expect(!changed.isEmpty)
        #expect(changed.keys.allSatisfy { journal.keys.contains($0) })
    }

    @Test("stopping ends with what is under way, and running again goes on")
    func stopped() async throws {
        let cluster = try Cluster.wild()
        let chains = try Chains.load(Chains.next)
        let stop = StopSignal()
        let store = MemoryStore(cluster) { _, _, swap in if swap == 30 { stop.request() } }
        var halted: RotationHalted?
        do {
            _ = try await RotationJob.test(chains)
                .run(on: store, journal: MemoryJournal(), stop: stop)
        } catch {
            halted = error
        }
        let first = try #require(halted)
        #expect(first.cause is JobInterrupted)
        #expect(first.result.rewritten == store.writes)
        #expect(store.writes >= 30 && store.writes < 60)
        let second = try await RotationJob.test(chains)
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(second.isFinished)
        #expect(store.writes == first.result.rewritten + second.rewritten)
    }

    @Test("a key that the store refuses is reported, the others move")
    func refused() async throws {
        let key = try #require(
            try Cluster.wild().values.keys.filter {
                String(decoding: $0, as: UTF8.self).hasPrefix("/registry/secrets/")
            }.sorted { $0.lexicographicallyPrecedes($1) }.first
        )
        let store = MemoryStore(try Cluster.wild()) { _, written, _ in
            if written == key { throw StoreFailure(.key, "permission denied") }
        }
        let result = try await RotationJob.test(try Chains.load(Chains.next))
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(!result.isFinished && result.remaining == 1)
        #expect(result.refused.map(\.key) == [key])
        #expect(result.passes == 2)
    }

    @Test("a key that changes all the time is left to a later pass, and the job ends")
    func churn() async throws {
        let cluster = try Cluster.wild()
        let key = try #require(cluster.values.first { Self.isSecret($0.key) }?.key)
        let store = MemoryStore(cluster) { store, swapped, _ in
            if swapped == key { store.put(key, Array("{\"kind\":\"Secret\"}\n".utf8)) }
        }
        let job = RotationJob.test(try Chains.load(Chains.next)) { $0.passLimit = 3 }
        let result = try await job.run(on: store, journal: MemoryJournal(), stop: StopSignal())
        // Somebody writes plaintext all the time: more passes would not help.
        #expect(!result.isFinished && result.remaining == 1 && result.passes == 1)
        #expect(result.conflicts == 5)
        #expect(result.backslides.map(\.values) == [1])
    }

    @Test("a configuration that lacks old keys moves what it can and keeps the rest")
    func lackingKeys() async throws {
        let cluster = try Cluster.wild()
        let chains = try Chains.load(Chains.next) { text in
            text.replacing("name: sb-2025-06", with: "name: sb-other")
        }
        let store = MemoryStore(cluster)
        let result = try await RotationJob.test(chains)
            .run(on: store, journal: MemoryJournal(), stop: StopSignal())
        let unreadable = try #require(result.survey).unreadableValues
        #expect(unreadable.count == 27)
        for report in unreadable { #expect(store.values[report.key] == cluster.values[report.key]) }
        #expect(result.remaining == 0 && result.rewritten > 100)
    }

    @Test(
        "the old key's name with other bytes: nothing is written over",
        arguments: ["rfKhXqAgIsz50V4l8/T95DqLrSN+1R0aI3CJp6qpEWE="]
    )
    func otherBytes(secret: String) async throws {
        let cluster = try Cluster.wild()
        let right = try Chains.load(Chains.next)
        let onKey = cluster.values.filter {
            String(decoding: $0.value.value.prefix(40), as: UTF8.self).contains("key-2024-01")
        }
        #expect(onKey.count > 5)
        var garbage = 0
        // Wrong keys at random: one value in 256 passes the padding with each of them.
        for seed in 0..<60 {
            var bytes = [UInt8](repeating: UInt8(seed), count: 32)
            bytes[31] = 7
            let wrong = Base64Text.encode(bytes)
            let chains = try Chains.load(Chains.next) { $0.replacing(secret, with: wrong) }
            let store = MemoryStore(cluster)
            let result = try await RotationJob.test(chains)
                .run(on: store, journal: MemoryJournal(), stop: StopSignal())
            for key in onKey.keys { #expect(store.values[key] == cluster.values[key]) }
            let survey = try #require(result.survey)
            #expect(survey.total.unreadable + survey.suspectValues.count == onKey.count)
            garbage += survey.suspectValues.count
            let after = Cluster.plaintexts(store.values, right)
            let before = Cluster.plaintexts(cluster.values, right)
            for (key, opened) in before { #expect(after[key]?.plaintext == opened.plaintext) }
        }
        #expect(garbage > 0, "no wrong key passed the padding: the test shows nothing")
    }

    @Test("a value that grows past a request is found by the survey and never sent")
    func oversized() async throws {
        var cluster = try Cluster.wild()
        let key = Array("/registry/configmaps/default/big".utf8)
        var value = Array("k8s\0".utf8)
        value += [UInt8](repeating: 0x41, count: 1_572_600)
        cluster.values[key] = StoredValue(
            value: value,
            facts: EntryFacts(createRevision: 3, modRevision: 3, version: 1, lease: 0)
        )
        let store = MemoryStore(cluster)
        let job = RotationJob.test(try Chains.load(Chains.next))
        let survey = try await job.survey(store)
        #expect(survey.oversizedValues.map(\.key) == [key])
        #expect(survey.oversizedValues.first?.code == "tooLarge")
        _ = try await job.run(on: store, journal: MemoryJournal(), stop: StopSignal())
        #expect(store.values[key] == cluster.values[key])
    }

    @Test("the rate is kept")
    func rate() async throws {
        let store = MemoryStore(try Cluster.wild())
        let job = RotationJob.test(try Chains.load(Chains.next)) { $0.rate = 400 }
        let start = ContinuousClock.now
        let result = try await job.run(on: store, journal: MemoryJournal(), stop: StopSignal())
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        #expect(result.isFinished)
        #expect(seconds > Double(result.rewritten - 40) / 400)
    }

    static func isSecret(_ key: [UInt8]) -> Bool {
        String(decoding: key, as: UTF8.self).hasPrefix("/registry/secrets/")
    }

    static func chain(of key: [UInt8], _ chains: ResourceChains) -> ProviderChain? {
        let classifier = EtcdKeyClassifier(prefix: EtcdPrefix("/registry"))
        guard case .object(let resource, _, _) = classifier.classify(key.span) else { return nil }
        let name = resource.groupResource
        return chains.chain(of: name)
    }
}
