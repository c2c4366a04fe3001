import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Testing

@testable import Survey

@Suite("what a survey's conclusions rest on")
struct EvidenceTests {
    private static let secrets = GroupResource(resource: "secrets", group: "")
    private static let target = configuration(.aescbc([key("new", 2), key("old", 1)]), .identity)

    private static func evidence(
        _ sighting: StoreSighting,
        namespaces: Int = 3,
        secrets: Int = 5,
        filter: EntryFilter = EntryFilter(),
    ) -> Evidence {
        var survey = Survey()
        survey.sighting = sighting
        if namespaces > 0 {
            survey.resources[.namespaces, default: ResourceTally()].values = namespaces
        }
        if secrets > 0 { survey.resources[Self.secrets, default: ResourceTally()].values = secrets }
        return Evidence(survey, filter: filter, chains: [ResourceChains(target)])
    }

    private static let whole = StoreSighting(
        .snapshot,
        moment: .revision(7),
        newestRevision: 7,
        ranges: [.everything],
        integrity: .verified
    )
    private static let dump = StoreSighting(.dump, moment: .revision(7), newestRevision: 7)

    @Test("all keys at one revision are a whole store")
    func wholeStores() {
        #expect(Self.evidence(Self.whole).isConclusive)
        #expect(Self.evidence(Self.dump).isConclusive)
        var absent = Self.whole
        absent.integrity = .absent
        #expect(Self.evidence(absent).isConclusive)
    }

    @Test("a hash that nobody compared proves nothing")
    func skipped() {
        var skipped = Self.whole
        skipped.integrity = .skipped
        let evidence = Self.evidence(skipped)
        #expect(evidence.isWhole && !evidence.isConclusive && !evidence.coversFilter)
    }

    @Test(
        "a store that was cut says nothing of the rest",
        arguments: [
            StoreSighting.Gap.unfinished, .keysMissing(86), .keysMissing(nil), .valuesMissing,
            .countMissing, .beingWritten,
        ]
    )
    func cut(_ gap: StoreSighting.Gap) {
        var sighting = Self.dump
        sighting.gaps = [gap]
        let evidence = Self.evidence(sighting)
        #expect(evidence.shortfalls == [.gap(gap)] && !evidence.isConclusive)
        #expect(!evidence.coversFilter)
    }

    @Test("neither does one of several moments, of none, or of the past")
    func moments() {
        var sighting = Self.whole
        sighting.moment = .several(7...9)
        #expect(Self.evidence(sighting).shortfalls == [.severalRevisions(7...9)])
        sighting.moment = .unknown
        #expect(Self.evidence(sighting).shortfalls == [.revisionUnknown])
        sighting.moment = .revision(5)
        #expect(Self.evidence(sighting).shortfalls == [.past(5, newest: 7)])
        // A live store is written to while it is read.
        let live = StoreSighting(
            .live,
            moment: .revision(5),
            newestRevision: 7,
            ranges: [.everything]
        )
        #expect(Self.evidence(live).isConclusive)
    }

    @Test("a store without namespaces is not an API server's")
    func namespaces() {
        for sighting in [Self.whole, Self.dump] {
            #expect(Self.evidence(sighting, namespaces: 0).shortfalls == [.noNamespaces])
        }
    }

    @Test("a resource with keys of which nothing was seen: named, and no dump is whole without it")
    func unseen() {
        let snapshot = Self.evidence(Self.whole, secrets: 0)
        #expect(snapshot.missing == [.resource(Self.secrets)] && snapshot.isConclusive)
        let dump = Self.evidence(Self.dump, secrets: 0)
        #expect(dump.shortfalls == [.nothingOf(Self.secrets)] && !dump.isConclusive)
    }

    @Test("a user of etcd who may not see everything")
    func ranges() {
        let range = KeyRange(prefix: Array("/registry/".utf8))
        let live = StoreSighting(.live, moment: .revision(7), ranges: [range])
        let evidence = Self.evidence(live)
        #expect(evidence.shortfalls == [.onlyRanges([range])])
        #expect(!evidence.isConclusive && evidence.coversFilter)
    }

    @Test("what a filter names is judged, and nothing else")
    func filters() {
        let filter = EntryFilter(resources: ["secrets"])
        let evidence = Self.evidence(Self.whole, filter: filter)
        #expect(!evidence.isConclusive && evidence.coversFilter && !evidence.isFilterUnmet)
        let unmet = Self.evidence(Self.whole, secrets: 0, filter: filter)
        #expect(unmet.missing == [.resource(Self.secrets)] && unmet.isFilterUnmet)
        #expect(!unmet.coversFilter)
        let nowhere = Self.evidence(Self.whole, filter: EntryFilter(namespaces: ["nope"]))
        #expect(nowhere.missing == [.namespace("nope")] && nowhere.isFilterUnmet)
    }
}
