internal import EtcdModel
internal import KubernetesModel
internal import Providers
internal import Survey

/// One run of a job: passes, settling, the last survey; a watch and the gate's keeper beside them.
///
/// Its state belongs to the one task that runs the job.
final class RotationRun {
    private(set) var result = RotationResult()
    private(set) var phase = RotationHalted.Phase.writing

    private let job: RotationJob
    private let store: any RewritableStore & WatchableStore
    private let stop: StopSignal

    init(
        _ job: RotationJob,
        _ store: any RewritableStore & WatchableStore,
        _ stop: StopSignal,
    ) {
        self.job = job
        self.store = store
        self.stop = stop
        result.settling = job.options.settling
    }

    func run(
        _ journal: (any RewriteJournal)?,
        _ gate: (any RotationGate)?,
        _ report: (RotationNews) -> Void,
    ) async throws -> RotationResult {
        let ledger = BackslideLedger(after: try await store.newestRevision())
        let ranges = try await ranges()
        let keeper = gate.map { GateKeeper($0, job.options) }
        defer { note(ledger) }
        try await withThrowingTaskGroup(of: Void.self) { beside in
            let watch = BackslideWatch(job, ledger)
            let (store, stop) = (store, stop)
            beside.addTask { @concurrent in await watch.run(store, ranges) }
            if let keeper { beside.addTask { @concurrent in await keeper.run(stop) } }
            defer { beside.cancelAll() }

            if let journal {
                let began = ContinuousClock.now
                try await move(journal, ledger, report)
                result.writing = ContinuousClock.now - began
            }
            phase = .proving
            var change = job.chains.keyring?.changeCount
            try await prove(ledger, keeper, report)
            // A KEK that changed meanwhile makes stale what was current.
            while let journal, let now = job.chains.keyring?.changeCount, now != change,
                ledger.isEmpty, result.remaining > 0, result.passes < job.options.passLimit
            {
                change = now
                phase = .writing
                try await move(journal, ledger, report)
                phase = .proving
                try await prove(ledger, keeper, report)
            }
        }
        note(ledger)
        return result
    }

    /// Passes until a survey finds nothing to move, or it is plain that more of them do not help.
    private func move(
        _ journal: any RewriteJournal,
        _ ledger: BackslideLedger,
        _ report: (RotationNews) -> Void,
    ) async throws {
        let pass = RotationPass(job, store, journal, stop, ledger)
        defer { result = pass.result }
        pass.result = result
        while true {
            let before = pass.result.rewritten
            pass.result.passes += 1
            pass.result.survey = nil
            try await pass.run(report)
            let survey = try await job.survey(store, stop)
            pass.result.survey = survey
            job.forgive(ledger)
            let isStuck = pass.result.rewritten == before && pass.postponed == 0
            if survey.movable == 0 || isStuck || pass.result.passes >= job.options.passLimit {
                return
            }
            // Whoever writes with another key does so again.
            if !ledger.isEmpty { return }
            if pass.postponed > 0 { try await Task.sleep(for: job.options.pause) }
            try stop.check()
        }
    }

    /// Waits until nothing can be under way any more, then surveys once more.
    private func prove(
        _ ledger: BackslideLedger,
        _ keeper: GateKeeper?,
        _ report: (RotationNews) -> Void,
    ) async throws {
        // The survey of the last pass is as late as any, where nobody waits.
        if job.options.settling > .zero || result.survey == nil {
            try await settle(ledger, keeper, report)
            result.survey = nil
            result.survey = try await job.survey(store, stop) { report(.surveyed($0)) }
        }
        job.forgive(ledger)
        guard let survey = result.survey else { return }
        let total = survey.total
        if total.stale > 0 || total.unreadable > 0 || ledger.watchFailure != nil {
            try await job.search(store, ledger, stop)
        }
    }

    private func settle(
        _ ledger: BackslideLedger,
        _ keeper: GateKeeper?,
        _ report: (RotationNews) -> Void,
    ) async throws {
        let settling = job.options.settling
        let began = ContinuousClock.now
        while true {
            try stop.check()
            let now = ContinuousClock.now
            // An unclear gate holds everything up; its keeper ends that.
            let openSince = keeper.map { $0.openSince ?? now } ?? began
            var end = max(began, ledger.lastSeen ?? began, openSince) + settling
            // Whoever goes on writing is not waited for: nothing is proven then anyway.
            if !ledger.isEmpty { end = min(end, began + settling * 2) }
            let left = end - now
            guard left > .zero else { return }
            report(.settling(left: left))
            try await Task.sleep(for: min(left, .milliseconds(200)))
        }
    }

    private func note(_ ledger: BackslideLedger) {
        result.backslides = ledger.backslides
        result.watchFailure = ledger.watchFailure
    }

    /// What a walk reads, as far as it is under the prefix.
    private func ranges() async throws -> [KeyRange] {
        let all = [KeyRange(prefix: job.prefix.bytes)]
        guard let ranges = await (try store.entries()).sighting.ranges,
            !ranges.contains(.everything)
        else { return all }
        return ranges
    }
}
