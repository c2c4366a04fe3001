import Compliance
import EncryptionConfig
import EtcdModel
import Survey

/// The sentences of a report.
struct ReportWords {
    let report: AuditorReport

    /// What a control asks, in our own words.
    static func asks(_ question: Control.Question) -> String {
        switch question {
        case .configurationInForce: "API servers run with an encryption configuration."
        case .properProvider: "What encrypts Secrets is a proper provider."
        case .secretsEncrypted: "Secrets are encrypted where they are stored."
        case .dataInSecrets: "Confidential data is kept in Secrets or in a store outside."
        case .accessToSecrets: "Only those who need Secrets may read them."
        }
    }

    static func standing(_ standing: ControlStanding) -> String {
        switch standing {
        case .met: "met"
        case .notMet: "not met"
        case .notAssessed: "not assessed"
        }
    }

    func words(_ reason: ControlReason) -> String {
        switch reason {
        case .allEncrypted(let count):
            "\(Numbers.count(count, "Secret")), each opened with its key and encrypted"
        case .plaintext(let count): "\(Numbers.count(count, "Secret")) stored without encryption"
        case .unreadable(let count):
            "\(Numbers.count(count, "Secret")) that the configuration does not open"
        case .doubtful(let count):
            "\(Numbers.count(count, "Secret")) opened to something that is not the object its key "
                + "names"
        case .noSecrets: "there is no Secret in the store"
        case .evidence: EvidenceText(report.evidence).why ?? "only a part of the store was seen"
        case .writer(.identity): "the configuration writes Secrets without encryption"
        case .writer(let kind): "the configuration writes Secrets with \(kind)"
        case .noEntry: "the configuration has no entry for Secrets, so they are not encrypted"
        case .fileSearchPasses:
            "a search of the file for a provider's name would pass, but that is not what Secrets get"
        case .fileSearchFails: "the benchmark's list of providers does not have aesgcm"
        case .serversNotAsked: "no API server was asked"
        case .serversProven(let count):
            "\(Numbers.count(count, "API server")) proved to apply this configuration"
        case .serversWithout(let count):
            "\(Numbers.count(count, "API server")) without any configuration"
        case .serversUnproven: "not every API server proved that it applies this configuration"
        case .notInData: "stored data does not tell"
        }
    }

    /// What the numbers are asked for elsewhere: no verdict, and no clause of a text that kenc has not
    /// read.
    static let related: [(source: String, about: String)] = [
        ("PCI DSS 4.0.1", "crypto periods of keys, their replacement, an inventory of ciphers"),
        ("NIST SP 800-57 part 1", "how long a symmetric key is used and read with"),
        ("NIST SP 800-38D", "how often a key of GCM with random nonces is used"),
        ("NIST SP 800-53", "protection at rest, key management, backups, sanitising"),
        ("NSA and CISA, Kubernetes hardening guide", "Secrets encrypted at rest"),
        ("BSI IT-Grundschutz APP.4.4", "protection of Secrets, backups of etcd"),
        ("HIPAA, ISO/IEC 27001, SOC 2", "encryption of stored data and its rules"),
        (
            "FIPS 140-3",
            "approved algorithms: secretbox (XSalsa20, Poly1305) is none; nothing here says that a "
                + "module is validated"
        ),
    ]

    /// What was not looked at.
    var limits: [String] {
        var limits: [String] = []
        if let why = EvidenceText(report.evidence).why { limits.append("The store: \(why).") }
        switch report.evidence.store.kind {
        case .snapshot, .memory:
            limits.append(
                "One member's file was read: other members' files, WAL files and other backups were "
                    + "not."
            )
        case .dump, .live:
            limits.append(
                "Older revisions and free pages were not looked at, since only a snapshot holds them."
            )
            limits.append("WAL files and backups were not read.")
        }
        if report.evidence.store.kind == .live {
            limits.append("Objects may have changed while the store was read.")
        }
        if report.fleet == nil {
            limits.append(
                "No API server was asked which configuration it applies: --server, --kubeconfig or "
                    + "--metrics."
            )
        }
        limits.append(
            "Aggregated API servers keep stores of their own, and --etcd-servers-overrides names "
                + "further ones: none was read."
        )
        limits.append(
            "The age of keys is told in revisions: neither a store nor a configuration says when a key "
                + "was made."
        )
        limits.append(
            "Writes are a lower bound: what was written and deleted or compacted since is not counted."
        )
        if report.survey.unknown > 0 {
            limits.append(
                "\(Numbers.count(report.survey.unknown, "etcd key")) of no known resource, "
                    + "\(Numbers.grouped(report.survey.unknownEncrypted)) of them encrypted, are "
                    + "counted apart."
            )
        }
        if report.isBenchmarkOlder {
            limits.append(
                "No benchmark is published for that version of Kubernetes: "
                    + "\(report.benchmark.name) was taken."
            )
        }
        return limits
    }
}
