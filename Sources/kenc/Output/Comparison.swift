import EncryptionConfig
import Providers
import Survey

/// One store under several configurations, for programs.
struct ComparisonReport: Encodable {
    struct File: Encodable {
        let file: String
        let hash: String
    }

    let evidence: EvidenceRecord
    let configs: [Beside<File, SurveyReport>]
    let needed: [SurveyReport.Key]

    init(
        _ surveys: [Survey],
        _ evidence: Evidence,
        _ configurations: [LoadedConfiguration],
    ) {
        self.evidence = EvidenceRecord(evidence)
        configs = zip(surveys, configurations).map { survey, configuration in
            Beside(
                File(file: configuration.path, hash: configuration.configuration.hash),
                SurveyReport(survey, underConfiguration: true)
            )
        }
        needed = Survey.neededKeys(surveys).map(SurveyReport.Key.init)
    }
}

/// One store under several configurations, for people.
struct ComparisonText {
    let surveys: [Survey]
    let configurations: [LoadedConfiguration]

    func render() -> String {
        var table = Table([
            .text("CONFIGURATION", least: 20, keeps: .end), .number("VALUES"),
            .number("CURRENT", rank: 1), .number("STALE", rank: 2), .number("UNREADABLE"),
            .text("OPENS EVERYTHING"),
        ])
        for (survey, configuration) in zip(surveys, configurations) {
            let total = survey.total
            let numbers = [total.values, total.current, total.stale, total.unreadable]
            table.add(
                [ShownText.line(configuration.path)] + numbers.map(Numbers.grouped)
                    + [survey.unreadableValues.isEmpty ? "yes" : "no"]
            )
        }
        var text = table.render()
        let needed = Survey.neededKeys(surveys).map { key in
            ShownText.line(key.description)
        }
        text += "\nneeded to open everything: "
        text += (needed.isEmpty ? "no key" : needed.joined(separator: ", ")) + "\n"
        for (survey, configuration) in zip(surveys, configurations)
        where !survey.unreadableValues.isEmpty {
            text += "\n\(ShownText.line(configuration.path)) lacks:\n"
            text += ReasonGroups(survey.unreadableValues).counts()
        }
        return text
    }
}
