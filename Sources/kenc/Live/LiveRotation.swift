import EncryptionConfig
import EtcdModel
import KubernetesModel
import Rotation
import Survey

/// A rotation of a live etcd: checks, plan, question, rewrite, proof.
struct LiveRotation {
    let loaded: LoadedConfiguration
    let storeOptions: StoreOptions
    let options: RotationOptions
    let display: DisplayOptions

    /// What it did, nil for the log when there was nothing to rewrite.
    struct Outcome {
        let result: RotationResult
        let survey: Survey
        let evidence: Evidence
        let undoLog: String?
        let seconds: Double

        var isProven: Bool { result.isProven(by: evidence) }
    }

    func run() async throws -> Outcome {
        let cluster = try await LiveConnection.connect(
            storeOptions.live,
            wanted: WantedKeys(storeOptions)
        )
        let checkup = try await cluster.checkup()
        try refuse(checkup.problems)
        let store = try await OpenedStore.live(cluster, storeOptions)
        let job = RotationJob(
            chains: loaded.chains,
            prefix: store.prefix,
            filter: store.filter,
            options: options.job(workers: storeOptions.workerCount)
        )
        let survey = try await plan(job, cluster, store)
        try refuse(sizeProblems(survey, checkup))
        guard survey.movable > 0 else {
            StandardError.note("nothing is stale: there is nothing to rewrite")
            var result = RotationResult()
            result.adopt(survey)
            return Outcome(
                result: result,
                survey: survey,
                evidence: evidence(survey),
                undoLog: nil,
                seconds: 0
            )
        }
        show(survey, checkup, cluster)
        try options.confirm(
            "Rewrite \(Numbers.count(survey.movable, "value")) in \(cluster.name)?"
        )
        return try await rewrite(job, cluster, checkup, survey.movable)
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

    private func rewrite(
        _ job: RotationJob,
        _ cluster: any LiveCluster,
        _ checkup: ClusterCheckup,
        _ expected: Int,
    ) async throws -> Outcome {
        let began = Clock.now
        let log = try undoLog(
            UndoHeader(
                clusterID: checkup.clusterID,
                configurationHash: loaded.configuration.hash,
                time: began
            )
        )
        let path = log.path
        let stop = StopSignal()
        Interruption.ask(stop)
        defer { Interruption.ask(nil) }
        let progress = ProgressLine("rewrote", expected: expected, wish: display.progress)
        defer { progress.finish() }
        let start = ContinuousClock.now
        var shown = 0
        do {
            let result = try await job.run(on: cluster, journal: log, stop: stop) { now in
                progress.add(now.rewritten - shown)
                shown = now.rewritten
            }
            progress.finish()
            return Outcome(
                result: result,
                survey: result.survey ?? Survey(),
                evidence: evidence(result.survey ?? Survey()),
                undoLog: path,
                seconds: (ContinuousClock.now - start) / .seconds(1)
            )
        } catch {
            progress.finish()
            throw halted(error, expected, path)
        }
    }

    /// A new log, under a name that no other run has taken.
    private func undoLog(_ header: UndoHeader) throws -> UndoLogWriter {
        try Self.told {
            if let path = options.undoLog { return try UndoLogWriter(path: path, header: header) }
            let name = "kenc-undo-\(Clock.stamp(header.time))"
            var number = 1
            while true {
                do {
                    let path = number == 1 ? "\(name).jsonl" : "\(name)-\(number).jsonl"
                    return try UndoLogWriter(path: path, header: header)
                } catch let error as UndoLogError where error.isAboutExisting {
                    number += 1
                }
            }
        }
    }

    /// What to say when the job ended early.
    private func halted(_ halted: RotationHalted, _ expected: Int, _ path: String) -> Failure {
        let done =
            "\(Numbers.grouped(halted.result.rewritten)) of \(Numbers.count(expected, "value")) "
            + "rewritten, each whole and verified"
        let resume = "run the same command again: it goes on where this ended"
        switch halted.cause {
        case is JobInterrupted:
            return Failure(
                "interrupted: \(done)",
                hint: "\(resume); to put values back: kenc rotate --undo \(path)",
                status: .interrupted
            )
        case let failure as UndoLogError:
            return Failure("\(failure.message); \(done)", hint: failure.hint)
        default:
            let failure = Failure(wording: halted.cause)
            let next = failure.hint.map { "\($0); then " } ?? ""
            return Failure("\(failure.message); \(done)", hint: next + resume)
        }
    }

    /// Errors of undo logs as messages.
    static func told<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as UndoLogError {
            throw Failure(error.message, hint: error.hint)
        }
    }
}

extension LiveRotation {
    /// Ends the command for what speaks against writing, unless it is forced.
    private func refuse(_ problems: [ClusterCheckup.Problem]) throws {
        for problem in problems {
            let isStop = problem.isFatal || !options.force
            if isStop {
                throw Failure("\(problem.message); nothing was written", hint: problem.hint)
            }
            StandardError.warning("\(problem.message) (going on, as --force says)")
        }
    }

    private func sizeProblems(
        _ survey: Survey,
        _ checkup: ClusterCheckup,
    ) -> [ClusterCheckup.Problem] {
        var problems: [ClusterCheckup.Problem] = []
        if let first = survey.oversizedValues.first {
            let count = survey.oversizedValues.count
            let key = ShownText.line(EtcdKeyText.both(first.key).text)
            problems.append(
                ClusterCheckup.Problem(
                    message: "\(Numbers.count(count, "value")) would not fit into a request to "
                        + "etcd once rewritten, among them \(key), which \(first.message)",
                    hint: "make the object smaller, or raise etcd's --max-request-bytes and say "
                        + "so with --max-request-bytes; --force leaves such values as they are",
                    isFatal: false
                )
            )
        }
        let bytes = survey.sortedRewrites.reduce(0) { $0 + $1.2.bytesAfter }
        let needed = checkup.databaseBytes + checkup.growth(values: survey.movable, bytes: bytes)
        if needed >= checkup.quota ?? ClusterCheckup.defaultQuota, survey.movable > 0 {
            let message =
                "the database would grow from \(Numbers.bytes(Int(checkup.databaseBytes))) to "
                + "about \(Numbers.bytes(Int(needed))), past "
            guard let quota = checkup.quota else {
                StandardError.warning(
                    message + "etcd's default quota of 2.0 GiB; this etcd does not tell its own",
                    hint: "check its --quota-backend-bytes, or compact and defragment first"
                )
                return problems
            }
            problems.append(
                ClusterCheckup.Problem(
                    message: message + "its quota of \(Numbers.bytes(Int(quota)))",
                    hint: "compact and defragment, raise --quota-backend-bytes, or rotate a part "
                        + "at a time with --resource; --force goes on",
                    isFatal: false
                )
            )
        }
        return problems
    }

    private func show(_ survey: Survey, _ checkup: ClusterCheckup, _ cluster: any LiveCluster) {
        let retirement = KeyRetirement(
            configuration: loaded.configuration,
            survey: survey,
            evidence: evidence(survey)
        )
        let rate =
            options.rate > 0
            ? "at most \(Numbers.grouped(Int(options.rate.rounded(.up)))) a second"
            : "at full speed"
        StandardError.write(
            """
            \(cluster.name): \(checkup.members.joined(separator: ", "))
            database \(Numbers.bytes(Int(checkup.databaseBytes))), quota \
            \(checkup.quota.map { Numbers.bytes(Int($0)) } ?? "not told")

            \(RotationText(survey, retirement, style: .standardError).render())
            Before you go on:
              every API server must already have read \(ShownText.line(loaded.path)): one that lacks
              the new key fails every list of a resource with one rewritten value in it
              keep a backup: kenc snapshot save FILE
              values are written \(rate); each is an event to every watcher

            """
        )
    }
}
