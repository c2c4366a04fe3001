import EtcdModel
import EtcdSnapshot
import Survey

/// What a re-keyed copy is, for programs.
struct RekeyReport: Encodable {
    struct Trap: Encodable {
        let code: String
        let message: String

        init(_ trap: RestoreTrap) {
            code = trap.code
            message = trap.words
        }

        /// For people.
        static func text(_ traps: [Trap]) -> String {
            guard !traps.isEmpty else { return "" }
            return "when it is restored:\n"
                + traps.map { "  \(ShownText.line($0.message))\n" }.joined()
        }
    }

    let input: String
    /// Absent where nothing was made.
    let output: String?
    let revision: Int64
    let integrity: String
    /// Values of known resources in the rows that were to be copied.
    let values: Int
    let rekeyed: Int
    /// As they were: current already, or unreadable and kept.
    let kept: Int
    let dropped: Int
    /// Revisions of keys in the copy.
    let revisions: Int
    let bytesBefore: Int
    let bytesAfter: Int
    let compacted: Bool
    /// Whether every value of the copy opens with the new configuration alone.
    let proven: Bool
    let sha256: String?
    let rewrite: [RotationReport.Rewrite]
    let unreadableValues: [SurveyReport.Value]
    let restore: [Trap]
    let manifest: String?
    /// The etcd key under which the new configuration lies in the copy, as k3s and RKE2 want it.
    let configurationInside: String?

    init(
        _ outcome: RekeyJob.Outcome,
        job: RekeyJob,
        input: String,
        output: String,
        manifest: String?,
    ) {
        let tally = outcome.tally
        self.input = input
        self.output = outcome.copy == nil ? nil : output
        revision = job.contents.keySpace.revision.rawValue
        integrity = SnapshotWords.integrity(of: job.contents)
        values = tally.values
        let isMade = outcome.copy != nil
        rekeyed = isMade ? tally.rekeyed : 0
        kept = isMade ? tally.kept : 0
        dropped = isMade ? tally.dropped : 0
        revisions = outcome.copy?.revisions ?? 0
        bytesBefore = job.contents.file.byteCount
        bytesAfter = outcome.copy?.bytes ?? 0
        compacted = job.history == .dropped
        proven = isMade && outcome.closed == 0
        sha256 = outcome.copy?.sha256
        rewrite = isMade ? tally.sortedRewrites.map(RotationReport.Rewrite.init) : []
        unreadableValues = tally.unreadable.map(SurveyReport.Value.init)
        let traps =
            RestoreTrap.all(in: job.contents.file.information)
            + tally.traps.sorted { $0.code < $1.code }
        restore = traps.map(Trap.init)
        self.manifest = manifest
        configurationInside =
            isMade ? job.bootstrap.map { EtcdKeyText.both($0.etcdKey).text } : nil
    }
}

/// The same for people.
struct RekeyText {
    let report: RekeyReport
    let outcome: RekeyJob.Outcome
    var style = Style.standardOutput

    func render() -> String {
        guard let copy = outcome.copy else {
            return unreadable("cannot be read, so nothing was made:")
                + "give a further --config that opens them, or --to a file with an entry for each of "
                + "their resources, or choose "
                + "--unreadable keep or drop\n"
        }
        return Rewrite.table("RE-KEYED", outcome.tally.sortedRewrites, style) + summary(copy)
            + inside() + unreadable(fate) + proof() + RekeyReport.Trap.text(report.restore)
    }

    private func summary(_ copy: CopiedFile) -> String {
        """
        \(Numbers.count(report.values, "value")): \(Numbers.grouped(report.rekeyed)) re-keyed, \
        \(Numbers.grouped(report.kept)) kept as they were, \(Numbers.grouped(report.dropped)) dropped
        made \(ShownText.line(report.output ?? "")): \(Numbers.count(copy.revisions, "revision")) up \
        to \(report.revision), \(Numbers.bytes(report.bytesBefore)) before, \
        \(Numbers.bytes(copy.bytes)) now\(report.compacted ? ", older revisions left out" : "")

        """
    }

    private func inside() -> String {
        guard let key = report.configurationInside else { return "" }
        return "the new configuration is inside, under \(ShownText.line(key)), for k3s and RKE2\n"
    }

    private var fate: String {
        report.dropped > 0 ? "cannot be read, and were dropped:" : "cannot be read, and were kept:"
    }

    private func unreadable(_ title: String) -> String {
        let values = outcome.tally.unreadable
        guard !values.isEmpty else { return "" }
        return style.paint("\(Numbers.count(values.count, "value")) \(title)", .red) + "\n"
            + ReasonGroups(values).text()
    }

    private func proof() -> String {
        guard report.proven else {
            return style.paint("not proven:", .red)
                + " \(Numbers.count(outcome.closed, "value")) of the copy still need other keys\n"
        }
        return style.paint("proven:", .green)
            + " every value was opened again from the copy with the new configuration alone\n"
    }
}
