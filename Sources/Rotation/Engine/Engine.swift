/// A worker of the engine: its state (cipher contexts, buffers, counters) belongs to it alone.
public protocol EntryWorker: Actor {
    /// What one batch gives, in a form that can be handed over.
    associatedtype Output: Sendable

    /// Walks every entry of the batch.
    func process(_ batch: any EntryBatch) throws -> Output
}

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
    /// Batches in flight and results that wait for an earlier one are bounded by twice the number
    /// of workers, so that memory does not grow with the store.
    public func run<Worker: EntryWorker>(
        over store: any EntryStore,
        makeWorker: () throws -> Worker,
        consume: (Worker.Output) async throws -> Void,
    ) async throws {
        var idle: [Worker] = []
        for _ in 0..<workerCount { idle.append(try makeWorker()) }

        try await withThrowingTaskGroup(of: Finished<Worker>.self) { group in
            var waiting: [Int: Worker.Output] = [:]
            var nextToStart = 0
            var nextToConsume = 0
            var storeEnded = false

            while true {
                while !storeEnded, !idle.isEmpty, nextToStart < nextToConsume + 2 * workerCount {
                    guard let batch = try await store.nextBatch() else {
                        storeEnded = true
                        break
                    }
                    guard let worker = idle.popLast() else { break }
                    let number = nextToStart
                    nextToStart += 1
                    // Off the coordinator, so that pulling the next batch and walking this one
                    // happen at the same time.
                    group.addTask { @concurrent in
                        let output = try await worker.process(batch)
                        return Finished(worker: worker, number: number, output: output)
                    }
                }
                guard let finished = try await group.next() else { break }
                idle.append(finished.worker)
                waiting[finished.number] = finished.output
                while let output = waiting.removeValue(forKey: nextToConsume) {
                    try await consume(output)
                    nextToConsume += 1
                }
            }
        }
    }
}

private struct Finished<Worker: EntryWorker>: Sendable {
    let worker: Worker
    let number: Int
    let output: Worker.Output
}
