import EtcdModel
import Glibc
import Survey
import Synchronization

/// A store in memory that gives so many entries a batch, and can fail at one of them.
final class FixedStore: EntryStore {
    struct Entry: Sendable {
        let key: [UInt8]
        let value: [UInt8]
    }

    struct Broken: Error, Equatable {
        let batch: Int
    }

    private let entries: [Entry]
    private let batchSize: Int
    private let failsAt: Int?
    private let next = Mutex(0)

    init(_ entries: [Entry], batchSize: Int = 1, failsAt: Int? = nil) {
        self.entries = entries
        self.batchSize = batchSize
        self.failsAt = failsAt
    }

    /// Numbered entries without content that matters.
    convenience init(count: Int, failsAt: Int? = nil) {
        let entries = (0..<count).map { number in
            Entry(key: Array("\(number)".utf8), value: [])
        }
        self.init(entries, failsAt: failsAt)
    }

    var expectedEntries: Int? { entries.count }

    var sighting: StoreSighting {
        StoreSighting(.memory, gaps: pulled * batchSize < entries.count ? [.unfinished] : [])
    }

    /// How many batches were asked for.
    var pulled: Int { next.withLock { $0 } }

    func nextBatch() async throws -> (any EntryBatch)? {
        let number = next.withLock { next in
            defer { next += 1 }
            return next
        }
        if number == failsAt { throw Broken(batch: number) }
        let start = number * batchSize
        guard start < entries.count else { return nil }
        return Batch(entries: Array(entries[start..<min(start + batchSize, entries.count)]))
    }

    private struct Batch: EntryBatch {
        let entries: [Entry]

        var count: Int { entries.count }

        func forEach(
            _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
        ) throws {
            for entry in entries {
                let facts = EntryFacts(createRevision: 2, modRevision: 3, version: 2, lease: 0)
                try body(entry.key.span, entry.value.span, facts)
            }
        }
    }
}

/// Gives the number of its batch, after some microseconds that differ from batch to batch.
actor NumberWorker: EntryWorker {
    struct Refused: Error, Equatable {
        let number: Int
    }

    private let refuses: Set<Int>
    private let pause: @Sendable (Int) -> UInt32

    init(refuses: Set<Int> = [], pause: @escaping @Sendable (Int) -> UInt32 = { _ in 0 }) {
        self.refuses = refuses
        self.pause = pause
    }

    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> Int {
        var number = 0
        try batch.forEach { key, _, _ in
            number = Int(String(decoding: Array(copying: key), as: UTF8.self)) ?? -1
        }
        usleep(pause(number))
        if refuses.contains(number) { throw Refused(number: number) }
        return number
    }
}
