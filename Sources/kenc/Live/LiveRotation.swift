import EncryptionConfig
import EtcdModel
import Fleet
import Rotation
import Survey

/// A rotation of a live etcd: checks, plan, question, rewrite, proof.
struct LiveRotation {
    let loaded: LoadedConfiguration
    let storeOptions: StoreOptions
    let servers: ServerOptions
    let options: RotationOptions
    let display: DisplayOptions
    /// Who writes down what is opened.
    let walk: AuditedWalk?

    /// What it did, nil for the log when there was nothing to rewrite.
    struct Outcome {
        let result: RotationResult
        let survey: Survey
        let evidence: Evidence
        let undoLog: String?
        /// Nil where no API server was asked.
        let fleet: FleetEnds?
        let unansweredCalls: Int

        /// How long it wrote.
        var seconds: Double { result.writing / .seconds(1) }

        var isProven: Bool { result.isProven(by: evidence) && areServersOnFile }

        /// Whether nobody who was asked was seen elsewhere.
        var areServersOnFile: Bool { fleet.map { $0.end?.isProven == true } ?? true }
    }

    /// What the API servers said before the first write and after the last survey.
    struct FleetEnds {
        let file: String
        let start: FleetVerdict
        let end: FleetVerdict?
    }

    /// What one run writes, and who watches.
    private struct Run {
        let job: RotationJob
        let cluster: any LiveCluster
        let clusterID: String
        let expected: Int
        let fleet: FleetWatch?
        let start: FleetVerdict?
    }

    func run() async throws -> Outcome {
        let cluster = try await LiveConnection.connect(
            storeOptions.live,
            wanted: WantedKeys(storeOptions)
        ).audited(by: walk, storeOptions)
        let known = FleetStore(storeOptions, [loaded.chains])
        let fleet = try FleetWatch(servers, loaded) { try await known.roster(in: cluster) }
        var start = try await fleet?.admit()
        let preflight = RotationPreflight(
            loaded: loaded,
            options: options,
            checkup: try await cluster.checkup(),
            cluster: cluster
        )
        try preflight.refuse(preflight.checkup.problems)
        let store = try await OpenedStore.live(cluster, storeOptions)
        let job = RotationJob(
            chains: loaded.chains,
            prefix: store.prefix,
            filter: store.filter,
            options: options.job(workers: storeOptions.workerCount)
        )
        let survey = try await plan(job, cluster, store)
        try preflight.refuse(preflight.sizeProblems(survey))
        if survey.movable == 0 {
            let isReadable = survey.unreadableValues.isEmpty
            StandardError.note(
                (isReadable ? "nothing is stale" : "nothing that can be read is stale")
                    + ": there is nothing to rewrite"
            )
        } else {
            try preflight.requireWordForPlaintext(survey)
            let words = await RotationServers.words(loaded, start, known, cluster)
            preflight.show(survey, evidence(survey), words)
            try preflight.confirm(
                survey,
                areServersKnown: fleet != nil || options.serversHaveReadIt
            )
            // The survey and the answer took their time.
            start = try await fleet?.admit()
        }
        return try await rewrite(
            Run(
                job: job,
                cluster: cluster,
                clusterID: preflight.checkup.clusterID,
                expected: survey.movable,
                fleet: fleet,
                start: start
            )
        )
    }

    private func evidence(_ survey: Survey) -> Evidence {
        Evidence(survey, filter: storeOptions.filter, chains: [loaded.chains])
    }

    private func plan(
        _ job: RotationJob,
        _ cluster: any LiveCluster,
        _ store: OpenedStore,
    ) async throws -> Survey {
        let progress = ProgressLine(
            "surveyed",
            expected: store.entries.expectedEntries,
            wish: display.progress
        )
        defer { progress.finish() }
        let survey = try await job.survey(cluster) { progress.add($0) }
        progress.finish()
        try store.check(survey.shape)
        return survey
    }

    private func rewrite(_ run: Run) async throws -> Outcome {
        let log = run.expected > 0 ? try undoLog(run.clusterID) : nil
        let stop = StopSignal()
        Interruption.ask(stop)
        defer { Interruption.ask(nil) }
        var progress = RotationProgress(expected: run.expected, wish: display.progress)
        do {
            let result = try await run.job.run(
                on: run.cluster,
                journal: log,
                stop: stop,
                gate: run.fleet
            ) { progress.show($0) }
            progress.finish()
            let survey = result.survey ?? Survey()
            return Outcome(
                result: result,
                survey: survey,
                evidence: evidence(survey),
                undoLog: log?.path,
                fleet: await ends(run, stop),
                unansweredCalls: run.cluster.unansweredCalls
            )
        } catch {
            progress.finish()
            throw RotationHalt(
                halted: error,
                expected: run.expected,
                undoLog: log?.path,
                fleet: run.fleet,
                file: loaded.path,
                isInterrupted: stop.isInterruption
            ).failure
        }
    }

    private func ends(_ run: Run, _ stop: StopSignal) async -> FleetEnds? {
        guard let fleet = run.fleet, let start = run.start else { return nil }
        let job = options.job(workers: storeOptions.workerCount)
        return FleetEnds(file: loaded.path, start: start, end: await fleet.last(job, stop))
    }

    /// A new log, under a name that no other run has taken.
    private func undoLog(_ clusterID: String) throws -> UndoLogWriter {
        let header = UndoHeader(
            clusterID: clusterID,
            configurationHash: loaded.configuration.hash,
            time: Clock.now
        )
        return try Self.told {
            if let path = options.undoLog {
                return try UndoLogWriter(path: path, header: header, chains: loaded.chains)
            }
            let name = "kenc-undo-\(Clock.stamp(header.time))"
            var number = 1
            while true {
                do {
                    let path = number == 1 ? "\(name).jsonl" : "\(name)-\(number).jsonl"
                    return try UndoLogWriter(path: path, header: header, chains: loaded.chains)
                } catch let error as UndoLogError where error.remedy == .nameAnother {
                    number += 1
                }
            }
        }
    }

    /// Errors of undo logs as messages.
    static func told<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as UndoLogError {
            throw Failure(wording: error)
        }
    }
}
