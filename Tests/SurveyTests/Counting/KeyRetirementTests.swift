import EncryptionConfig
import EtcdModel
import KubernetesModel
import Providers
import Testing

@testable import Survey

@Suite("which keys can be dropped")
struct KeyRetirementTests {
    private let target = configuration(.aescbc([key("new", 2), key("old", 1)]))
    private let old = ProviderKey(.aescbc, "old")
    private let new = ProviderKey(.aescbc, "new")

    /// A survey of secrets on the old key, of which so many move.
    private func survey(onOld: Int, moved: Int) -> Survey {
        var tally = ResourceTally()
        tally.values = onOld
        tally.stale = onOld
        tally.by[old, default: Volume()].values = onOld
        tally.rewrites[RewriteRoute(from: old, to: new), default: RewriteVolume()].values = moved
        var survey = Survey()
        survey.resources[GroupResource(resource: "secrets", group: "")] = tally
        return survey
    }

    private func retirement(_ survey: Survey, filter: EntryFilter = EntryFilter()) -> KeyRetirement
    {
        var survey = survey
        survey.sighting = StoreSighting(.snapshot, moment: .revision(7), ranges: [.everything])
        survey.resources[.namespaces, default: ResourceTally()].values = 1
        return KeyRetirement(
            configuration: target,
            survey: survey,
            evidence: Evidence(survey, filter: filter, chains: [ResourceChains(target)])
        )
    }

    private func why(_ key: ProviderKey, _ retirement: KeyRetirement) -> KeyRetirement.Reason? {
        retirement.kept.first { $0.key == key }?.why
    }

    @Test("what nothing is left on can go, what writes stays")
    func droppable() {
        let found = retirement(survey(onOld: 5, moved: 5))
        #expect(found.droppable == [old])
        #expect(why(new, found) == .writes([ResourceSelector(resource: "secrets", group: "")]))
    }

    @Test("nothing can go on the sight of a part")
    func filtered() {
        let found = retirement(
            survey(onOld: 5, moved: 5),
            filter: EntryFilter(namespaces: ["default"])
        )
        #expect(found.droppable.isEmpty)
        #expect(why(old, found) == .evidence)
    }

    @Test("an unreadable value may need any key", arguments: [1, 3])
    func unreadable(_ count: Int) {
        var seen = survey(onOld: 5, moved: 5)
        seen.resources[GroupResource(resource: "pods", group: ""), default: ResourceTally()]
            .unreadable = count
        let found = retirement(seen)
        #expect(found.droppable.isEmpty)
        #expect(why(old, found) == .unreadable(count))
    }

    @Test("so may an encrypted value under an unknown key")
    func unknown() {
        var seen = survey(onOld: 5, moved: 5)
        seen.unknownEncrypted = 2
        #expect(retirement(seen).droppable.isEmpty)
    }

    @Test("a value that the rotation leaves alone keeps its key")
    func unmoved() {
        let found = retirement(survey(onOld: 5, moved: 4))
        #expect(found.droppable.isEmpty)
        #expect(why(old, found) == .doubtful)
    }
}
