public import EtcdModel

/// A worker of the engine: its state (cipher contexts, buffers, counters) belongs to it alone.
public protocol EntryWorker: Actor {
    /// What one batch gives, in a form that can be handed over.
    associatedtype Output: Sendable

    /// Gathers what has to be waited for before the batch is walked: the answers of kms plugins, see
    /// `Providers/ResourceChains/unwrapKeys(of:where:)`. Nothing for a worker that opens no values.
    func prepare(_ batch: any EntryBatch) async throws

    /// Walks every entry of the batch.
    ///
    /// - Throws: ``UnaskedKeys`` to be called again after another ``prepare(_:)``.
    func process(_ batch: any EntryBatch) throws -> Output
}

/// What a worker throws that took a batch's keys for known ones, and found that they are not: nothing
/// of the batch counts then.
public struct UnaskedKeys: Error {}

/// Walks a store with several workers and hands over what they make of it in the store's order.
///
/// Order, counts and errors are the same for one worker and for many.
public struct Engine: Sendable {
    /// How many workers walk the store, at least one.
    public let workerCount: Int

    /// Takes the number of workers; by default the number of processors.
    public init(workerCount: Int) {
        self.workerCount = max(1, workerCount)
    }

    /// Runs until the store ends, or until the store, a worker or `consume` throws.
    ///
    /// An error counts at its place in the store's order: everything before it is consumed first.
    /// Batches in flight and results that wait for an earlier one are bounded by twice the number
    /// of workers, so that memory does not grow with the store.
    ///
    /// - Throws: what the store, a worker or `consume` throws; `CancellationError` if the task was
    ///   cancelled.
    public func run<Worker: EntryWorker>(
        over store: any EntryStore,
        makeWorker: () throws -> Worker,
        consume: (Worker.Output) async throws -> Void,
    ) async throws {
        var idle: [Worker] = []
        for _ in 0..<workerCount { idle.append(try makeWorker()) }

        try await withThrowingTaskGroup(of: Finished<Worker>.self) { group in
            var waiting: [Int: Result<Worker.Output, any Error>] = [:]
            var nextToStart = 0
            var nextToConsume = 0
            var hasEnded = false

            while true {
                try Task.checkCancellation()
                while let result = waiting.removeValue(forKey: nextToConsume) {
                    try await consume(result.get())
                    nextToConsume += 1
                }
                while !hasEnded, nextToStart < nextToConsume + 2 * workerCount,
                    let worker = idle.popLast()
                {
                    do {
                        guard let batch = try await store.nextBatch() else {
                            hasEnded = true
                            break
                        }
                        let number = nextToStart
                        // Off the coordinator, so that pulling the next batch and walking this one
                        // happen at the same time.
                        group.addTask { @concurrent in
                            await Finished(worker, number, batch)
                        }
                    } catch {
                        hasEnded = true
                        waiting[nextToStart] = .failure(error)
                    }
                    nextToStart += 1
                }
                guard waiting[nextToConsume] == nil else { continue }
                guard let finished = try await group.next() else { break }
                idle.append(finished.worker)
                if case .failure = finished.result { hasEnded = true }
                waiting[finished.number] = finished.result
            }
        }
    }
}

/// What a worker made of a batch.
private struct Finished<Worker: EntryWorker>: Sendable {
    let worker: Worker
    let number: Int
    let result: Result<Worker.Output, any Error>

    init(_ worker: Worker, _ number: Int, _ batch: any EntryBatch) async {
        self.worker = worker
        self.number = number
        do {
            try await worker.prepare(batch)
            do {
                result = .success(try await worker.process(batch))
            } catch is UnaskedKeys {
                try await worker.prepare(batch)
                result = .success(try await worker.process(batch))
            }
        } catch {
            result = .failure(error)
        }
    }
}
