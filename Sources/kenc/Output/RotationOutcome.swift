import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// What a rotation did, for programs: beside the fields of the dry run, and of the survey after the
/// rotation.
struct RotationOutcomeReport: Encodable {
    struct Fleet: Encodable {
        let start: FleetReport
        let end: FleetReport?
    }

    struct Backslid: Encodable {
        let resource: String
        let provider: String
        let keyName: String?
        let keyID: String?
        let values: Int
        let newestRevision: Int64
        let newestTime: String
    }

    let rewritten: Int
    let bytesWritten: Int
    let conflicts: Int
    let unansweredCalls: Int
    let deleted: Int
    let passes: Int
    let seconds: Double
    let rateLimit: Double
    let refused: [SurveyReport.Value]
    let oversized: [SurveyReport.Value]
    let undoLog: String?
    let proven: Bool
    @NullIfNone var fleet: Fleet?
    let backslides: [Backslid]
    let settleSeconds: Double
    let watched: Bool

    init(_ outcome: LiveRotation.Outcome, rate: Double) {
        let result = outcome.result
        rewritten = result.rewritten
        bytesWritten = result.bytesWritten
        conflicts = result.conflicts
        unansweredCalls = outcome.unansweredCalls
        deleted = result.deleted
        passes = result.passes
        seconds = (outcome.seconds * 1000).rounded() / 1000
        rateLimit = rate
        refused = result.refused.map(SurveyReport.Value.init)
        oversized = outcome.survey.oversizedValues.map(SurveyReport.Value.init)
        undoLog = outcome.undoLog
        proven = outcome.isProven
        fleet = outcome.fleet.map { ends in
            Fleet(
                start: FleetReport(ends.start, file: ends.file),
                end: ends.end.map { FleetReport($0, file: ends.file) }
            )
        }
        backslides = result.backslides.map { slide in
            Backslid(
                resource: slide.resource.description,
                provider: slide.key.kind.rawValue,
                keyName: slide.key.name?.description,
                keyID: slide.key.keyID?.text,
                values: slide.values,
                newestRevision: slide.newestRevision.rawValue,
                newestTime: Clock.text(slide.newestTime)
            )
        }
        settleSeconds = result.settling / .seconds(1)
        watched = result.watchFailure == nil
    }
}

/// What a rotation did, for people.
struct RotationOutcomeText {
    let outcome: LiveRotation.Outcome
    let retirement: KeyRetirement
    var style = Style.standardOutput

    func render() -> String {
        let result = outcome.result
        var text =
            "rewrote \(Numbers.count(result.rewritten, "value")) in "
            + "\(Numbers.count(result.passes, "pass", "passes")) and \(duration)"
        if result.conflicts > 0 {
            text += ", \(Numbers.count(result.conflicts, "conflict")) with other writers"
        }
        if outcome.unansweredCalls > 0 {
            text += ", \(Numbers.count(outcome.unansweredCalls, "call")) made again"
        }
        if result.deleted > 0 { text += ", \(Numbers.grouped(result.deleted)) deleted meanwhile" }
        text += "\n"
        if let log = outcome.undoLog {
            text +=
                "undo log: \(ShownText.line(log)) (kenc rotate --undo puts back what it holds)\n"
        }
        let counts = SurveyText(survey: outcome.survey, isJudged: true, style: style)
        text += "\n" + counts.resourceTable() + "\n" + counts.summary() + counts.values()
        text += refusals() + BackslideText(result: outcome.result, style: style).text() + "\n"
        text += EvidenceText(outcome.evidence).text(style) + proof() + keys()
        return text
    }

    private var duration: String {
        let tenths = Int((outcome.seconds * 10).rounded())
        return "\(Numbers.grouped(tenths / 10)).\(tenths % 10) s"
    }

    private func refusals() -> String {
        guard !outcome.result.refused.isEmpty else { return "" }
        let refused = outcome.result.refused
        let title = "etcd refused \(Numbers.count(refused.count, "write")):"
        return "\n" + style.paint(title, .red) + "\n" + ReasonGroups(refused).text()
    }

    private func proof() -> String {
        let left = outcome.result.remaining
        if left > 0, outcome.result.backslides.isEmpty {
            return style.paint(
                "not finished: \(Numbers.count(left, "value")) still stale",
                .red
            ) + "; is an API server writing with another configuration? run it again\n"
        }
        guard outcome.isProven else { return style.paint("not proven:", .red) + " \(doubt)\n" }
        let scope = outcome.evidence.filter.admitsAll ? "nothing" : "nothing of what was asked for"
        return style.paint("proven:", .green)
            + " a survey that began \(settled) found \(scope) on an old key\n" + caveats
    }

    private var settled: String {
        outcome.result.settling > .zero
            ? "\(Self.seconds(outcome.result.settling)) after the last write"
            : "right after the last write"
    }

    private static func seconds(_ duration: Duration) -> String {
        "\(Numbers.grouped(Int((duration / .seconds(1)).rounded()))) s"
    }

    /// What makes the proof a weaker one.
    private var caveats: String {
        var text = ""
        if outcome.result.settling < .seconds(60) {
            text += "  an API server may have had a write under way for longer (60 s, --settle)\n"
        }
        if outcome.fleet == nil {
            text += "  no API server was asked: one on another file writes other keys later\n"
        }
        return text
    }

    /// What is left that nobody can vouch for.
    private var doubt: String {
        if !outcome.result.backslides.isEmpty {
            return "an API server was on another file while this ran"
        }
        let unreadable = outcome.survey.unreadableValues.count
        if unreadable > 0 {
            return
                "\(Numbers.count(unreadable, "value")) cannot be read, so nobody knows what they "
                + "are on"
        }
        if let fleet = outcome.fleet, !outcome.areServersOnFile {
            return fleet.end.map { FleetWords.doubt($0) } ?? "the API servers are silent"
        }
        if !outcome.result.refused.isEmpty { return "etcd refused what stands above" }
        return EvidenceText(outcome.evidence).why ?? "nothing of what was asked for is there"
    }

    private func keys() -> String {
        var text = ""
        if !retirement.droppable.isEmpty {
            let names = retirement.droppable.map(RotationText.name).joined(separator: ", ")
            text += """
                may be dropped from every API server's configuration: \(style.paint(names, .green))
                  but not before old revisions are compacted (kube-apiserver does so every 5 \
                minutes: wait 10),
                  and backups need their keys for as long as they are kept

                """
        }
        return text + RotationText.kept(retirement)
    }
}
