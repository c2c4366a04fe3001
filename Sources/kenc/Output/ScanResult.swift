import Rotation
import Survey

/// What a scan found: the store under each configuration, and the past that a snapshot carries.
struct ScanResult {
    /// One for each configuration; a single one by headers without any.
    let surveys: [Survey]
    /// Old revisions that are still in the file.
    var history: Survey?
    /// Old bytes that no tree reaches.
    var residue: FoundResidue?

    func isFound(check: Bool) -> Bool {
        let all = surveys + [history].compactMap(\.self)
        return all.contains { survey in
            !survey.unreadableValues.isEmpty || check && survey.total.stale > 0
        } || check && (residue?.tally.plaintext ?? 0) > 0
    }

    func json(_ configurations: [LoadedConfiguration]) throws -> String {
        guard configurations.count < 2 else {
            return try JSONOutput.text(ComparisonReport(surveys, configurations))
        }
        return try JSONOutput.text(
            Report(
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
        }
        let isJudged = !configurations.isEmpty
        var text = SurveyText(surveys[0], isJudged: isJudged).render()
        if let history {
            text += "\nolder revisions still in the file:\n\n"
            text += SurveyText(history, isJudged: isJudged).render()
        }
        if let residue { text += ResidueText(residue).render() }
        return text
    }

    private struct Report: Encodable {
        let survey: SurveyReport
        let history: SurveyReport?
        let residue: ResidueReport?

        enum CodingKeys: CodingKey {
            case history
            case residue
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(history, forKey: .history)
            try container.encodeIfPresent(residue, forKey: .residue)
            // The survey's fields stand beside these.
            try survey.encode(to: encoder)
        }
    }
}
