import EtcdModel
import Providers
import Rotation
import Survey
import Synchronization
import Testing

/// The wait before the last survey, and the gate beside the run.
@Suite("settling and the gate")
struct SettlingTests {
    @Test("a write that comes late is found by waiting alone", arguments: [true, false])
    func late(settles: Bool) async throws {
        let cluster = try Cluster.wild()
        let key = try #require(BackslideTests.secrets(cluster).first)
        let store = MemoryStore(cluster)
        var waits = 0
        let result = try await BackslideTests.run(
            store,
            change: { if settles { $0.settling = .milliseconds(300) } }
        ) { news in
            guard case .settling = news else { return }
            waits += 1
            if waits == 1 { store.put(key, cluster.values[key]?.value ?? []) }
        }
        #expect(result.backslides.isEmpty == !settles)
        #expect(result.remaining == (settles ? 1 : 0))
        #expect((waits > 0) == settles)
    }

    @Test("the wait begins anew with a backslide, but not for ever")
    func beginsAnew() async throws {
        let cluster = try Cluster.wild()
        let keys = BackslideTests.secrets(cluster)
        for isEndless in [false, true] {
            let store = MemoryStore(cluster)
            var began: ContinuousClock.Instant?
            var written = 0
            // Long enough that a busy machine finds time to write in it.
            let settling = Duration.seconds(isEndless ? 2 : 5)
            _ = try await BackslideTests.run(store, change: { $0.settling = settling }) {
                guard case .settling = $0 else { return }
                let now = ContinuousClock.now
                let start = began ?? now
                began = start
                let isTime = isEndless || now - start > .milliseconds(300) && written == 0
                guard isTime else { return }
                let key = keys[written % keys.count]
                store.put(key, cluster.values[key]?.value ?? [])
                written += 1
            }
            let waited = ContinuousClock.now - (began ?? .now)
            #expect(written >= 1)
            #expect(waited > .milliseconds(isEndless ? 3_900 : 5_300))
            #expect(waited < .seconds(30))
        }
    }

    @Test("a stop while it waits keeps what is written, and says that nothing is proven")
    func stopped() async throws {
        let store = MemoryStore(try Cluster.wild())
        let stop = StopSignal()
        let job = RotationJob.test(try Chains.load(Chains.next)) { $0.settling = .seconds(60) }
        var halted: RotationHalted?
        do {
            _ = try await job.run(on: store, journal: MemoryJournal(), stop: stop) {
                if case .settling = $0 { stop.request() }
            }
        } catch {
            halted = error
        }
        let end = try #require(halted)
        #expect(end.cause is JobInterrupted && end.phase == .proving)
        #expect(end.result.rewritten == store.writes && store.writes > 100)
        #expect(!end.result.isFinished || end.result.survey != nil)
    }

    @Test("without a journal nothing is written, and all is proven or found")
    func onlyProof() async throws {
        let cluster = try Cluster.wild()
        let job = RotationJob.test(try Chains.load(Chains.next)) {
            $0.settling = .milliseconds(200)
        }
        let store = MemoryStore(cluster)
        let before = try await job.run(on: store, journal: nil, stop: StopSignal())
        #expect(store.writes == 0 && before.remaining > 100 && before.backslides.isEmpty)
        _ = try await job.run(on: store, journal: MemoryJournal(), stop: StopSignal())
        let after = try await job.run(on: store, journal: nil, stop: StopSignal())
        #expect(after.isFinished && after.passes == 0 && after.rewritten == 0)
    }

    /// Answers one after the other, the last one for ever.
    private final class Gate: RotationGate {
        private let answers: Mutex<[GateAnswer]>
        init(_ answers: [GateAnswer]) { self.answers = Mutex(answers) }

        func ask() async -> GateAnswer {
            answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        }
    }

    private func run(
        _ answers: [GateAnswer],
        _ store: MemoryStore,
        patience: Duration = .milliseconds(300),
        rate: Double = 200,
    ) async throws -> RotationResult {
        let job = RotationJob.test(try Chains.load(Chains.next)) {
            $0.rate = rate
            $0.settling = .milliseconds(400)
            $0.gateInterval = .milliseconds(50)
            $0.gatePatience = patience
        }
        return try await job.run(
            on: store,
            journal: MemoryJournal(),
            stop: StopSignal(),
            gate: Gate(answers)
        )
    }

    @Test(
        "a gate that closes stops the run in the middle",
        arguments: [
            [GateAnswer.open, .open, .closed], [.open, .unclear],
        ]
    )
    func closes(answers: [GateAnswer]) async throws {
        let store = MemoryStore(try Cluster.wild())
        var halted: RotationHalted?
        do { _ = try await run(answers, store, rate: 50) } catch {
            halted = error as? RotationHalted
        }
        let end = try #require(halted)
        #expect(end.cause is GateClosed && end.phase == .writing)
        #expect(end.result.rewritten == store.writes && store.writes > 0 && store.writes < 190)
    }

    @Test("a gate that is silent for a moment delays the proof, and no more")
    func silentForAMoment() async throws {
        let store = MemoryStore(try Cluster.wild())
        // About a second of writing, so that the silence falls into the wait.
        let answers = [GateAnswer](repeating: .open, count: 22) + [.unclear, .unclear, .open]
        let result = try await run(answers, store, patience: .seconds(30))
        #expect(result.isFinished && result.backslides.isEmpty)
    }
}
