import Compliance
import EncryptionConfig
import EtcdModel
import EtcdSnapshot
import Fleet
import KeyMaterial
import KubernetesModel
import Providers
import Survey
import WireFormats

/// All that a report says, before it is said in a form.
struct AuditorReport {
    /// What of the store a snapshot alone tells.
    struct Past {
        /// The SHA-256 that names the file.
        let hash: String
        let oldestRevision: Revision
        let newestRevision: Revision
        /// Older revisions that are still in it.
        let history: Survey
        let residue: FoundResidue
    }

    /// When it was made, in seconds since 1970.
    let time: Int64
    /// The command line that makes it again.
    let command: [String]
    let storeName: String
    let survey: Survey
    let evidence: Evidence
    let configuration: LoadedConfiguration
    let past: Past?
    let fleet: FleetVerdict?
    let ledger: KeyLedger
    let benchmark: Benchmark
    /// Whether no profile is for that version yet.
    let isBenchmarkOlder: Bool
    let controls: [ControlVerdict]
    /// Whether etcd keys of what cannot be read are named.
    let namesObjects: Bool

    /// Whether something was seen that speaks against a control.
    var isFound: Bool { controls.contains { $0.standing == .notMet } }
}

/// One key of the configuration or of the store.
struct ReportedKey {
    let key: ProviderKey
    /// In bits; nil for plugins, and keys that no configuration names.
    let bits: Int?
    /// What is on it now.
    let values: Int
    /// Older revisions in the file that are on it; nil where nobody can tell.
    let olderValues: Int?
    let written: KeyLedger.Entry?
    /// The selectors that it writes for.
    let writes: [String]
    /// Why it has to stay; nil where nothing needs it.
    let neededFor: String?

    /// How often it was used at the least: what lies there was sealed once each.
    var writesAtLeast: Int { values + (olderValues ?? 0) }

    /// How often it may be used; nil where its cipher sets no limit of that kind.
    ///
    /// NIST SP 800-38D, for random nonces of 96 bits.
    var writeLimit: Int? { key.kind == .known(.aesgcm) ? 1 << 32 : nil }
}

extension AuditorReport {
    /// Every key of the configuration, and those that values are on beside, by provider and name.
    var keys: [ReportedKey] {
        var bits: [ProviderKey: Int] = [:]
        var writes: [ProviderKey: [String]] = [:]
        var all: Set<ProviderKey> = []
        for chain in configuration.configuration.chains {
            for (index, provider) in chain.providers.enumerated() where provider.kind != .identity {
                let named = provider.keyNames.map { ProviderKey(provider.kind, $0) }
                all.formUnion(named)
                for key in provider.keys {
                    bits[ProviderKey(provider.kind, key.name)] = key.key.count * 8
                }
                if index == 0, let writer = named.first {
                    writes[writer, default: []].append(ResourceSelector.name(chain.selector))
                }
            }
        }
        let now = Self.values(survey)
        let older = past.map { Self.values($0.history) }
        all.formUnion(now.keys)
        all.remove(.identity)
        let retirement = KeyRetirement(
            configuration: configuration.configuration,
            survey: survey,
            evidence: evidence,
            isDone: true
        )
        let kept = Dictionary(retirement.kept.map { ($0.key, $0.why) }) { first, _ in first }
        return all.sorted().map { key in
            ReportedKey(
                key: key,
                bits: bits[key],
                values: now[key] ?? 0,
                olderValues: older.map { $0[key] ?? 0 },
                written: ledger.entries[key],
                writes: writes[key] ?? [],
                neededFor: needed(now[key] ?? 0, kept[key], isKnown: bits[key] != nil)
            )
        }
    }

    private func needed(_ values: Int, _ why: KeyRetirement.Reason?, isKnown: Bool) -> String? {
        let holds = values > 0 ? "\(Numbers.count(values, "value")) on it" : nil
        let reason: String? =
            switch why {
            case .writes?: why?.words(evidence)
            // Of what lies on it is said how much.
            case .oversized?, .doubtful?: nil
            case let why?: holds == nil ? why.words(evidence) : nil
            case nil: nil
            }
        let parts = [holds, reason].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private static func values(_ survey: Survey) -> [ProviderKey: Int] {
        survey.resources.values.reduce(into: [:]) { all, tally in
            for (key, volume) in tally.by { all[key.withoutKeyID, default: 0] += volume.values }
        }
    }

    /// The kinds of provider that values are on, those that encrypt first.
    var kinds: [StoredKind] {
        let all = Set(survey.resources.values.flatMap { $0.by.keys.map(\.kind) })
        return all.sorted { left, right in
            (left == .identity ? 1 : 0, left.rawValue) < (
                right == .identity ? 1 : 0, right.rawValue
            )
        }
    }

    /// What cannot be read, by reason, the commonest first.
    var unreadable: [(code: String, message: String, values: Int)] {
        struct Reason: Hashable {
            let code: String
            let message: String
        }
        let counts = survey.unreadableValues.reduce(into: [Reason: Int]()) { counts, report in
            counts[Reason(code: report.code, message: report.message), default: 0] += 1
        }
        return counts.map { ($0.key.code, $0.key.message, $0.value) }.sorted {
            ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1)
        }
    }
}

extension ResourceSelector {
    /// A selector for people.
    static func name(_ selector: ResourceSelector) -> String { ShownText.name(selector.name) }
}

extension StoredKind {
    static let identity = StoredKind.known(.identity)
}
