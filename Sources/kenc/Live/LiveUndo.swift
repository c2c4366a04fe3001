import EtcdModel
import KubernetesModel
import Rotation

/// Puts back what a rotation replaced.
struct LiveUndo {
    let path: String
    let loaded: LoadedConfiguration
    let storeOptions: StoreOptions
    let options: RotationOptions
    let display: DisplayOptions

    func run() async throws -> UndoResult {
        let (header, records) = try readThrough()
        let cluster = try await LiveConnection.connect(
            storeOptions.live,
            wanted: WantedKeys(below: EtcdPrefix(storeOptions.prefix).bytes)
        )
        let checkup = try await cluster.checkup()
        guard checkup.clusterID == header.clusterID || options.force else {
            throw Failure(
                "\(path) is of cluster \(header.clusterID), and this is \(checkup.clusterID)",
                hint: "check --endpoints; a cluster restored from a backup has another id: --force"
            )
        }
        try options.confirm(
            """
            Put back what \(Numbers.count(records, "write")) of a rotation replaced in \
            \(cluster.name), where nobody wrote since? Every API server must be able to read the \
            old keys.
            """
        )
        let stop = StopSignal()
        Interruption.ask(stop)
        defer { Interruption.ask(nil) }
        let job = UndoJob(
            chains: loaded.chains,
            prefix: EtcdPrefix(storeOptions.prefix),
            options: options.job(workers: storeOptions.workerCount)
        )
        let progress = ProgressLine("went through", expected: records, wish: display.progress)
        defer { progress.finish() }
        var shown = 0
        let log = try openLog()
        do {
            return try await job.run(log, on: cluster, stop: stop) { now in
                progress.add(now.records - shown)
                shown = now.records
            }
        } catch {
            progress.finish()
            throw halted(error)
        }
    }

    /// The whole log, before anything is written.
    private func readThrough() throws -> (header: UndoHeader, records: Int) {
        let log = try openLog()
        if !log.isSealed {
            StandardError.warning(
                "\(path) has no authentication codes: each record is opened and compared, but "
                    + "nothing says that none was changed or left out"
            )
        }
        var records = 0
        try LiveRotation.told { while try log.next() != nil { records += 1 } }
        if log.endsTorn {
            StandardError.note(
                "the last line of \(path) is torn, as after a crash: it was never sent"
            )
        }
        return (log.header, records)
    }

    private func openLog() throws -> UndoLogReader {
        try LiveRotation.told {
            try UndoLogReader(
                path: path,
                chains: loaded.chains,
                allowingUnsealed: options.force
            )
        }
    }

    private func halted(_ halted: UndoHalted) -> Failure {
        let done = "\(Numbers.count(halted.result.restored, "value")) put back until then"
        let resume = "run the same command again: it goes on"
        if halted.cause is JobInterrupted {
            return Failure("interrupted: \(done)", hint: resume, status: .interrupted)
        }
        let failure = Failure(wording: halted.cause)
        let hint = failure.hint.map { "\($0); then " } ?? ""
        return Failure("\(failure.message); \(done)", hint: hint + resume)
    }
}

/// What an undo did, for programs.
struct UndoReport: Encodable {
    let restored: Int
    let alreadyBack: Int
    let changed: Int
    let deleted: Int
    let failures: [SurveyReport.Value]

    init(_ result: UndoResult) {
        restored = result.restored
        alreadyBack = result.alreadyBack
        changed = result.changed
        deleted = result.deleted
        failures = result.failures.map(SurveyReport.Value.init)
    }

    /// The same for people.
    var text: String {
        var text =
            "put back \(Numbers.count(restored, "value")); \(Numbers.grouped(alreadyBack)) already "
            + "were, \(Numbers.grouped(changed)) written by others since or never rewritten, "
            + "\(Numbers.grouped(deleted)) deleted\n"
        if !failures.isEmpty { text += "\(Numbers.count(failures.count, "value")) failed:\n" }
        for failure in failures.prefix(SurveyText.valueLimit) {
            text += "  \(ShownText.line(failure.key))\n    \(ShownText.line(failure.message))\n"
        }
        return text
    }
}
