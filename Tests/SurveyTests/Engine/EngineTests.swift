import Survey
import Testing

@Suite("the engine")
struct EngineTests {
    private static let workers = [1, 2, 3, 8]

    /// The earlier a batch is among its neighbours, the longer it takes.
    @Sendable private static func uneven(_ number: Int) -> UInt32 {
        UInt32(4 - number % 5) * 1000
    }

    /// What was consumed, and how the run ended.
    private func run(
        _ workers: Int,
        over store: FixedStore,
        refuses: Set<Int> = [],
    ) async -> (consumed: [Int], error: (any Error)?) {
        var consumed: [Int] = []
        do {
            try await Engine(workerCount: workers).run(
                over: store,
                makeWorker: { NumberWorker(refuses: refuses, pause: Self.uneven) },
                consume: { consumed.append($0) },
            )
            return (consumed, nil)
        } catch {
            return (consumed, error)
        }
    }

    @Test("results come in the store's order", arguments: workers)
    func order(_ workers: Int) async {
        let (consumed, error) = await run(workers, over: FixedStore(count: 40))
        #expect(consumed == Array(0..<40))
        #expect(error == nil)
    }

    @Test("a store without entries gives nothing", arguments: workers)
    func empty(_ workers: Int) async {
        let (consumed, error) = await run(workers, over: FixedStore(count: 0))
        #expect(consumed.isEmpty)
        #expect(error == nil)
    }

    @Test("an error of the store counts behind what came before it", arguments: workers)
    func storeError(_ workers: Int) async {
        let (consumed, error) = await run(workers, over: FixedStore(count: 40, failsAt: 13))
        #expect(consumed == Array(0..<13))
        #expect(error as? FixedStore.Broken == FixedStore.Broken(batch: 13))
    }

    @Test("the first error in the store's order wins, not the first in time", arguments: workers)
    func workerError(_ workers: Int) async {
        // Batch 14 fails before batch 10 does.
        let (consumed, error) = await run(
            workers,
            over: FixedStore(count: 40),
            refuses: [10, 11, 14],
        )
        #expect(consumed == Array(0..<10))
        #expect(error as? NumberWorker.Refused == NumberWorker.Refused(number: 10))
    }

    @Test("an error of the first batch alone ends the run", arguments: workers)
    func firstError(_ workers: Int) async {
        let (consumed, error) = await run(workers, over: FixedStore(count: 3, failsAt: 0))
        #expect(consumed.isEmpty)
        #expect(error is FixedStore.Broken)
    }

    @Test("an error of the consumer stops the pulling", arguments: workers)
    func consumerError(_ workers: Int) async {
        struct Full: Error {}
        let store = FixedStore(count: 1000)
        await #expect(throws: Full.self) {
            try await Engine(workerCount: workers).run(
                over: store,
                makeWorker: { NumberWorker() },
                consume: { if $0 == 5 { throw Full() } },
            )
        }
        #expect(store.pulled <= 6 + 2 * workers)
    }

    @Test("a slow batch holds the others back", arguments: workers)
    func backPressure(_ workers: Int) async throws {
        let store = FixedStore(count: 200)
        var consumed = 0
        var furthest = 0
        try await Engine(workerCount: workers).run(
            over: store,
            makeWorker: { NumberWorker { $0 % 50 == 0 ? 30_000 : 0 } },
            consume: { _ in
                furthest = max(furthest, store.pulled - consumed)
                consumed += 1
            },
        )
        #expect(consumed == 200)
        #expect(furthest <= 2 * workers)
    }

    @Test("cancelling ends the run before the store ends", arguments: workers)
    func cancellation(_ workers: Int) async {
        let store = FixedStore(count: 100_000)
        let task = Task {
            try await Engine(workerCount: workers).run(
                over: store,
                makeWorker: { NumberWorker { _ in 1000 } },
                consume: { _ in },
            )
        }
        while store.pulled < 3 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(store.pulled < 100_000)
    }

    @Test("a worker is made for each, and at least one", arguments: [(-1, 1), (0, 1), (3, 3)])
    func workerCount(_ wanted: Int, _ expected: Int) async throws {
        var made = 0
        try await Engine(workerCount: wanted).run(
            over: FixedStore(count: 10),
            makeWorker: {
                made += 1
                return NumberWorker()
            },
            consume: { _ in },
        )
        #expect(made == expected)
    }
}
