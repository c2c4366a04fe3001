import Compliance
import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Survey
import TestSupport
import Testing

@Suite("verdicts on controls")
struct ControlTests {
    private static let secrets = GroupResource(resource: "secrets", group: "")
    private static let namespaces = GroupResource(resource: "namespaces", group: "")

    private static func chains(_ entries: String) throws -> ResourceChains {
        let text = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            \(entries)
            """
        let report = try ConfigurationValidator().validate(Array(text.utf8))
        return ResourceChains(try #require(report.configuration, "\(report.findings)"))
    }

    private static func entry(_ resource: String, _ providers: String...) -> String {
        let key = "keys: [{name: a, secret: YEW/tSzg+vUpirR4B9xuFl2qbLkv7sMbMwXQMiuaGuo=}]"
        let list = providers.map { $0 == "identity" ? "{identity: {}}" : "{\($0): {\(key)}}" }
        return "- {resources: ['\(resource)'], providers: [\(list.joined(separator: ", "))]}\n"
    }

    private static func survey(
        _ secrets: (values: Int, plaintext: Int, unreadable: Int),
        doubtful: Int = 0,
        gaps: Set<StoreSighting.Gap> = [],
        integrity: StoreSighting.Integrity = .verified,
    ) -> Survey {
        var survey = Survey()
        var tally = ResourceTally()
        (tally.values, tally.plaintext, tally.unreadable) = secrets
        survey.resources = [Self.secrets: tally]
        survey.resources[namespaces] = ResourceTally()
        survey.resources[namespaces]?.values = 4
        survey.suspectValues = (0..<doubtful).map {
            ValueReport(key: Array("/registry/secrets/a/\($0)".utf8), code: "", message: "")
        }
        survey.sighting = StoreSighting(
            .snapshot,
            moment: .revision(9),
            newestRevision: 9,
            ranges: [.everything],
            gaps: gaps,
            integrity: integrity
        )
        return survey
    }

    private static func verdicts(
        _ survey: Survey,
        _ chains: ResourceChains,
        servers: ServerAnswer = .notAsked,
        filter: EntryFilter = EntryFilter(),
    ) -> [String: ControlVerdict] {
        let judge = ControlJudge(
            survey,
            Evidence(survey, filter: filter, chains: [chains]),
            chains,
            prefix: EtcdPrefix("/registry"),
            servers: servers
        )
        return Dictionary(
            judge.verdicts(.newest).map { ($0.control.number, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    @Test("met takes whole evidence, a provider that encrypts, and nothing that speaks against it")
    func property() throws {
        var random = SeededGenerator(seed: 11)
        let orders = [
            ["secretbox", "identity"], ["aescbc"], ["aesgcm", "identity"], ["identity", "aescbc"],
            ["identity"],
        ]
        for _ in 0..<2000 {
            let resource = ["secrets", "configmaps", "*.*"].randomElement(using: &random) ?? ""
            let order = orders.randomElement(using: &random) ?? []
            let key = order.filter { $0 != "identity" }
            let providers = order.count == 2 ? [order[0], order[1]] : order
            let entry =
                providers.count == 2
                ? Self.entry(resource, providers[0], providers[1])
                : Self.entry(resource, providers[0])
            let chains = try Self.chains(entry)
            func some() -> Int {
                Bool.random(using: &random) ? 0 : Int.random(in: 1...5, using: &random)
            }
            let numbers = (values: some(), plaintext: some(), unreadable: some())
            let doubtful = some()
            let isWhole = Bool.random(using: &random)
            let isSkipped = Int.random(in: 0..<4, using: &random) == 0
            let isFiltered = Int.random(in: 0..<4, using: &random) == 0
            let survey = Self.survey(
                numbers,
                doubtful: doubtful,
                gaps: isWhole ? [] : [.unfinished],
                integrity: isSkipped ? .skipped : .verified
            )
            let found = Self.verdicts(
                survey,
                chains,
                filter: isFiltered ? EntryFilter(namespaces: ["a"]) : EntryFilter()
            )
            let isWritten = resource != "configmaps" && order[0] != "identity" && !key.isEmpty
            let isClean = numbers.plaintext + numbers.unreadable + doubtful == 0
            let isConclusive = isWhole && !isSkipped && !isFiltered
            for (number, isProper) in [("V-274882", true), ("1.2.28", order[0] != "aesgcm")] {
                let expected: ControlStanding =
                    !isWritten || !isClean || !isProper
                    ? .notMet : isConclusive && numbers.values > 0 ? .met : .notAssessed
                #expect(found[number]?.standing == expected, "\(entry) \(numbers) \(number)")
                #expect(found[number]?.reasons.isEmpty == false)
            }
            #expect(found["V-274883"]?.standing == .notAssessed)
            #expect(found["V-274884"]?.standing == .notAssessed)
        }
    }

    @Test("what a search of the file would miss is said")
    func searches() throws {
        let survey = Self.survey((1, 0, 0))
        func reasons(_ entries: String) throws -> [ControlReason] {
            Self.verdicts(survey, try Self.chains(entries))["1.2.28"]?.reasons ?? []
        }
        #expect(
            try reasons(Self.entry("secrets", "aesgcm")) == [.writer(.aesgcm), .fileSearchFails]
        )
        #expect(
            try reasons(Self.entry("secrets", "identity", "aescbc"))
                == [.writer(.identity), .fileSearchPasses]
        )
        #expect(
            try reasons(Self.entry("configmaps", "secretbox")) == [.noEntry, .fileSearchPasses]
        )
    }

    @Test("only API servers tell whether the configuration is in force")
    func servers() throws {
        let chains = try Self.chains(Self.entry("secrets", "secretbox"))
        for (answer, standing) in [
            (ServerAnswer.notAsked, ControlStanding.notAssessed), (.proven(3), .met),
            (.without(1), .notMet), (.unproven, .notAssessed),
        ] {
            let found = Self.verdicts(Self.survey((1, 0, 0)), chains, servers: answer)
            #expect(found["1.2.27"]?.standing == standing)
        }
    }

    @Test(
        "the version of Kubernetes chooses the numbers",
        arguments: [
            (26, nil), (27, "cis-1.9"), (28, "cis-1.10"), (29, "cis-1.11"), (31, "cis-1.11"),
            (32, "cis-1.12"), (34, "cis-1.12"), (36, "cis-1.12"),
        ]
    )
    func benchmarks(_ minor: Int, _ name: String?) {
        #expect(Benchmark.forKubernetes(minor: minor)?.name == name)
    }
}
