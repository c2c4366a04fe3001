public import EncryptionConfig
public import KubernetesModel
public import Providers
public import Survey

/// A control that a report answers, or says that it cannot.
public struct Control: Sendable, Hashable {
    /// What it asks.
    public enum Question: Sendable, Hashable {
        /// That API servers have an encryption configuration.
        case configurationInForce
        /// That the provider of Secrets is a proper one.
        case properProvider
        /// That every Secret is encrypted where it is stored.
        case secretsEncrypted
        /// That confidential data is kept in Secrets, or outside.
        case dataInSecrets
        /// That few may read Secrets.
        case accessToSecrets
    }

    /// Whose control it is, such as `CIS Kubernetes Benchmark (cis-1.12)`.
    public let source: String
    /// Its number there.
    public let number: String
    /// What it asks.
    public let question: Question
}

/// How a control stands.
public enum ControlStanding: String, Sendable, Hashable {
    /// All that it asks was seen.
    case met
    /// Something was seen that speaks against it.
    case notMet
    /// Nobody can tell from what was seen.
    case notAssessed
}

/// A number or a fact that a verdict rests on.
public enum ControlReason: Sendable, Hashable {
    /// So many Secrets are there, each opened with a provider that encrypts.
    case allEncrypted(Int)
    /// So many are stored without encryption.
    case plaintext(Int)
    /// So many cannot be opened.
    case unreadable(Int)
    /// So many open to something that is not the object their key names.
    case doubtful(Int)
    /// There is no Secret.
    case noSecrets
    /// Not all of the store was seen, or not with its integrity known.
    case evidence
    /// What writes Secrets.
    case writer(ProviderKind)
    /// Secrets get no entry of the configuration.
    case noEntry
    /// A search of the file for a provider's name, as tools do it, passes all the same.
    case fileSearchPasses
    /// A search of the file fails, since it does not know aesgcm.
    case fileSearchFails
    /// No API server was asked.
    case serversNotAsked
    /// So many API servers have proven that they apply this configuration.
    case serversProven(Int)
    /// So many apply none.
    case serversWithout(Int)
    /// Not every one has proven what it applies.
    case serversUnproven
    /// Stored data says nothing about it.
    case notInData
}

/// A control and what a survey says to it.
public struct ControlVerdict: Sendable, Hashable {
    /// The control.
    public let control: Control
    /// How it stands.
    public let standing: ControlStanding
    /// Why.
    public let reasons: [ControlReason]
}

/// What API servers said of the configuration in force, as far as controls ask.
public enum ServerAnswer: Sendable, Hashable {
    /// Nobody was asked.
    case notAsked
    /// Every one, so many, proved that it applies this configuration.
    case proven(Int)
    /// So many apply none.
    case without(Int)
    /// Anything between.
    case unproven
}

/// Judges controls by what a survey saw.
///
/// *Met* takes whole evidence, a proper provider that writes, and every Secret opened and encrypted.
/// What speaks against a control counts whatever part of the store it was seen in; all else is *not
/// assessed*.
public struct ControlJudge {
    private let facts: SecretFacts
    private let writer: ProviderKind?
    private let isConclusive: Bool
    private let servers: ServerAnswer
    private let namesProvider: Bool

    /// Takes what was seen.
    ///
    /// - Parameters:
    ///   - survey: The store under the configuration.
    ///   - evidence: How far it carries.
    ///   - chains: The configuration's.
    ///   - prefix: The API server's etcd prefix.
    ///   - servers: What API servers said.
    public init(
        _ survey: Survey,
        _ evidence: Evidence,
        _ chains: ResourceChains,
        prefix: EtcdPrefix,
        servers: ServerAnswer,
    ) {
        facts = SecretFacts(survey, prefix: prefix)
        writer = chains.chain(of: .secrets)?.writerKind
        isConclusive = evidence.isConclusive
        self.servers = servers
        namesProvider = chains.chains.contains { chain in
            chain.providers.contains { Self.isProper($0.kind) }
        }
    }

    /// The controls of a benchmark and of the DISA STIG, in order.
    public func verdicts(_ benchmark: Benchmark) -> [ControlVerdict] {
        let cis = "CIS Kubernetes Benchmark (\(benchmark.name))"
        let stig = "DISA Kubernetes STIG"
        var controls = [
            Control(source: cis, number: benchmark.flag, question: .configurationInForce)
        ]
        controls.append(
            Control(source: cis, number: benchmark.providers, question: .properProvider)
        )
        controls += [
            Control(source: stig, number: "V-274882", question: .secretsEncrypted),
            Control(source: stig, number: "V-274883", question: .dataInSecrets),
            Control(source: stig, number: "V-274884", question: .accessToSecrets),
        ]
        return controls.map(verdict)
    }

    private func verdict(_ control: Control) -> ControlVerdict {
        let (standing, reasons): (ControlStanding, [ControlReason]) =
            switch control.question {
            case .configurationInForce: inForce
            case .properProvider: secrets(asBenchmark: true)
            case .secretsEncrypted: secrets(asBenchmark: false)
            case .dataInSecrets, .accessToSecrets: (.notAssessed, [.notInData])
            }
        return ControlVerdict(control: control, standing: standing, reasons: reasons)
    }

    private var inForce: (ControlStanding, [ControlReason]) {
        switch servers {
        case .notAsked: (.notAssessed, [.serversNotAsked])
        case .proven(let count): (.met, [.serversProven(count)])
        case .without(let count): (.notMet, [.serversWithout(count)])
        case .unproven: (.notAssessed, [.serversUnproven])
        }
    }

    private func secrets(asBenchmark: Bool) -> (ControlStanding, [ControlReason]) {
        var against: [ControlReason] = []
        switch writer {
        case nil: against.append(.noEntry)
        case .identity?: against.append(.writer(.identity))
        case .aesgcm? where asBenchmark: against += [.writer(.aesgcm), .fileSearchFails]
        default: break
        }
        let isWrong = !against.isEmpty
        if asBenchmark, isWrong, writer != .aesgcm, namesProvider {
            against.append(.fileSearchPasses)
        }
        if facts.plaintext > 0 { against.append(.plaintext(facts.plaintext)) }
        if facts.unreadable > 0 { against.append(.unreadable(facts.unreadable)) }
        if facts.doubtful > 0 { against.append(.doubtful(facts.doubtful)) }
        guard against.isEmpty, let writer else { return (.notMet, against) }
        guard isConclusive else { return (.notAssessed, [.evidence, .writer(writer)]) }
        guard facts.values > 0 else { return (.notAssessed, [.noSecrets, .writer(writer)]) }
        return (.met, [.allEncrypted(facts.values), .writer(writer)])
    }

    /// What the benchmark's test takes for one.
    private static func isProper(_ kind: ProviderKind) -> Bool {
        switch kind {
        case .aescbc, .secretbox, .kms: true
        case .aesgcm, .identity: false
        }
    }
}

/// What was counted of Secrets.
private struct SecretFacts {
    let values: Int
    let plaintext: Int
    let unreadable: Int
    let doubtful: Int

    init(_ survey: Survey, prefix: EtcdPrefix) {
        let tally = survey.resources[.secrets] ?? ResourceTally()
        (values, plaintext, unreadable) = (tally.values, tally.plaintext, tally.unreadable)
        let sorter = EntrySorter(
            prefix: prefix,
            filter: EntryFilter(resources: [GroupResource.secrets.description])
        )
        doubtful = survey.suspectValues.count { sorter.isObject($0.key.span) }
    }
}

extension GroupResource {
    static let secrets = GroupResource(resource: "secrets", group: "")
}
