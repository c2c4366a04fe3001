import EtcdModel
import KubernetesModel
import Rotation
import Survey

/// Puts back what a rotation replaced.
struct LiveUndo {
    let path: String
    let loaded: LoadedConfiguration
    let storeOptions: StoreOptions
    let options: RotationOptions
    let display: DisplayOptions
    /// Who writes down what is opened.
    let walk: AuditedWalk?

    /// What it did, and what is on the new key all the same.
    struct Outcome {
        let result: UndoResult
        let remainder: [UndoRemainder.Share]
    }

    func run() async throws -> Outcome {
        let remainder = UndoRemainder(
            chains: loaded.chains,
            prefix: EtcdPrefix(storeOptions.prefix)
        )
        let (header, records) = try readThrough(remainder)
        let cluster = try await LiveConnection.connect(
            storeOptions.live,
            wanted: WantedKeys(below: EtcdPrefix(storeOptions.prefix).bytes)
        ).audited(by: walk, storeOptions)
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
            let result = try await job.run(log, on: cluster, stop: stop) { now in
                progress.add(now.records - shown)
                shown = now.records
            }
            progress.finish()
            return Outcome(
                result: result,
                remainder: try await remainder.find(
                    in: cluster,
                    workerCount: storeOptions.workerCount,
                    stop: stop
                )
            )
        } catch let error as UndoHalted {
            progress.finish()
            throw halted(error, stop)
        } catch is JobInterrupted {
            throw Failure(
                "interrupted: all was put back, and nobody looked for what is on the new key",
                hint: "run the same command again: it writes nothing twice",
                status: .interrupted
            )
        }
    }

    /// The whole log, before anything is written.
    private func readThrough(
        _ remainder: UndoRemainder
    ) throws -> (header: UndoHeader, records: Int) {
        let log = try openLog()
        if !log.isSealed {
            StandardError.warning(
                "\(path) has no authentication codes: each record is opened and compared, but "
                    + "nothing says that none was changed or left out"
            )
        }
        var records = 0
        let sorter = EntrySorter(
            prefix: EtcdPrefix(storeOptions.prefix),
            filter: EntryFilter()
        )
        var tally = PlaceTally()
        try LiveRotation.told {
            while let record = try log.next() {
                records += 1
                remainder.add(record)
                tally.count(record.key.span, sorter.place(record.key.span))
            }
        }
        if let walk { walk.add(tally.finish(), in: walk.begin()) }
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

    private func halted(_ halted: UndoHalted, _ stop: StopSignal) -> Failure {
        let done = "\(Numbers.count(halted.result.restored, "value")) put back until then"
        let resume = "run the same command again: it goes on"
        if halted.cause is JobInterrupted || stop.isInterruption {
            let done = done + RotationHalt.unanswered(halted.cause)
            return Failure("interrupted: \(done)", hint: resume, status: .interrupted)
        }
        let failure = Failure(wording: halted.cause)
        let hint = failure.hint.map { "\($0); then " } ?? ""
        return Failure("\(failure.message); \(done)", hint: hint + resume)
    }
}
