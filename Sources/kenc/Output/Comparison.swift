import EncryptionConfig
import Providers
import Rotation
import Survey

/// One store under several configurations, for programs.
struct ComparisonReport: Encodable {
    struct Element: Encodable {
        let file: String
        let hash: String
        let survey: SurveyReport

        enum CodingKeys: CodingKey {
            case file
            case hash
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(file, forKey: .file)
            try container.encode(hash, forKey: .hash)
            // The survey's fields stand beside these two.
            try survey.encode(to: encoder)
        }
    }

    let evidence: EvidenceRecord
    let configs: [Element]
    let needed: [SurveyReport.Key]

    init(
        _ surveys: [Survey],
        _ evidence: Evidence,
        _ configurations: [LoadedConfiguration],
    ) {
        self.evidence = EvidenceRecord(evidence)
        configs = zip(surveys, configurations).map { survey, configuration in
            Element(
                file: configuration.path,
                hash: configuration.configuration.hash,
                survey: SurveyReport(survey, underConfiguration: true),
            )
        }
        needed = Survey.neededKeys(surveys).map(SurveyReport.Key.init)
    }
}

/// One store under several configurations, for people.
struct ComparisonText {
    private let surveys: [Survey]
    private let configurations: [LoadedConfiguration]

    init(_ surveys: [Survey], _ configurations: [LoadedConfiguration]) {
        self.surveys = surveys
        self.configurations = configurations
    }

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
