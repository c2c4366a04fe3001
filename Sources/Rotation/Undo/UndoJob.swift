public import EtcdModel
internal import KeyMaterial
public import KubernetesModel
public import Providers
internal import Survey

/// Puts back what a rotation replaced, where the value is still the rotation's.
///
/// By compare-and-swap, so a value that anyone wrote since stays theirs. Running it twice does
/// nothing the second time. What the log holds is not believed: it must open with the
/// configuration, be the object that its key names, and hold what the value in etcd holds.
public struct UndoJob: Sendable {
    private let trial: UndoTrial
    private let options: RotationJob.Options

    /// Makes a job.
    ///
    /// - Parameters:
    ///   - chains: The configuration that the rotation moved to.
    ///   - prefix: The API server's etcd prefix.
    ///   - options: How fast.
    public init(
        chains: ResourceChains,
        prefix: EtcdPrefix,
        options: RotationJob.Options = RotationJob.Options(),
    ) {
        trial = UndoTrial(chains: chains, prefix: prefix)
        self.options = options
    }

    private struct Attempt: Sendable {
        let record: UndoRecord
        let outcome: Result<UndoOutcome, StoreFailure>
    }

    /// Puts values back until the log ends.
    ///
    /// - Parameters:
    ///   - log: Just opened.
    ///   - store: The live store.
    ///   - stop: Ends the job early, once the swaps under way are done.
    ///   - report: Called after every record, from one task at a time.
    /// - Returns: What became of the records.
    /// - Throws: ``UndoHalted``.
    public func run(
        _ log: UndoLogReader,
        on store: any RewritableStore,
        stop: StopSignal,
        report: (UndoResult) -> Void = { _ in },
    ) async throws(UndoHalted) -> UndoResult {
        var result = UndoResult()
        var window = RequestWindow<Attempt>(options, on: store.swapExecutor, stop)
        func settle(_ attempt: Attempt) throws {
            defer { report(result) }
            try Self.settle(attempt, &result)
        }
        do {
            try await withThrowingTaskGroup(of: Attempt.self) { group in
                do {
                    while let record = try log.next() {
                        try await window.send(in: &group, settle: settle) {
                            Attempt(record: record, outcome: await undo(record, store))
                        }
                    }
                } catch {
                    let failure = await window.drain(&group, settle)
                    throw error is JobInterrupted ? failure ?? error : error
                }
                if let failure = await window.drain(&group, settle) { throw failure }
            }
            return result
        } catch {
            throw UndoHalted(result: result, cause: error)
        }
    }

    private static func settle(_ attempt: Attempt, _ result: inout UndoResult) throws {
        switch attempt.outcome {
        case .success(let outcome): result.count(outcome, attempt.record.key)
        case .failure(let failure):
            guard failure.reach == .key else { throw failure }
            result.count(.failed(code: "refused", failure.message), attempt.record.key)
        }
    }

    private func undo(
        _ record: UndoRecord,
        _ store: any RewritableStore,
    ) async -> Result<UndoOutcome, StoreFailure> {
        do throws(StoreFailure) {
            guard let current = try await store.current(record.key) else {
                return .success(.deleted)
            }
            if case .stored(current.value) = record.old { return .success(.alreadyBack) }
            if record.old == .plaintext, !StoredHeader.isEncrypted(current.value.span) {
                return .success(.alreadyBack)
            }
            guard let hash = try? Digest.sha256(current.value.span), hash == record.newHash else {
                return .success(.changed)
            }
            guard current.facts.createRevision == record.createRevision else {
                return .success(.changed)
            }
            await trial.prepare(record, over: current.value)
            let old: [UInt8]
            do throws(UndoRefusal) {
                old = try trial.bytes(of: record, over: current.value)
            } catch {
                return .success(.failed(code: error.code, error.message))
            }
            let outcome = try await store.compareAndSwap(
                key: record.key,
                modRevision: current.facts.modRevision,
                value: old
            )
            switch outcome {
            case .swapped: return .success(.restored)
            case .conflict(current: nil): return .success(.deleted)
            case .conflict(let current?):
                return .success(current.value == old ? .restored : .changed)
            }
        } catch {
            return .failure(error)
        }
    }
}
