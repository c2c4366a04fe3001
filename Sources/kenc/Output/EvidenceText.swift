import EtcdModel
import KubernetesModel
import Survey

extension EvidenceRecord {
    /// What a conclusion rests on, for programs: the field `evidence`.
    init(_ evidence: Evidence) {
        let words = EvidenceText(evidence)
        self.init(
            store: words.kind,
            revision: evidence.store.revision?.rawValue,
            whole: evidence.isWhole,
            integrity: evidence.store.integrity.rawValue,
            ranges: evidence.store.ranges?.map(EvidenceText.range) ?? [],
            filters: words.filters,
            missing: words.missing,
            why: words.why
        )
    }
}

/// The same for people.
struct EvidenceText {
    private let evidence: Evidence

    init(_ evidence: Evidence) {
        self.evidence = evidence
    }

    var kind: String { evidence.store.kind.rawValue }

    /// As they are given on the command line.
    var filters: [String] {
        evidence.filter.resources.sorted().map { "--resource \($0)" }
            + evidence.filter.namespaces.map { "-n \($0)" }
    }

    var missing: [String] {
        evidence.missing.map { missing in
            switch missing {
            case .resource(let resource): ShownText.name(ResourceSelector(resource).name)
            case .namespace(let name): name
            }
        }
    }

    /// Why nothing follows for what was not seen; nil where the evidence carries a conclusion.
    var why: String? {
        reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    private var reasons: [String] {
        var reasons = evidence.shortfalls.compactMap(words)
        let unseen = evidence.shortfalls.compactMap { shortfall in
            if case .nothingOf(let resource) = shortfall {
                ShownText.name(ResourceSelector(resource).name)
            } else {
                nil
            }
        }
        if !unseen.isEmpty {
            reasons.append(
                "nothing of \(unseen.joined(separator: ", ")) was seen, and a dump does not say what "
                    + "it was asked for"
            )
        }
        if evidence.store.integrity == .skipped {
            reasons.append("the file's hash was not compared")
        }
        return reasons
    }

    /// What was seen, in a line or two; the second says why that is not enough, and what would be.
    func text(_ style: Style) -> String {
        var text = "seen: \(extent)\n"
        // What a person left out on purpose needs no remedy.
        if !reasons.isEmpty, evidence.shortfalls != [.filtered] {
            text +=
                style.paint("not the whole store, so no key can be called unused:", .yellow) + "\n"
            for reason in reasons { text += "  \(ShownText.line(reason))\n" }
            if let remedy { text += "  \(remedy)\n" }
        }
        if !evidence.missing.isEmpty, evidence.store.kind != .dump || !evidence.filter.admitsAll {
            text += "nothing of: \(missing.map(ShownText.name).joined(separator: ", "))\n"
        }
        return text
    }

    /// What was seen, in a clause.
    var extent: String {
        var text = evidence.isWhole ? "all keys of a \(kind) store" : "a \(kind) store"
        if evidence.store.kind != .live {
            text = evidence.isWhole ? "all keys of a \(kind)" : "a \(kind)"
        }
        if let revision = evidence.store.revision { text += " at revision \(revision.rawValue)" }
        if !filters.isEmpty {
            text += ", only \(filters.map(ShownText.name).joined(separator: " "))"
        }
        switch evidence.store.integrity {
        case .verified: text += ", its hash compared"
        case .absent: text += "; it has no hash to compare with"
        case .skipped, .notApplicable: break
        }
        return text
    }

    /// How to see the rest.
    private var remedy: String? {
        if case .keysWithoutName? = evidence.shortfalls.first, evidence.shortfalls.count == 1 {
            return "look at one resource at a time: --resource"
        }
        if evidence.shortfalls.contains(.filtered) { return "leave the filters out to judge keys" }
        let isPast = evidence.shortfalls.contains { if case .past = $0 { true } else { false } }
        if isPast { return "leave --revision out to judge keys" }
        if evidence.store.kind != .dump, evidence.shortfalls == [.noNamespaces] {
            return "is --prefix the API server's --etcd-prefix?"
        }
        switch evidence.store.kind {
        case .dump:
            return "take all of it: etcdctl get / --prefix -w json, or kenc snapshot save FILE"
        case .snapshot:
            return evidence.store.integrity == .skipped
                ? "leave --skip-hash-check out" : "take a snapshot: kenc snapshot save FILE"
        case .live: return "use a user of etcd that may read every key, for example root"
        case .memory: return nil
        }
    }

    private func words(_ shortfall: Evidence.Shortfall) -> String? {
        switch shortfall {
        case .filtered: "only \(filters.joined(separator: " ")) was looked at"
        case .gap(let gap): Self.words(gap)
        case .severalRevisions(let range):
            "its parts are of revisions \(range.lowerBound.rawValue) to "
                + "\(range.upperBound.rawValue)"
        case .revisionUnknown: "nothing says as of when it is"
        case .past(let revision, let newest):
            "it shows revision \(revision.rawValue), and was written since, up to "
                + "\(newest.rawValue)"
        case .onlyRanges(let ranges):
            "only keys under \(ranges.map(Self.range).joined(separator: ", ")) may be read"
        case .noNamespaces:
            "it holds no namespaces, as the store of every API server does"
        case .keysWithoutName(let count):
            "its values name more than \(Numbers.grouped(NameBudget.countLimit)) keys or very long "
                + "ones: \(Numbers.count(count, "value")) were counted without the name"
        case .nothingOf: nil
        }
    }

    private static func words(_ gap: StoreSighting.Gap) -> String {
        switch gap {
        case .unfinished: "it was not read to its end"
        case .keysMissing(let count?):
            "etcd left \(Numbers.count(Int(clamping: count), "key")) out of it"
        case .keysMissing(nil): "etcd left keys out of it"
        case .valuesMissing: "its keys have no values"
        case .countMissing: "it does not say how many keys there are"
        case .beingWritten: "etcd was writing to the file"
        }
    }

    /// A range as people name one: by its prefix.
    static func range(_ range: KeyRange) -> String {
        if range == .everything { return "" }
        let start = String(decoding: range.start, as: UTF8.self)
        if range.end.isEmpty || range == KeyRange(prefix: range.start) { return start }
        return "\(start) to \(String(decoding: range.end, as: UTF8.self))"
    }
}

extension Evidence.Missing {
    /// As it is asked for on the command line.
    var option: String {
        switch self {
        case .resource(let resource): "--resource \(resource)"
        case .namespace(let name): "-n \(name)"
        }
    }
}

extension KeyRetirement.Reason {
    /// The same beside a text that says what was seen.
    func shortWords(_ evidence: Evidence) -> String {
        if self == .evidence, evidence.filter.admitsAll { return "not all of the store was seen" }
        return words(evidence)
    }

    /// One clause for a person.
    func words(_ evidence: Evidence) -> String {
        switch self {
        case .writes(let selectors):
            "writes \(selectors.map { ShownText.name($0.name) }.joined(separator: ", "))"
        case .evidence: EvidenceText(evidence).why ?? "only a part of the store was seen"
        case .unreadable(let count):
            "\(Numbers.count(count, "value")) cannot be read, and may need it"
        case .unknownKeys(let count):
            "\(Numbers.count(count, "encrypted value")) under unknown etcd keys may need it"
        case .unfinished(let count):
            "\(count == 1 ? "1 stale value is" : "\(Numbers.grouped(count)) stale values are") left: "
                + "the rotation is not finished"
        case .backslides(let count):
            "an API server went on writing with another key (\(Numbers.count(count, "value")))"
        case .servers: "not every API server was seen on this file to the end"
        case .oversized:
            "a value on it is not rewritten, since it would not fit into one request"
        case .doubtful:
            "a value on it is not rewritten, since its plaintext is not the object that its etcd "
                + "key names"
        }
    }
}
