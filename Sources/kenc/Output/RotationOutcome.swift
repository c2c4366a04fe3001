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
        case deleted
        case passes
        case seconds
        case rateLimit
        case refused
        case oversized
        case undoLog
        case proven
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
        if result.deleted > 0 { text += ", \(Numbers.grouped(result.deleted)) deleted meanwhile" }
        text += "\n"
        if let log = outcome.undoLog {
            text +=
                "undo log: \(ShownText.line(log)) (kenc rotate --undo puts back what it holds)\n"
        }
        let counts = SurveyText(outcome.survey, isJudged: true, style: style)
        text += "\n" + counts.resourceTable() + "\n" + counts.summary() + counts.values()
        text += refusals() + "\n" + EvidenceText(outcome.evidence).text(style) + proof() + keys()
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
        if left > 0 {
            return style.paint(
                "not finished: \(Numbers.count(left, "value")) still stale",
                .red
            ) + "; is an API server writing with another configuration? run it again\n"
        }
        guard outcome.isProven else { return style.paint("not proven:", .red) + " \(doubt)\n" }
        let scope = outcome.evidence.filter.admitsAll ? "nothing" : "nothing of what was asked for"
        return style.paint("proven:", .green)
            + " a survey after the last write found \(scope) on an old key\n"
    }

    /// What is left that nobody can vouch for.
    private var doubt: String {
        let unreadable = outcome.survey.unreadableValues.count
        if unreadable > 0 {
            return
                "\(Numbers.count(unreadable, "value")) cannot be read, so nobody knows what they "
                + "are on"
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
