import EncryptionConfig
import Planning
import TestSupport
import Testing

/// Steps that are easy to get wrong, by what they do to each kind of resource.
struct StepTests {
    @Test func seesAReaderMissingFromACarvedOutEntry() throws {
        let step = Step(
            from: try configuration(("['*.*']", [.secretbox("k1", "k2"), .identity])),
            to: try configuration(
                ("[secrets]", [.secretbox("k1"), .identity]),
                ("['*.*']", [.secretbox("k1", "k2"), .identity])
            )
        )
        #expect(step.resources.map(\.scope.name) == ["secrets", "*.*"])
        #expect(step.resources[0].lost.map(\.description) == ["secretbox key 'k2'"])
        #expect(step.resources[1].isSafe)
        #expect(!step.isSafe)
        #expect(step.findings.map(\.rule) == [.stepReadKeyRemoved])
    }

    @Test func standsInForTheRestOfAGroup() throws {
        let step = Step(
            from: try configuration(("[deployments.apps]", [.secretbox("k1"), .identity])),
            to: try configuration(
                ("[deployments.apps]", [.secretbox("k1"), .identity]),
                ("['*.apps', '*.']", [.secretbox("k1"), .identity])
            )
        )
        let names = step.resources.map(\.scope.name)
        #expect(names == ["deployments.apps", "*.apps", "*.", "*.*"])
        #expect(step.resources.map(\.oldReadsNewWrites) == [true, false, false, true])
        #expect(step.resources.map(\.newReadsOldWrites) == [true, true, true, true])
    }

    @Test func knowsAPluginByVersionAndName() throws {
        let old = try configuration(("[secrets]", [.kms("v1", "a"), .identity]))
        let renamed = try configuration(("[secrets]", [.kms("v2", "b"), .kms("v1", "a")]))
        let step = Step(from: old, to: renamed)
        #expect(step.resources[0].newReadsOldWrites)
        #expect(step.resources[0].staleUnderNew == true)
        #expect(!step.resources[0].oldReadsNewWrites)
        #expect(step.resources[0].lost == [.plaintext])
        let rules: [Rule] = [
            .stepNewWriteKey, .stepIdentityRemoved, .stepKmsAdded, .stepKmsReads,
        ]
        #expect(step.findings.map(\.rule) == rules)

        let upgraded = try configuration(("[secrets]", [.kms("v2", "a"), .identity]))
        let other = Step(from: old, to: upgraded)
        #expect(!other.resources[0].newReadsOldWrites)
        #expect(other.resources[0].staleUnderNew == nil)
    }

    @Test func anotherSecretUnderAKnownNameIsAnotherClass() throws {
        let old = try configuration(("[secrets]", [.aescbc("k1"), .identity]))
        let new = try configuration(("[secrets]", [.otherBytes("k1"), .identity]))
        let step = Step(from: old, to: new)
        #expect(step.findings.map(\.rule) == [.stepNewWriteKey, .stepKeyBytesChanged])
        #expect(step.resources[0].staleUnderNew == nil)
        #expect(Step(from: old, to: old).findings.isEmpty)
        #expect(Step(from: old, to: old).isSafe)
    }

    @Test func aDroppedChainThatOnlyStoredPlaintextIsNoLoss() throws {
        let rest = ("[configmaps]", [SampleProvider.secretbox("k1")])
        let step = Step(
            from: try configuration(("[secrets]", [.identity]), rest),
            to: try configuration(rest)
        )
        #expect(step.isSafe)
        #expect(step.findings.isEmpty)
    }

    private func configuration(
        _ entries: (resources: String, providers: [SampleProvider])...
    ) throws -> ValidatedConfiguration {
        try SampleFile(entries).configuration()
    }
}
