import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Rotation
import Survey

/// What a rotation did, for programs: the fields of the dry run, of the survey after the rotation,
/// and these beside them.
struct RotationOutcomeReport: Encodable {
    enum CodingKeys: CodingKey {
        case rewritten
        case bytesWritten
        case conflicts
        case unansweredCalls
        case deleted
        case passes
        case seconds
        case rateLimit
        case refused
        case oversized
        case undoLog
        case proven
        case fleet
        case backslides
        case settleSeconds
        case watched
    }

    private struct Fleet: Encodable {
        let start: FleetReport
        let end: FleetReport?
    }

    private struct Backslid: Encodable {
        let resource: String
        let provider: String
        let keyName: String?
        let values: Int
        let newestRevision: Int64
        let newestTime: String
    }

    let report: RotationReport
    let outcome: LiveRotation.Outcome
    let rate: Double

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let result = outcome.result
        try container.encode(result.rewritten, forKey: .rewritten)
        try container.encode(result.bytesWritten, forKey: .bytesWritten)
        try container.encode(result.conflicts, forKey: .conflicts)
        try container.encode(outcome.unansweredCalls, forKey: .unansweredCalls)
        try container.encode(result.deleted, forKey: .deleted)
        try container.encode(result.passes, forKey: .passes)
        try container.encode((outcome.seconds * 1000).rounded() / 1000, forKey: .seconds)
        try container.encode(rate, forKey: .rateLimit)
        try container.encode(result.refused.map(SurveyReport.Value.init), forKey: .refused)
        try container.encode(
            outcome.survey.oversizedValues.map(SurveyReport.Value.init),
            forKey: .oversized
        )
        try container.encodeIfPresent(outcome.undoLog, forKey: .undoLog)
        try container.encode(outcome.isProven, forKey: .proven)
        try container.encode(
            outcome.fleet.map { ends in
                Fleet(
                    start: FleetReport(ends.start, file: ends.file),
                    end: ends.end.map { FleetReport($0, file: ends.file) }
                )
            },
            forKey: .fleet
        )
        try container.encode(
            result.backslides.map { slide in
                Backslid(
                    resource: slide.resource.description,
                    provider: slide.key.kind.rawValue,
                    keyName: slide.key.name?.description,
                    values: slide.values,
                    newestRevision: slide.newestRevision.rawValue,
                    newestTime: Clock.text(slide.newestTime)
                )
            },
            forKey: .backslides
        )
        try container.encode(result.settling / .seconds(1), forKey: .settleSeconds)
        try container.encode(result.watchFailure == nil, forKey: .watched)
        try report.encode(to: encoder)
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
        let counts = SurveyText(outcome.survey, isJudged: true, style: style)
        text += "\n" + counts.resourceTable() + "\n" + counts.summary() + counts.values()
        text += refusals() + BackslideText(outcome.result, style).text() + "\n"
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
        for kept in retirement.kept {
            text +=
                "keep \(RotationText.name(kept.key)): \(ShownText.line(kept.why.shortWords(retirement.evidence)))\n"
        }
        return text
    }
}
