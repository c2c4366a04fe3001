import Compliance
import EncryptionConfig
import EtcdModel
import KeyMaterial
import KubernetesModel
import Providers
import Survey

extension AuditorReport {
    /// The report for programs: sorted keys, and a survey's fields as `scan -o json` has them.
    func json() throws -> String { try JSONOutput.text(Beside(Fields(self), counts(survey))) }

    /// The numbers of a survey, with names of objects only where they are asked for.
    private func counts(_ survey: Survey) -> SurveyReport {
        var survey = survey
        if !namesObjects {
            survey.unreadableValues = []
            survey.suspectValues = []
        }
        return SurveyReport(survey, underConfiguration: true)
    }

    fileprivate struct Fields: Encodable {
        struct Store: Encodable {
            let name: String
            let hash: String?
            let revision: Int64?
            let oldestRevision: Int64?
            let newestRevision: Int64?
        }

        struct Provider: Encodable {
            struct Key: Encodable {
                let name: String
                let bits: Int
            }

            let provider: String
            let plugin: String?
            let keys: [Key]
        }

        struct Chain: Encodable {
            let resource: String
            let providers: [Provider]
        }

        struct Configuration: Encodable {
            let file: String
            let hash: String
            let valid: Bool
            let findings: [FindingsReport.Element]
            let chains: [Chain]
        }

        struct Key: Encodable {
            let provider: String
            let keyName: String?
            let bits: Int?
            let values: Int
            let olderValues: Int?
            let firstRevision: Int64?
            let newestRevision: Int64?
            let writesAtLeast: Int
            let writeLimit: Int?
            let writes: [String]
            let needed: Bool
            let why: String?
        }

        struct Reason: Encodable {
            let code: String
            let message: String
            let values: Int
        }

        struct Verdict: Encodable {
            let source: String
            let number: String
            let asks: String
            let verdict: String
            let reasons: [String]
        }

        struct Relation: Encodable {
            let source: String
            let about: String
        }

        let kind = "kenc report v1"
        let generated: String
        let version: String
        let commit: String?
        let command: [String]
        let store: Store
        let evidence: EvidenceRecord
        let configuration: Configuration
        let doubtful: Int
        let unreadableReasons: [Reason]
        let keys: [Key]
        let history: SurveyReport?
        let residue: ResidueReport?
        let fleet: FleetReport?
        let benchmark: String
        let controls: [Verdict]
        let related: [Relation]
        let limits: [String]

        init(_ report: AuditorReport) {
            let words = ReportWords(report: report)
            generated = Clock.text(report.time)
            version = Version.number
            commit = Version.commit
            command = report.command
            store = Store(
                name: report.storeName,
                hash: report.past?.hash,
                revision: report.evidence.store.revision?.rawValue,
                oldestRevision: report.past?.oldestRevision.rawValue,
                newestRevision: report.past?.newestRevision.rawValue
            )
            evidence = EvidenceRecord(report.evidence)
            configuration = Configuration(report.configuration)
            doubtful = report.survey.suspectValues.count
            unreadableReasons = report.unreadable.map {
                Reason(code: $0.code, message: $0.message, values: $0.values)
            }
            keys = report.keys.map(Key.init)
            history = report.past.map { report.counts($0.history) }
            residue = report.past.map { ResidueReport($0.residue) }
            fleet = report.fleet.map { FleetReport($0, file: report.configuration.path) }
            benchmark = report.benchmark.name
            controls = report.controls.map { verdict in
                Verdict(
                    source: verdict.control.source,
                    number: verdict.control.number,
                    asks: ReportWords.asks(verdict.control.question),
                    verdict: verdict.standing.rawValue,
                    reasons: verdict.reasons.map(words.words)
                )
            }
            related = ReportWords.related.map { Relation(source: $0.source, about: $0.about) }
            limits = words.limits
        }
    }
}

extension AuditorReport.Fields.Configuration {
    fileprivate init(_ loaded: LoadedConfiguration) {
        file = loaded.path
        hash = loaded.configuration.hash
        valid = true
        findings = loaded.findings.map(FindingsReport.Element.init)
        chains = loaded.configuration.chains.map { chain in
            .init(
                resource: ResourceSelector.name(chain.selector),
                providers: chain.providers.map { provider in
                    .init(
                        provider: provider.kind.rawValue,
                        plugin: provider.plugin?.name.description,
                        keys: provider.keys.map {
                            .init(name: $0.name.description, bits: $0.key.count * 8)
                        }
                    )
                }
            )
        }
    }
}

extension AuditorReport.Fields.Key {
    fileprivate init(_ key: ReportedKey) {
        provider = key.key.kind.rawValue
        keyName = key.key.name?.description
        bits = key.bits
        values = key.values
        olderValues = key.olderValues
        firstRevision = key.written?.oldest.rawValue
        newestRevision = key.written?.newest.rawValue
        writesAtLeast = key.writesAtLeast
        writeLimit = key.writeLimit
        writes = key.writes
        needed = key.neededFor != nil
        why = key.neededFor
    }
}
