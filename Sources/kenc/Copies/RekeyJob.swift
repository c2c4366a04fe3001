import DurableFiles
import EtcdModel
import EtcdSnapshot
import KubernetesModel
import Providers
import Survey
import WireFormats

/// The making of a copy that opens with other keys.
struct RekeyJob {
    let contents: SnapshotContents
    let old: [ResourceChains]
    let new: ResourceChains
    /// What k3s and RKE2 keep of their own beside the values.
    let bootstrap: BootstrapRow?
    let prefix: EtcdPrefix
    let treatment: UnreadableTreatment
    let history: SnapshotCopy.History
    /// Who writes down what is opened.
    let walk: AuditedWalk?
    let workerCount: Int
    let progress: ProgressWish

    /// What came of it.
    struct Outcome {
        var tally = RekeyTally()
        /// Nil where nothing was made, since a value cannot be read.
        var copy: CopiedFile?
        /// Values of the copy that do not open with the new configuration alone.
        var closed = 0
    }

    /// Makes it; it is in its place when this returns, or nothing is.
    ///
    /// - Parameters:
    ///   - file: Where the copy goes.
    ///   - check: Throws for a store in which nothing can be found.
    /// - Returns: What came of it.
    /// - Throws: Whatever keeps the copy from being made.
    func run(to file: WholeFile, _ check: (StoreShape) throws -> Void) async throws -> Outcome {
        var outcome = Outcome()
        let copy = try SnapshotCopy(of: contents, history: history, to: file)
        outcome.tally = try await write(copy)
        try check(outcome.tally.shape)
        if outcome.tally.traps.contains(.k3sBootstrap) { throw BootstrapRow.isMissing(bootstrap) }
        if treatment == .refuse, !outcome.tally.unreadable.isEmpty { return outcome }
        let proof = try copy.complete()
        outcome.closed = try await prove(proof, outcome.tally)
        outcome.copy = CopiedFile(copy, proof, hash: try await copy.publish(proof))
        return outcome
    }

    private func write(_ copy: SnapshotCopy) async throws -> RekeyTally {
        var tally = RekeyTally()
        let line = ProgressLine(
            "re-keyed",
            unit: "revision",
            expected: copy.rows.expectedEntries,
            wish: progress
        )
        defer { line.finish() }
        let rows: any EntryStore =
            if let walk { AuditedEntries(copy.rows, walk, prefix: prefix) } else { copy.rows }
        try await Engine(workerCount: workerCount).run(
            over: rows,
            makeWorker: {
                RekeyWorker(
                    old: old,
                    new: new,
                    bootstrap: bootstrap,
                    prefix: prefix,
                    treatment: treatment
                )
            },
            consume: { part in
                tally.add(part.tally)
                if let key = tally.notProven { throw RewriteNotProven(key: key) }
                // Every value that cannot be read is to be named, though there will be no copy.
                if treatment != .refuse || tally.unreadable.isEmpty {
                    try copy.append(part.batch, part.changes)
                }
                line.add(part.batch.count)
            },
        )
        // The rows came in the order of revisions.
        tally.unreadable.sort { $0.key.lexicographicallyPrecedes($1.key) }
        return tally
    }

    private func prove(_ proof: CopyProof, _ tally: RekeyTally) async throws -> Int {
        var closed = 0
        var wrong: [UInt8]?
        let pairs = proof.pairs
        let line = ProgressLine(
            "opened again",
            unit: "revision",
            expected: pairs.expectedEntries,
            wish: progress
        )
        defer { line.finish() }
        try await Engine(workerCount: workerCount).run(
            over: pairs,
            makeWorker: {
                RekeyProofWorker(old: old, new: new, bootstrap: bootstrap, prefix: prefix)
            },
            consume: { part in
                closed += part.closed
                wrong = wrong ?? part.wrong
                line.add(part.rows)
            },
        )
        if let wrong { throw RewriteNotProven(key: wrong) }
        let expected = treatment == .keep ? tally.unreadable.count : 0
        guard closed <= expected else {
            throw Failure(
                "\(Numbers.count(closed - expected, "value")) of the copy did not open again",
                hint: "nothing was written; run it again, and report it if it stays so"
            )
        }
        return closed
    }
}

/// A copy that is in its place.
struct CopiedFile {
    /// Revisions of keys in it.
    let revisions: Int
    /// Its length.
    let bytes: Int
    /// The SHA-256 at its end, in hex.
    let sha256: String

    init(_ copy: SnapshotCopy, _ proof: CopyProof, hash: [UInt8]) {
        revisions = copy.rowCount
        bytes = proof.byteCount
        sha256 = HexText.encode(hash)
    }
}

/// The row under `/bootstrap/` in which a copy for k3s or RKE2 has its new configuration.
struct BootstrapRow: Sendable {
    let etcdKey: [UInt8]
    /// What every revision of it holds in the copy: an older one would hold the older keys.
    let value: [UInt8]

    func isOf(_ key: Span<UInt8>) -> Bool {
        key.count == etcdKey.count && etcdKey.indices.allSatisfy { key[$0] == etcdKey[$0] }
    }

    /// Why there is no copy where a row keeps its old configuration.
    static func isMissing(_ given: BootstrapRow?) -> Failure {
        guard given != nil else {
            return Failure(
                "the backup is of k3s or RKE2, which take their configuration from /bootstrap/ in it: "
                    + "after a restore they would bring the old one back",
                hint:
                    "give the server token with --k3s-token-file FILE, and the new one goes inside"
            )
        }
        return Failure(
            "the backup has values under /bootstrap/ that are sealed with another token than the one "
                + "given, and would bring an old configuration back",
            hint: "take a backup of a time when the servers had finished a change of their token"
        )
    }
}
