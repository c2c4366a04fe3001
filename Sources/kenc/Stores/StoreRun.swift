import EtcdModel
import Rotation
import Survey

/// A walk over a store that writes something for every value, in the store's order.
enum StoreRun {
    /// What a batch, or the whole walk, gave.
    struct Result: Sendable {
        var shape = StoreShape()
        /// Text for the output.
        var text: [UInt8] = []
        /// What is in it, for an audit log.
        var audited: [AuditedObject] = []
        /// Values that could not be handled.
        var failures = 0
        /// The first of them, for people.
        var named: [String] = []

        static let namedLimit = 10

        mutating func fail(_ key: Span<UInt8>, _ message: String) {
            failures += 1
            guard named.count < Self.namedLimit else { return }
            let text = EtcdKeyText.both(Array(copying: key)).text
            named.append("\(ShownText.line(text)): \(ShownText.line(message))")
        }

        /// Says on standard error what failed.
        func reportFailures(_ what: String) {
            guard failures > 0 else { return }
            StandardError.warning("\(Numbers.count(failures, "value")) \(what)")
            for name in named { StandardError.write("  \(name)\n") }
            if failures > named.count {
                StandardError.write("  … and \(Numbers.grouped(failures - named.count)) more\n")
            }
        }
    }

    static func walk<Worker: EntryWorker>(
        _ store: OpenedStore,
        _ options: StoreOptions,
        _ display: DisplayOptions,
        _ verb: String,
        _ output: Destination,
        _ log: AuditLog? = nil,
        makeWorker: () -> Worker,
    ) async throws -> Result where Worker.Output == Result {
        var total = Result()
        let progress = ProgressLine(
            verb,
            expected: store.entries.expectedEntries,
            wish: display.progress
        )
        defer { progress.finish() }
        try await Engine(workerCount: options.workerCount).run(
            over: store.entries,
            makeWorker: makeWorker,
            consume: { part in
                try log?.show(part.audited)
                try output.write(part.text)
                total.shape.add(part.shape)
                total.failures += part.failures
                let room = Result.namedLimit - total.named.count
                total.named += part.named.prefix(max(0, room))
                progress.add(part.shape.entries)
            },
        )
        return total
    }
}
