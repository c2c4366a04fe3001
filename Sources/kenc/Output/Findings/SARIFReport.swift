import EncryptionConfig

/// The findings of `validate` as one run of SARIF 2.1.0.
///
/// No snippet of a file is in it: the lines of a configuration hold keys.
enum SARIFReport {
    /// What to read about each rule beside its own text.
    private static let documentation =
        "https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/"

    /// The findings of all files; `isComplete` says whether every one could be read.
    static func log(_ judged: [JudgedFile], isComplete: Bool) throws -> SARIFLog {
        let uris = judged.map { ArtifactAddress.uri(of: $0.file) }
        var results: [SARIFLog.Result] = []
        for (index, file) in judged.enumerated() {
            let place = SARIFLog.ArtifactLocation(uri: uris[index], index: index)
            var fingerprints = FindingFingerprints(uri: uris[index])
            results += try file.report.findings.map { finding in
                result(finding, place, try fingerprints.next(finding))
            }
        }
        return SARIFLog(runs: [
            SARIFLog.Run(
                tool: SARIFLog.Tool(driver: driver),
                invocations: [SARIFLog.Invocation(executionSuccessful: isComplete)],
                artifacts: uris.map {
                    SARIFLog.Artifact(location: SARIFLog.ArtifactLocation(uri: $0, index: nil))
                },
                taxonomies: [benchmark],
                results: results
            )
        ])
    }

    private static func result(
        _ finding: Finding,
        _ place: SARIFLog.ArtifactLocation,
        _ fingerprint: String,
    ) -> SARIFLog.Result {
        var message = finding.message
        if let hint = RemedyText.hint(of: finding) { message += "\nhint: \(hint)" }
        return SARIFLog.Result(
            ruleId: finding.rule.rawValue,
            ruleIndex: Rule.allCases.firstIndex(of: finding.rule) ?? 0,
            level: level(finding.severity),
            message: SARIFLog.Text(text: message),
            locations: [
                SARIFLog.Location(
                    physicalLocation: SARIFLog.PhysicalLocation(
                        artifactLocation: place,
                        region: finding.line.map {
                            SARIFLog.Region(startLine: $0, startColumn: finding.column)
                        }
                    ),
                    logicalLocations: finding.path.map {
                        [SARIFLog.LogicalLocation(fullyQualifiedName: $0, kind: "property")]
                    }
                )
            ],
            // The second name is the one that GitHub reads.
            partialFingerprints: [
                "kencFinding/v1": fingerprint, "primaryLocationLineHash": fingerprint,
            ]
        )
    }

    private static func level(_ severity: Finding.Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .info: "note"
        }
    }

    private static var driver: SARIFLog.Component {
        SARIFLog.Component(
            name: "kenc",
            version: Version.number,
            informationUri: documentation,
            rules: Rule.allCases.map(rule),
            supportedTaxonomies: [benchmarkReference],
            isComprehensive: nil,
            taxa: nil
        )
    }

    private static func rule(_ rule: Rule) -> SARIFLog.Rule {
        let help = "\(rule.title). \(rule.help)"
        return SARIFLog.Rule(
            id: rule.rawValue,
            shortDescription: SARIFLog.Text(text: rule.title),
            fullDescription: SARIFLog.Text(text: help),
            help: SARIFLog.Text(text: help),
            helpUri: documentation,
            defaultConfiguration: SARIFLog.Configuration(level: level(rule.severity)),
            properties: SARIFLog.Properties(tags: ["encryption-at-rest", "kubernetes", "security"]),
            relationships: isAboutProperProviders(rule)
                ? [
                    SARIFLog.Relationship(
                        target: SARIFLog.Target(
                            id: properProviders,
                            index: 0,
                            toolComponent: benchmarkReference
                        ),
                        kinds: ["relevant"]
                    )
                ] : nil
        )
    }

    // MARK: - The benchmark that rules point to

    private static let benchmarkReference = SARIFLog.Reference(
        name: "CIS Kubernetes Benchmark",
        index: 0
    )

    /// The control that asks for proper providers, of benchmark 1.12, the newest there is (for
    /// Kubernetes 1.32 to 1.34).
    private static let properProviders = "1.2.28"

    private static let benchmark = SARIFLog.Component(
        name: benchmarkReference.name,
        version: "1.12",
        informationUri: nil,
        rules: nil,
        supportedTaxonomies: nil,
        isComprehensive: false,
        taxa: [
            SARIFLog.Taxon(
                id: properProviders,
                shortDescription: SARIFLog.Text(
                    text: "The configuration encrypts with a proper provider."
                )
            )
        ]
    )

    /// Whether a finding of the rule touches on which provider writes.
    private static func isAboutProperProviders(_ rule: Rule) -> Bool {
        switch rule {
        case .identityFirst, .aesgcmRotation, .stepPlaintextAgain, .resourceNameEmpty: true
        default: false
        }
    }
}
