import EncryptionConfig
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

    func report(_ configurations: [LoadedConfiguration]) -> any Encodable {
        guard configurations.count < 2 else {
            return ComparisonReport(surveys, evidence, configurations)
        }
        let isJudged = !configurations.isEmpty
        return Beside(
            Report(
                evidence: EvidenceRecord(evidence),
                history: history.map { SurveyReport($0, underConfiguration: isJudged) },
                residue: residue.map(ResidueReport.init),
            ),
            SurveyReport(surveys[0], underConfiguration: isJudged)
        )
    }

    func text(_ configurations: [LoadedConfiguration]) -> String {
        guard configurations.count < 2 else {
            return ComparisonText(surveys: surveys, configurations: configurations).render()
                + EvidenceText(evidence).text(.standardOutput)
        }
        let isJudged = !configurations.isEmpty
        var text = SurveyText(survey: surveys[0], isJudged: isJudged).render()
        if let history {
            text += "\nolder revisions still in the file:\n\n"
            text += SurveyText(survey: history, isJudged: isJudged).render()
        }
        if let residue { text += ResidueText(residue).render() }
        return text + EvidenceText(evidence).text(.standardOutput)
    }

    /// Of one configuration at the most.
    func metrics(_ configurations: [LoadedConfiguration]) -> String {
        ScanMetrics(
            survey: surveys[0],
            evidence: evidence,
            hash: configurations.first?.configuration.hash
        ).text(at: Clock.now)
    }

    private struct Report: Encodable {
        let evidence: EvidenceRecord
        let history: SurveyReport?
        let residue: ResidueReport?
    }
}
