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

        init(_ rewrite: kenc.Rewrite) {
            resource = rewrite.resource.description
            from = SurveyReport.Key(rewrite.route.from)
            to = SurveyReport.Key(rewrite.route.to)
            values = rewrite.volume.values
            bytesBefore = rewrite.volume.bytesBefore
            bytesAfter = rewrite.volume.bytesAfter
        }
    }

    struct Kept: Encodable {
        let provider: String
        let keyName: String?
        let why: String
    }

    let evidence: EvidenceRecord
    let rewrite: [Rewrite]
    let droppable: [SurveyReport.Key]
    let kept: [Kept]

    /// With the survey's fields beside its own.
    static func joined(
        _ survey: Survey,
        _ retirement: KeyRetirement,
    ) -> Beside<Self, SurveyReport> {
        Beside(Self(survey, retirement), SurveyReport(survey, underConfiguration: true))
    }

    private init(_ survey: Survey, _ retirement: KeyRetirement) {
        evidence = EvidenceRecord(retirement.evidence)
        rewrite = survey.sortedRewrites.map(Rewrite.init)
        droppable = retirement.droppable.map(SurveyReport.Key.init)
        kept = retirement.kept.map {
            Kept(
                provider: $0.key.kind.rawValue,
                keyName: $0.key.name?.description,
                why: $0.why.words(retirement.evidence)
            )
        }
    }
}

/// What a rotation would do, for people.
struct RotationText {
    let survey: Survey
    let retirement: KeyRetirement
    var style = Style.standardOutput

    func render() -> String {
        let counts = SurveyText(survey: survey, isJudged: true, style: style)
        let rewrites = Rewrite.table("REWRITE", survey.sortedRewrites, style)
        return counts.resourceTable() + "\n" + rewrites + counts.summary() + plaintext()
            + counts.values() + "\n" + EvidenceText(retirement.evidence).text(style) + keys()
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
        return text + Self.kept(retirement)
    }

    /// Which keys stay, and why.
    static func kept(_ retirement: KeyRetirement) -> String {
        retirement.kept.map { kept in
            "keep \(name(kept.key)): "
                + ShownText.line(kept.why.shortWords(retirement.evidence)) + "\n"
        }.joined()
    }

    static func name(_ key: ProviderKey) -> String {
        ShownText.line(key.description)
    }
}
