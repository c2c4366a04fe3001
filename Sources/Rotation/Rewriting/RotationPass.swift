internal import EtcdModel
internal import Providers
internal import Survey

/// One walk over the store that swaps what is stale, the swaps bounded in number and rate.
///
/// Its state belongs to the one task that runs the job; only the swaps run beside it.
final class RotationPass {
    struct Attempt: Sendable {
        let rewrite: Rewrite
        let outcome: Result<SwapOutcome, StoreFailure>
    }

    typealias Swaps = RequestWindow<Attempt>.Requests

    var result = RotationResult()
    /// Values that changed so often that they are left to the next pass.
    private(set) var postponed = 0

    private let job: RotationJob
    private let store: any RewritableStore
    private let journal: any RewriteJournal
    private let stop: StopSignal
    private let rewriter: Rewriter
    private let ledger: BackslideLedger
    private let test: WriterTest
    private var window: RequestWindow<Attempt>
    /// Conflicts whose new value is stale as well.
    private var again: [Rewrite] = []

    /// Values and bytes that one sync of the journal covers.
    private static let groupCount = 256
    private static let groupBytes = 4 << 20

    init(
        _ job: RotationJob,
        _ store: any RewritableStore,
        _ journal: any RewriteJournal,
        _ stop: StopSignal,
        _ ledger: BackslideLedger,
    ) {
        self.job = job
        self.store = store
        self.journal = journal
        self.stop = stop
        self.ledger = ledger
        test = job.makeWriterTest()
        rewriter = job.makeRewriter()
        window = RequestWindow(job.options, on: store.swapExecutor, stop)
    }

    func run(_ report: (RotationNews) -> Void) async throws {
        postponed = 0
        result.refused = []
        try await job.chains.keyring?.renew()
        let entries = try await store.entries()
        try await withThrowingTaskGroup(of: Attempt.self) { swaps in
            do {
                try await Engine(workerCount: job.options.workerCount).run(
                    over: entries,
                    makeWorker: { RewriteWorker(job) },
                    consume: { found in
                        try stop.check()
                        for rewrite in found.rewrites { noteBackslide(rewrite) }
                        try await send(found.rewrites, &swaps, report)
                    },
                )
                while window.inFlight > 0 || !again.isEmpty {
                    try await sendAgain(&swaps, report)
                    try await window.settleNext(of: &swaps) { try settle($0, report) }
                }
            } catch {
                let failure = await window.drain(&swaps) { try settle($0, report) }
                again = []
                // An interruption says less than what it did to the swaps under way.
                throw error is JobInterrupted ? failure ?? error : error
            }
        }
    }

    private func send(
        _ rewrites: [Rewrite],
        _ swaps: inout Swaps,
        _ report: (RotationNews) -> Void,
    ) async throws {
        var start = 0
        while start < rewrites.count {
            let end = Self.groupEnd(rewrites, from: start)
            try journal.append(rewrites[start..<end])
            for rewrite in rewrites[start..<end] { try await sendOne(rewrite, &swaps, report) }
            start = end
            try await sendAgain(&swaps, report)
        }
    }

    private func sendAgain(
        _ swaps: inout Swaps,
        _ report: (RotationNews) -> Void,
    ) async throws {
        guard !again.isEmpty else { return }
        let rewrites = again
        again = []
        try journal.append(rewrites[...])
        for rewrite in rewrites { try await sendOne(rewrite, &swaps, report) }
    }

    private func sendOne(
        _ rewrite: Rewrite,
        _ swaps: inout Swaps,
        _ report: (RotationNews) -> Void,
    ) async throws {
        let store = store
        try await window.send(in: &swaps, settle: { try settle($0, report) }) {
            Attempt(rewrite: rewrite, outcome: await Self.swap(rewrite, in: store))
        }
    }

    private static func swap(
        _ rewrite: Rewrite,
        in store: any RewritableStore,
    ) async -> Result<SwapOutcome, StoreFailure> {
        do {
            return .success(
                try await store.compareAndSwap(
                    key: rewrite.key,
                    modRevision: rewrite.modRevision,
                    value: rewrite.new
                )
            )
        } catch {
            return .failure(error)
        }
    }

    private func settle(_ attempt: Attempt, _ report: (RotationNews) -> Void) throws {
        defer { report(.wrote(result)) }
        switch attempt.outcome {
        case .success(.swapped):
            countRewritten(attempt.rewrite)
        case .success(.conflict(current: nil)):
            result.deleted += 1
        case .success(.conflict(let current?)):
            try lookAgain(attempt.rewrite, current)
        case .failure(let failure):
            guard failure.reach == .key else { throw failure }
            result.refused.append(
                ValueReport(key: attempt.rewrite.key, code: "refused", message: failure.message)
            )
            guard result.refused.count < job.options.refusalLimit else { throw failure }
        }
    }

    private func countRewritten(_ rewrite: Rewrite) {
        result.rewritten += 1
        result.bytesWritten += rewrite.new.count
    }

    /// Someone else wrote the key: only what it holds now decides.
    private func lookAgain(_ lost: Rewrite, _ current: StoredValue) throws {
        guard current.value != lost.new else {
            // The swap's own bytes: it was applied, and its answer lost.
            countRewritten(lost)
            return
        }
        result.conflicts += 1
        let found = try rewriter.rewrite(lost.key.span, current.value.span, current.facts)
        guard var rewrite = found else { return }
        noteBackslide(rewrite)
        rewrite.conflicts = lost.conflicts + 1
        if rewrite.conflicts < job.options.attemptLimit {
            again.append(rewrite)
        } else {
            postponed += 1
        }
    }

    /// What is to be moved although it was written since the run began; a watch would tell it too.
    private func noteBackslide(_ rewrite: Rewrite) {
        guard rewrite.modRevision > ledger.start else { return }
        // Plaintext is as good as nothing for its header.
        let stored = rewrite.old ?? []
        guard let slid = test.slid(rewrite.key.span, stored.span) else { return }
        ledger.add(slid, rewrite.key, at: rewrite.modRevision)
    }

    /// The end of the group that starts at `start`: never empty, bounded in count and bytes.
    private static func groupEnd(_ rewrites: [Rewrite], from start: Int) -> Int {
        var end = start
        var bytes = 0
        while end < rewrites.count, end - start < groupCount, end == start || bytes < groupBytes {
            bytes += rewrites[end].new.count
            end += 1
        }
        return end
    }
}
