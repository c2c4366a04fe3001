import EtcdModel
import EtcdSnapshot
import KeyMaterial
import KubernetesModel
import Providers
import Rotation
import Survey

/// What happens to values that nobody can seal anew.
enum UnreadableTreatment: String, CaseIterable, Sendable {
    case refuse
    case keep
    case drop
}

/// Seals the values of a batch of rows with other keys.
actor RekeyWorker: EntryWorker {
    struct Output: Sendable {
        let batch: CopyBatch
        let changes: RowChanges
        let tally: RekeyTally
    }

    private let sorter: EntrySorter
    private let rekeyer: Rekeyer
    private let bootstrap: BootstrapRow?
    private let treatment: UnreadableTreatment
    private let configurations: [ResourceChains]
    private let new: ResourceChains
    private var byteCount = 0
    /// What plugins were asked to make for the batch.
    private var promise: SealingPromise?

    init(
        old: [ResourceChains],
        new: ResourceChains,
        bootstrap: BootstrapRow?,
        prefix: EtcdPrefix,
        treatment: UnreadableTreatment,
    ) {
        sorter = EntrySorter(prefix: prefix, filter: EntryFilter())
        rekeyer = Rekeyer(old: old, new: new)
        self.bootstrap = bootstrap
        self.treatment = treatment
        configurations = old + [new]
        self.new = new
    }

    func prepare(_ batch: any EntryBatch) async throws {
        for chains in configurations {
            try await chains.unwrapKeys(of: batch, where: sorter.isObject)
        }
        promise = nil
        promise = try await new.promiseSealing(of: batch, by: sorter)
    }

    func process(_ batch: any EntryBatch) throws -> Output {
        guard let batch = batch as? CopyBatch else {
            preconditionFailure("only the rows of a snapshot are copied")
        }
        // A batch is about as large as the one before.
        var changes = RowChanges(reserving: byteCount)
        defer { byteCount = changes.byteCount }
        var tally = RekeyTally()
        try batch.forEach { key, stored, _ in
            let place = sorter.place(key)
            tally.shape.saw(key, stored, place)
            if let bootstrap, bootstrap.isOf(key) {
                changes.replace(with: bootstrap.value.span)
                return
            }
            if let trap = RestoreTrap(key: key) { tally.traps.insert(trap) }
            if case .object = place { tally.values += 1 }
            var isReplaced = false
            let outcome = rekeyer.rekey(stored, etcdKey: key, place) { new in
                changes.replace(with: new)
                isReplaced = true
            }
            switch outcome {
            case .stays: break
            case .moves(let from, let to, let count):
                guard case .object(let resource, _, _) = place else { break }
                tally.move(
                    resource.groupResource,
                    RewriteRoute(from: from, to: to),
                    bytesBefore: stored.count,
                    bytesAfter: count
                )
            case .notProven:
                tally.notProven = tally.notProven ?? Array(copying: key)
            case .fails(let code, let message):
                tally.unreadable.append(
                    ValueReport(key: Array(copying: key), code: code, message: message)
                )
                if treatment == .drop {
                    if case .object = place { tally.dropped += 1 }
                    changes.drop()
                    return
                }
            }
            if !isReplaced { changes.keep() }
        }
        return Output(batch: batch, changes: changes, tally: tally)
    }
}

/// Compares what a copy holds with what it was made of, by other contexts than those that sealed it.
actor RekeyProofWorker: EntryWorker {
    struct Output: Sendable {
        var rows = 0
        /// Values that do not open with the new configuration alone.
        var closed = 0
        /// One that opens to something else, or is not as the new configuration writes it.
        var wrong: [UInt8]?
    }

    private let sorter: EntrySorter
    private let rekeyer: Rekeyer
    private let bootstrap: BootstrapRow?

    init(
        old: [ResourceChains],
        new: ResourceChains,
        bootstrap: BootstrapRow?,
        prefix: EtcdPrefix,
    ) {
        self.bootstrap = bootstrap
        sorter = EntrySorter(prefix: prefix, filter: EntryFilter())
        rekeyer = Rekeyer(old: old, new: new)
    }

    /// Every key was asked for when the copy was made.
    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> Output {
        guard let batch = batch as? PairBatch else {
            preconditionFailure("only the rows of a copy are compared with their originals")
        }
        var output = Output()
        output.rows = batch.count
        try batch.forEachPair { key, before, after in
            if let bootstrap, bootstrap.isOf(key) {
                if !equalInConstantTime(after, bootstrap.value.span) {
                    output.wrong = bootstrap.etcdKey
                }
                return
            }
            let place = sorter.place(key)
            switch rekeyer.isProven(before, after, etcdKey: key, place) {
            case true?: break
            case false?: output.wrong = output.wrong ?? Array(copying: key)
            case nil: output.closed += 1
            }
        }
        return output
    }
}

/// Compares a copy, in which nothing was to change, with what it was made of.
actor CopyProofWorker: EntryWorker {
    func prepare(_ batch: any EntryBatch) {}

    func process(_ batch: any EntryBatch) throws -> (rows: Int, changed: Int) {
        guard let batch = batch as? PairBatch else {
            preconditionFailure("only the rows of a copy are compared with their originals")
        }
        var changed = 0
        try batch.forEachPair { _, before, after in
            if !equalInConstantTime(before, after) { changed += 1 }
        }
        return (batch.count, changed)
    }
}
