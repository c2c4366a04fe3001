import EncryptionConfig
import KubernetesModel
import Providers
import Rotation
import Survey

/// What a rotation would do, for programs: the fields of `rotate --dry-run -o json`.
struct RotationReport: Encodable {
    struct Rewrite: Encodable {
        let resource: String
        let from: SurveyReport.Key
        let to: SurveyReport.Key
        let values: Int
        let bytesBefore: Int
        let bytesAfter: Int
    }

    struct Kept: Encodable {
        let provider: String
        let keyName: String?
        let why: String
    }

    enum CodingKeys: CodingKey {
        case evidence
        case rewrite
        case droppable
        case kept
    }

    let evidence: EvidenceRecord
    let survey: SurveyReport
    let rewrite: [Rewrite]
    let droppable: [SurveyReport.Key]
    let kept: [Kept]

    init(_ survey: Survey, _ retirement: KeyRetirement) {
        evidence = EvidenceRecord(retirement.evidence)
        self.survey = SurveyReport(survey, underConfiguration: true)
        rewrite = survey.sortedRewrites.map { resource, route, volume in
            Rewrite(
                resource: resource.description,
                from: SurveyReport.Key(route.from),
                to: SurveyReport.Key(route.to),
                values: volume.values,
                bytesBefore: volume.bytesBefore,
                bytesAfter: volume.bytesAfter,
            )
        }
        droppable = retirement.droppable.map(SurveyReport.Key.init)
        kept = retirement.kept.map {
            Kept(
                provider: $0.key.kind.rawValue,
                keyName: $0.key.name?.description,
                why: $0.why.words(retirement.evidence)
            )
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(evidence, forKey: .evidence)
        try container.encode(rewrite, forKey: .rewrite)
        try container.encode(droppable, forKey: .droppable)
        try container.encode(kept, forKey: .kept)
        // The survey's fields stand beside these.
        try survey.encode(to: encoder)
    }
}

extension Survey {
    /// By resource, then by the key the values are on.
    var sortedRewrites: [(GroupResource, RewriteRoute, RewriteVolume)] {
        sortedResources.flatMap { resource, tally in
            tally.rewrites.sorted { ($0.key.from, $0.key.to) < ($1.key.from, $1.key.to) }
                .map { (resource, $0.key, $0.value) }
        }
    }
}

/// What a rotation would do, for people.
struct RotationText {
    private let survey: Survey
    private let retirement: KeyRetirement
    private let style: Style

    init(_ survey: Survey, _ retirement: KeyRetirement, style: Style = .standardOutput) {
        self.survey = survey
        self.retirement = retirement
        self.style = style
    }

    func render() -> String {
        let counts = SurveyText(survey, isJudged: true, style: style)
        return counts.resourceTable() + "\n" + rewriteTable() + counts.summary() + plaintext()
            + counts.values() + "\n" + EvidenceText(retirement.evidence).text(style) + keys()
    }

    private func rewriteTable() -> String {
        guard !survey.sortedRewrites.isEmpty else { return "" }
        var table = Table([
            .text("REWRITE", least: 16), .text("FROM", least: 14), .text("TO", least: 14),
            .number("VALUES"), .number("BYTES BEFORE", rank: 2), .number("BYTES AFTER", rank: 1),
        ])
        for (resource, route, volume) in survey.sortedRewrites {
            table.add([
                ShownText.line(resource.description), Self.name(route.from), Self.name(route.to),
                Numbers.grouped(volume.values), Numbers.grouped(volume.bytesBefore),
                Numbers.grouped(volume.bytesAfter),
            ])
        }
        return table.render(style: style) + "\n"
    }

    /// A rotation that takes encryption away is said apart.
    private func plaintext() -> String {
        let count = survey.becomingPlaintext
        guard count > 0 else { return "" }
        let words = "\(Numbers.count(count, "value")) would be stored WITHOUT encryption"
        return style.paint(words, .red) + " (--to-plaintext)\n"
    }

    private func keys() -> String {
        var text = ""
        if !retirement.droppable.isEmpty {
            let names = retirement.droppable.map(Self.name).joined(separator: ", ")
            text += """
                could be dropped after the rotation: \(style.paint(names, .green))
                (once old revisions are compacted; backups need their keys for as long as they are \
                kept)

                """
        }
        for kept in retirement.kept {
            text +=
                "keep \(Self.name(kept.key)): \(ShownText.line(kept.why.shortWords(retirement.evidence)))\n"
        }
        return text
    }

    static func name(_ key: ProviderKey) -> String {
        ShownText.line(key.description)
    }
}
