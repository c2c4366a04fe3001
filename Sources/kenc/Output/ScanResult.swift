import Rotation
import Survey

/// What a scan found: the store under each configuration, and the past that a snapshot carries.
struct ScanResult {
    /// One for each configuration; a single one by headers without any.
    let surveys: [Survey]
    /// What they rest on.
    let evidence: Evidence
    /// Old revisions that are still in the file.
    var history: Survey?
    /// Old bytes that no tree reaches.
    var residue: FoundResidue?

    func isFound(check: Bool) -> Bool {
        let all = surveys + [history].compactMap(\.self)
        if evidence.isFilterUnmet || check && !evidence.coversFilter { return true }
        return all.contains { survey in
            !survey.unreadableValues.isEmpty || check && survey.total.stale > 0
        } || check && (residue?.tally.plaintext ?? 0) > 0
    }

    func json(_ configurations: [LoadedConfiguration]) throws -> String {
        guard configurations.count < 2 else {
            return try JSONOutput.text(ComparisonReport(surveys, evidence, configurations))
        }
        return try JSONOutput.text(
            Report(
                evidence: EvidenceRecord(evidence),
                survey: SurveyReport(surveys[0], underConfiguration: !configurations.isEmpty),
                history: history.map {
                    SurveyReport($0, underConfiguration: !configurations.isEmpty)
                },
                residue: residue.map(ResidueReport.init),
            )
        )
    }

    func text(_ configurations: [LoadedConfiguration]) -> String {
        guard configurations.count < 2 else {
            return ComparisonText(surveys, configurations).render()
                + EvidenceText(evidence).text(.standardOutput)
        }
        let isJudged = !configurations.isEmpty
        var text = SurveyText(surveys[0], isJudged: isJudged).render()
        if let history {
            text += "\nolder revisions still in the file:\n\n"
            text += SurveyText(history, isJudged: isJudged).render()
        }
        if let residue { text += ResidueText(residue).render() }
        return text + EvidenceText(evidence).text(.standardOutput)
    }

    private struct Report: Encodable {
        let evidence: EvidenceRecord
        let survey: SurveyReport
        let history: SurveyReport?
        let residue: ResidueReport?

        enum CodingKeys: CodingKey {
            case evidence
            case history
            case residue
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(evidence, forKey: .evidence)
            try container.encodeIfPresent(history, forKey: .history)
            try container.encodeIfPresent(residue, forKey: .residue)
            // The survey's fields stand beside these.
            try survey.encode(to: encoder)
        }
    }
}
