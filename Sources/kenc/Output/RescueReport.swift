import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Survey

/// The names that a report of a rescue has for what it speaks of.
struct RescueWords {
    let store: String
    let configs: [String]
    let others: [String]

    func file(_ place: ClosedEntry.Place) -> String {
        switch place {
        case .stored, .history: store
        case .snapshot(let position): others[position]
        }
    }

    /// What opens a version, in a clause.
    func words(_ opening: RescueOpening) -> String {
        switch opening {
        case .chain(let config, let by):
            return "\(configs[config]) opens it: \(by.shown)"
        case .key(let config, let entry, let by, let asked):
            let key = "\(by.shown) of \(configs[config])"
            guard by.name == asked.name else {
                let name = asked.name?.description ?? ""
                return "\(key) opens it; the value calls that key \"\(name)\""
            }
            let entry = SafeText.data(entry.name)
            return "\(key) opens it, which stands in the entry for \(entry)"
        case .plaintext: return "it is plaintext: an identity provider reads it"
        }
    }
}

extension ProviderKey {
    fileprivate var shown: String { name.map { "\(kind) \"\($0)\"" } ?? kind.rawValue }
}

/// What a rescue found, for programs.
struct RescueReport: Encodable {
    struct Opening: Encodable {
        /// `stored`, `history` or `snapshot`.
        let from: String
        let file: String
        let revision: Int64
        let createRevision: Int64
        /// The object was deleted since, and made anew under the same name.
        let earlierObject: Bool
        let config: String?
        let provider: String
        let keyName: String?
        /// The entry of the configuration that has the key, where it is none of this resource.
        let entry: String?
        /// How the value calls the key, where the configuration calls it otherwise.
        let askedKeyName: String?
    }

    struct Value: Encodable {
        let key: String
        let keyBase64: String?
        let resource: String?
        let revision: Int64
        let code: String
        let message: String
        @NullIfNone var opens: Opening?
        let removal: Call?
    }

    /// The call that deletes an object which nothing opens.
    struct Call: Encodable {
        let request: String
        let command: String
    }

    /// What it takes for such calls.
    struct Requirements: Encodable {
        let featureGate = Removal.featureGate
        let since = Removal.since.optional
        let onByDefaultSince = Removal.since.standard
        let verb = Removal.verb
    }

    let configs: [String]
    let evidence: EvidenceRecord
    /// Values of known resources.
    let values: Int
    let unreadable: Int
    /// Whose stored bytes something else opens.
    let openedOtherwise: Int
    /// Of which only another version can be read.
    let otherVersions: Int
    /// Of which nothing can.
    let lost: Int
    /// Absent where none was asked for.
    let dump: String?
    let unreadableValues: [Value]
    let warnings: [SurveyReport.Value]
    let removal: Requirements?

    init(
        _ outcome: inout RescueRun.Outcome,
        _ words: RescueWords,
        _ evidence: Evidence,
        dump: String?,
    ) {
        configs = words.configs
        self.evidence = EvidenceRecord(evidence)
        values = outcome.survey.total.values
        unreadable = outcome.closed.count
        openedOtherwise = outcome.closed.count { $0.version?.place == .stored }
        lost = outcome.closed.count { $0.version == nil }
        otherVersions = unreadable - openedOtherwise - lost
        self.dump = dump
        unreadableValues = outcome.closed.map { entry in
            let (key, keyBase64) = EtcdKeyText.both(entry.key)
            let removal =
                entry.version == nil
                ? entry.object.map {
                    Removal(of: $0, version: outcome.versions.version(of: $0.resource))
                } : nil
            return Value(
                key: key,
                keyBase64: keyBase64,
                resource: entry.object?.resource.description,
                revision: entry.modRevision.rawValue,
                code: entry.report.code,
                message: entry.report.message,
                opens: entry.version.map { version in
                    Opening(version, words, isOfEarlierObject: entry.isOfEarlierObject)
                },
                removal: removal.map { Call(request: $0.request, command: $0.command) }
            )
        }
        warnings = outcome.survey.suspectValues.map(SurveyReport.Value.init)
        removal = lost > 0 ? Requirements() : nil
    }
}

extension RescueReport.Opening {
    fileprivate init(
        _ version: ClosedEntry.Version,
        _ words: RescueWords,
        isOfEarlierObject: Bool,
    ) {
        from =
            switch version.place {
            case .stored: "stored"
            case .history: "history"
            case .snapshot: "snapshot"
            }
        file = words.file(version.place)
        revision = version.modRevision.rawValue
        createRevision = version.createRevision.rawValue
        earlierObject = isOfEarlierObject
        config = version.opening.config.map { words.configs[$0] }
        provider = version.opening.by.kind.rawValue
        keyName = version.opening.by.name?.description
        guard case .key(_, let selector, let by, let asked) = version.opening else {
            (entry, askedKeyName) = (nil, nil)
            return
        }
        entry = SafeText.data(selector.name)
        askedKeyName = by.name == asked.name ? nil : asked.name?.description
    }
}

/// The same for people.
struct RescueText {
    private let report: RescueReport
    private let outcome: RescueRun.Outcome
    private let words: RescueWords
    private let evidence: Evidence
    private let style = Style.standardOutput

    /// How many calls are shown.
    private static let callLimit = 10

    init(
        _ report: RescueReport,
        _ outcome: RescueRun.Outcome,
        _ words: RescueWords,
        _ evidence: Evidence,
    ) {
        self.report = report
        self.outcome = outcome
        self.words = words
        self.evidence = evidence
    }

    func render() -> String {
        let first = ShownText.line(words.configs[0])
        let count = Numbers.count(report.values, "value")
        guard !outcome.closed.isEmpty else {
            return "\(count): \(style.paint("all open", .green)) with \(first)\n" + suspects()
                + "seen: \(EvidenceText(evidence).extent)\n"
        }
        return style.paint(
            "\(Numbers.count(report.unreadable, "value")) not opened by \(first):",
            .red
        ) + "\n" + ReasonGroups(outcome.closed.map(\.report)).counts()
            + found("as they are stored:") { $0 == .stored }
            + found("in another version:") { $0 != .stored }
            + lost() + suspects() + seen()
    }

    private func found(_ title: String, _ isMeant: (ClosedEntry.Place) -> Bool) -> String {
        let reports = outcome.closed.compactMap { entry -> ValueReport? in
            guard let version = entry.version, isMeant(version.place) else { return nil }
            let what = words.words(version.opening)
            let message =
                switch version.place {
                case .stored: what
                case .history:
                    "\(version.isOlder(than: entry)) in the same file; \(what)"
                case .snapshot:
                    "\(version.isOlder(than: entry)) in \(words.file(version.place)); \(what)"
                }
            let earlier =
                entry.isOfEarlierObject
                ? "; it is of an earlier object of that name" : ""
            return ValueReport(
                key: entry.key,
                code: entry.report.code,
                message: message + earlier
            )
        }
        guard !reports.isEmpty else { return "" }
        return "\n"
            + style.paint("\(Numbers.count(reports.count, "value")) can be read \(title)", .green)
            + "\n" + ReasonGroups(reports).text()
    }

    private func lost() -> String {
        let lost = outcome.closed.filter { $0.version == nil }
        guard !lost.isEmpty else { return "" }
        var text =
            "\n"
            + style.paint("\(Numbers.count(lost.count, "value")) opened by nothing given:", .red)
            + "\n" + ReasonGroups(lost.map(\.report)).text()
        let calls = report.unreadableValues.compactMap(\.removal)
        guard !calls.isEmpty else { return text }
        text += """
            to delete such objects, unread and past all finalizers (kube-apiserver \
            \(Removal.since.optional) or newer with the feature gate \(Removal.featureGate), which is \
            on from \(Removal.since.standard); the user needs the verb \(Removal.verb) beside delete):

            """
        for call in calls.prefix(Self.callLimit) { text += "  \(ShownText.line(call.command))\n" }
        if calls.count > Self.callLimit {
            text +=
                "  … and \(Numbers.grouped(calls.count - Self.callLimit)) more; -o json has all\n"
        }
        if calls.contains(where: { $0.request.contains("/VERSION/") }) {
            text += "  VERSION is what 'kubectl api-resources' shows for the resource\n"
        }
        return text
    }

    private func suspects() -> String {
        let values = outcome.survey.suspectValues
        guard !values.isEmpty else { return "" }
        let count = Numbers.count(values.count, "value")
        return "\n" + style.paint("\(count) may not belong to their etcd keys:", .yellow) + "\n"
            + ReasonGroups(values).text()
    }

    private func seen() -> String {
        var text = "\n"
        if let dump = report.dump {
            let count = report.openedOtherwise + report.otherVersions
            let values = Numbers.count(count, "value")
            text += "made \(ShownText.line(dump)): \(values), as they were stored\n"
        }
        return text + "seen: \(EvidenceText(evidence).extent)\n"
    }
}

extension ClosedEntry.Version {
    fileprivate func isOlder(than entry: ClosedEntry) -> String {
        modRevision > entry.modRevision ? "a newer revision" : "an older revision"
    }
}
