import Compliance
import EncryptionConfig
import EtcdModel
import Fleet
import KubernetesModel
import Providers
import Survey

/// A report as people read it, in blocks that every form of text has; no text in it is marked up.
struct ReportContent {
    enum Block {
        case text(String)
        /// A name and what it is.
        case facts([(name: String, value: String)])
        case table([Column], [[String]])
        /// Numbers that stand out.
        case figures([Figure])
        case bars([Bar], kinds: [StoredKind])
        case verdicts([Verdict])
        case list([String])
        case command(String)
    }

    struct Column {
        let title: String
        var isNumber = false
        /// Whether it is a word that stays in one line.
        var isWord = false
    }

    struct Figure {
        let number: Int
        let name: String
        /// Whether anything above nothing needs an eye.
        var isBad = false
    }

    /// One resource, in parts by the kind of provider.
    struct Bar {
        let resource: String
        let tally: ResourceTally
        let parts: [(kind: StoredKind, values: Int)]
    }

    struct Verdict {
        let standing: ControlStanding
        let control: String
        let asks: String
        let reasons: [String]
    }

    struct Section {
        let title: String
        let blocks: [Block]
    }

    let title = "Encryption at rest"
    let subtitle: String
    let sections: [Section]

    init(_ report: AuditorReport) {
        let words = ReportWords(report: report)
        subtitle =
            "\(ShownText.line(report.storeName)), \(Clock.text(report.time)), \(Version.text)"
        var sections = [
            Self.verdicts(report, words), Self.counts(report), Self.keys(report),
            Self.configuration(report),
        ]
        sections += Self.past(report)
        sections += Self.servers(report)
        sections += [
            Self.evidence(report), Section(title: "Limits", blocks: [.list(words.limits)]),
        ]
        sections.append(
            Section(
                title: "Related",
                blocks: [
                    .text(
                        "The numbers above are asked for by these as well. kenc gives no verdict on "
                            + "them: a person with their text does."
                    ),
                    .table(
                        [Column(title: "Related to"), Column(title: "What it is about")],
                        ReportWords.related.map { [$0.source, $0.about] }
                    ),
                ]
            )
        )
        self.sections = sections
    }

    private static func verdicts(_ report: AuditorReport, _ words: ReportWords) -> Section {
        let total = report.survey.total
        return Section(
            title: "Verdicts",
            blocks: [
                .figures([
                    Figure(number: total.values, name: "values"),
                    Figure(number: total.current, name: "current"),
                    Figure(number: total.stale, name: "stale"),
                    Figure(number: total.unreadable, name: "unreadable", isBad: true),
                    Figure(number: total.plaintext, name: "plaintext"),
                ]),
                .verdicts(
                    report.controls.map { verdict in
                        Verdict(
                            standing: verdict.standing,
                            control: "\(verdict.control.source) \(verdict.control.number)",
                            asks: ReportWords.asks(verdict.control.question),
                            reasons: verdict.reasons.map(words.words)
                        )
                    }
                ),
            ]
        )
    }

    private static func counts(_ report: AuditorReport) -> Section {
        let bars = report.survey.sortedResources.map { resource, tally in
            Bar(
                resource: ShownText.line(resource.description),
                tally: tally,
                parts: report.kinds.map { kind in
                    let values = tally.by.reduce(0) { sum, share in
                        sum + (share.key.kind == kind ? share.value.values : 0)
                    }
                    return (kind, values)
                }
            )
        }
        var blocks: [Block] = [
            .text(
                "Each resource by the provider that its values are on. Stale is what can be read and is "
                    + "not on what the configuration writes with; plaintext may be what it asks for."
            ), .bars(bars, kinds: report.kinds),
            .text(
                "\(Numbers.count(report.survey.system, "system key")) that API servers never encrypt, "
                    + "and \(Numbers.count(report.survey.unknown, "unknown key")), are not in these "
                    + "numbers."
            ),
        ]
        if !report.unreadable.isEmpty {
            blocks.append(.text("What cannot be read:"))
            blocks.append(
                .table(
                    [
                        Column(title: "Values", isNumber: true),
                        Column(title: "Code", isWord: true),
                        Column(title: "Reason"),
                    ],
                    report.unreadable.map {
                        [Numbers.grouped($0.values), $0.code, ShownText.line($0.message)]
                    }
                )
            )
        }
        let doubtful = report.survey.suspectValues
        if !doubtful.isEmpty {
            blocks.append(
                .text(
                    "\(Numbers.count(doubtful.count, "value")) opened to something that is not the "
                        + "object that its etcd key names."
                )
            )
        }
        if report.namesObjects, !(report.survey.unreadableValues + doubtful).isEmpty {
            blocks.append(
                .list(
                    (report.survey.unreadableValues + doubtful).map {
                        ShownText.line(EtcdKeyText.both($0.key).text)
                            + ": \(ShownText.line($0.message))"
                    }
                )
            )
        }
        return Section(title: "Resources and providers", blocks: blocks)
    }

    private static func keys(_ report: AuditorReport) -> Section {
        let hasPast = report.past != nil
        var columns = [
            Column(title: "Provider", isWord: true), Column(title: "Key", isWord: true),
            Column(title: "Bits", isNumber: true),
            Column(title: "Values", isNumber: true),
        ]
        if hasPast { columns.append(Column(title: "Older", isNumber: true)) }
        columns += [
            Column(title: "First revision", isNumber: true),
            Column(title: "Newest", isNumber: true),
            Column(title: "Writes, at least", isNumber: true),
            Column(title: "Needed for"),
        ]
        let rows = report.keys.map { key in
            var row = [
                key.key.kind.rawValue, ShownText.line(key.key.name?.description ?? "-"),
                key.bits.map(String.init) ?? "-", Numbers.grouped(key.values),
            ]
            if hasPast { row.append(key.olderValues.map(Numbers.grouped) ?? "-") }
            row += [
                key.written.map { "\($0.oldest)" } ?? "-",
                key.written.map { "\($0.newest)" } ?? "-",
                writes(key), ShownText.line(key.neededFor ?? "nothing in this store"),
            ]
            return row
        }
        return Section(
            title: "Keys",
            blocks: [
                .table(columns, rows),
                .text(
                    "A key of aesgcm may be used 2^32 times, since its nonces are random (NIST SP "
                        + "800-38D); for the others no such number is set. A key that nothing in this store "
                        + "needs is still needed by backups that were made with it."
                ),
            ]
        )
    }

    private static func writes(_ key: ReportedKey) -> String {
        let count = Numbers.grouped(key.writesAtLeast)
        guard let limit = key.writeLimit else { return count }
        return count + " of " + Numbers.grouped(limit)
    }

    private static func configuration(_ report: AuditorReport) -> Section {
        let loaded = report.configuration
        let rows = loaded.configuration.chains.map { chain in
            [
                ResourceSelector.name(chain.selector),
                chain.providers.map { provider in
                    let names = provider.keyNames.map { ShownText.line($0.description) }
                    return ([provider.kind.rawValue] + names).joined(separator: " ")
                }.joined(separator: ", then "),
            ]
        }
        var blocks: [Block] = [
            .facts([
                ("File", ShownText.line(loaded.path)), ("Hash", loaded.configuration.hash),
                ("Verdict", "valid: kube-apiserver takes it"),
            ]),
            .table([Column(title: "Resource"), Column(title: "Writes with, then reads")], rows),
        ]
        if !loaded.findings.isEmpty {
            blocks.append(
                .table(
                    [
                        Column(title: "Advice"), Column(title: "Rule", isWord: true),
                        Column(title: "What is said"),
                    ],
                    loaded.findings.map { finding in
                        [
                            finding.severity.rawValue, finding.rule.rawValue,
                            finding.message
                                + (RemedyText.hint(of: finding).map { ": \($0)" } ?? ""),
                        ]
                    }
                )
            )
        }
        return Section(title: "Configuration", blocks: blocks)
    }

    private static func past(_ report: AuditorReport) -> [Section] {
        guard let past = report.past else { return [] }
        let old = past.history.total
        let columns = [
            Column(title: "Resource"), Column(title: "Provider", isWord: true),
            Column(title: "Key", isWord: true),
            Column(title: "Older revisions", isNumber: true),
            Column(title: "In free pages", isNumber: true),
        ]
        struct Row {
            var older = 0
            var residue = 0
        }
        var rows: [String: [ProviderKey: Row]] = [:]
        for (resource, tally) in past.history.resources {
            for (key, volume) in tally.by {
                rows[resource.description, default: [:]][key.withoutKeyID, default: Row()].older +=
                    volume.values
            }
        }
        for (resource, key, copies) in past.residue.tally.sorted {
            let name = resource?.description ?? "(key unknown)"
            rows[name, default: [:]][key.withoutKeyID, default: Row()].residue += copies.values
        }
        let table = rows.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.flatMap {
            resource,
            keys in
            keys.sorted { $0.key < $1.key }.map { key, row in
                [
                    ShownText.line(resource), key.kind.rawValue,
                    ShownText.line(key.name?.description ?? "-"), Numbers.grouped(row.older),
                    Numbers.grouped(row.residue),
                ]
            }
        }
        var blocks: [Block] = [
            .text(
                "The file still holds \(Numbers.count(old.values, "older revision")) of values, "
                    + "\(Numbers.grouped(old.plaintext)) of them plaintext, and in its free pages "
                    + "\(Numbers.count(past.residue.tally.copies, "copy", "copies")), "
                    + "\(Numbers.grouped(past.residue.tally.plaintext)) of them plaintext. Whoever has "
                    + "the file can read them; compaction, defragmenting and discarding old files "
                    + "remove them."
            )
        ]
        if !table.isEmpty { blocks.append(.table(columns, table)) }
        return [Section(title: "Old copies in the file", blocks: blocks)]
    }

    private static func servers(_ report: AuditorReport) -> [Section] {
        guard let fleet = report.fleet else { return [] }
        let told = FleetReport(fleet, file: report.configuration.path)
        let rows = zip(fleet.servers, told.servers).map { server, told in
            [
                ShownText.line(FleetText.name(server)), told.state,
                ShownText.line(told.file ?? told.hash ?? "-"),
                told.reload.map { $0 ? "on" : "off" } ?? "-", told.lastSuccess ?? "-",
                ShownText.line(told.error ?? ""),
            ]
        }
        var blocks: [Block] = [
            .text(
                told.proven
                    ? "Every API server that is known proved that it applies this configuration."
                    : "Not every API server proved that it applies this configuration."
            ),
            .table(
                [
                    Column(title: "Server", isWord: true), Column(title: "State", isWord: true),
                    Column(title: "Applies"), Column(title: "Reload"),
                    Column(title: "Last reload"), Column(title: "Trouble"),
                ],
                rows
            ),
        ]
        let remarks = told.remarks.map { ShownText.line($0.message) }
        if !remarks.isEmpty { blocks.append(.list(remarks)) }
        return [Section(title: "API servers", blocks: blocks)]
    }

    private static func evidence(_ report: AuditorReport) -> Section {
        var facts = [
            ("Store", ShownText.line(report.storeName)),
            ("Seen", ShownText.line(EvidenceText(report.evidence).extent)),
            ("Whole", report.evidence.isWhole ? "yes" : "no"),
            ("Hash compared", report.evidence.store.integrity.rawValue),
        ]
        if let past = report.past {
            facts.append(("SHA-256", past.hash))
            facts.append(("Revisions", "\(past.oldestRevision) to \(past.newestRevision)"))
        }
        if let commit = Version.commit { facts.append(("Commit of kenc", commit)) }
        let command = report.command.map(ShellText.word).joined(separator: " ")
        return Section(
            title: "Evidence",
            blocks: [
                .facts(facts.map { (name: $0.0, value: $0.1) }),
                .text("The same report, from the same store:"),
                .command(ShownText.line(command)),
            ]
        )
    }
}
