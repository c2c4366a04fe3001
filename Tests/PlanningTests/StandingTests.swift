import KubernetesModel
import Planning
import Survey
import Testing

/// Where a rotation stands: every stage, everything unseen, and every misfit.
struct StandingTests {
    private static let secrets = GroupResource(resource: "secrets", group: "")
    private static let plan = WrittenPlan(
        start: "now",
        stages: [
            .rollout(file: "1-teach.yaml", hash: "teach"),
            .rollout(file: "2-switch.yaml", hash: "switch"),
            .rewrite(file: "2-switch.yaml", resources: [secrets]),
            .rollout(file: "4-forget.yaml", hash: "forget"),
        ]
    )
    private static let names = ["1-teach.yaml", "2-switch.yaml", "4-forget.yaml"]

    private func judge(
        of plan: WrittenPlan = Self.plan,
        files: [String: StandingJudge.FileState] = [:],
        _ fleet: FleetSight?,
        _ store: StoreSight?,
    ) -> Standing {
        StandingJudge(plan).judge(
            files: Self.names.map { ($0, files[$0] ?? .intact) },
            fleet: fleet,
            store: store
        )
    }

    /// Servers by file; `-` did not say, `none` has none.
    private func fleet(
        _ files: String...,
        since: Double? = 1000,
        mayMissSome: Bool = false,
    ) -> FleetSight {
        FleetSight(
            servers: files.enumerated().map { number, file in
                FleetSight.Server(
                    name: "master-\(number + 1)",
                    applied: file == "-" ? .untold : file == "none" ? .nothing : .file(file),
                    since: since
                )
            },
            mayMissSome: mayMissSome
        )
    }

    private func store(
        stale: Int,
        unreadable: [(file: String, keys: [String], code: String)] = [],
        isWhole: Bool = true,
        time: Double? = 2000,
        without: String? = nil,
    ) -> StoreSight {
        var surveys: [String: Survey] = [:]
        for hash in ["teach", "switch", "forget"] where hash != without {
            var survey = Survey()
            var tally = ResourceTally()
            tally.values = 10
            if hash == "switch" { tally.stale = stale }
            for (file, keys, code) in unreadable where file == hash {
                tally.unreadable += keys.count
                survey.unreadableValues += keys.map {
                    ValueReport(key: Array($0.utf8), code: code, message: "")
                }
            }
            survey.resources[Self.secrets] = tally
            surveys[hash] = survey
        }
        return StoreSight(isConclusive: isWhole, time: time, surveys: surveys)
    }

    // MARK: Stages

    @Test func teachesFromTheBeginningUntilTheLastServerHasIt() {
        for fleet in [
            fleet("now", "now", "now"), fleet("teach", "now", "now"),
            fleet("now", "teach", "teach"),
        ] {
            let standing = judge(fleet, store(stale: 10))
            #expect(standing.stage == 1)
            #expect(standing.gaps.isEmpty && standing.misfits.isEmpty && !standing.isDone)
        }
    }

    @Test func switchesOnceEveryServerIsTaught() {
        for fleet in [
            fleet("teach", "teach", "teach"), fleet("teach", "switch", "teach"),
            fleet("switch", "switch", "teach"),
        ] {
            #expect(judge(fleet, store(stale: 10)).stage == 2)
        }
        // An empty store, or one that happens to be on the new key, changes nothing about that.
        #expect(judge(fleet("teach", "switch"), store(stale: 0)).stage == 2)
    }

    @Test func rewritesWhileSomethingIsStale() {
        let standing = judge(fleet("switch", "switch", "switch"), store(stale: 3))
        #expect(standing.stage == 3)
        var count = StandingCount()
        (count.values, count.stale) = (10, 3)
        #expect(standing.proofs.contains(.rewrite(stage: 3, count)))
        #expect(
            standing.proofs.contains(
                .servers(generation: 2, names: ["master-1", "master-2", "master-3"])
            )
        )
    }

    @Test func whatNoFileOpensKeepsTheRewriteFromItsEnd() {
        let lost = ["teach", "switch", "forget"].map { ($0, ["/a"], "unknownKeyName") }
        let standing = judge(fleet("switch"), store(stale: 0, unreadable: lost))
        #expect(standing.stage == 3)
        #expect(standing.misfits.isEmpty)
    }

    @Test func forgetsOnceNothingIsStale() {
        #expect(judge(fleet("switch", "switch"), store(stale: 0)).stage == 4)
        #expect(judge(fleet("forget", "switch"), store(stale: 0)).stage == 4)
        // One file back is always possible.
        #expect(judge(fleet("switch", "teach"), store(stale: 0)).stage == 2)
    }

    @Test func isDoneWhenEveryServerForgotAndNothingIsStale() {
        let standing = judge(fleet("forget", "forget"), store(stale: 0))
        #expect(standing.isDone)
        #expect(standing.stage == nil)
        #expect(standing.possible == [5])
    }

    @Test func anEmptyPlanIsDone() {
        let plan = WrittenPlan(start: "now", stages: [])
        #expect(judge(of: plan, fleet("now"), nil).isDone)
    }

    @Test func aRewriteWithoutARolloutNeedsTheFileInForce() {
        let plan = WrittenPlan(
            start: "switch",
            stages: [.rewrite(file: "0-now.yaml", resources: [])]
        )
        #expect(judge(of: plan, fleet("switch"), store(stale: 2)).stage == 1)
        #expect(judge(of: plan, fleet("switch"), store(stale: 0)).isDone)
        let other = judge(of: plan, fleet("teach"), store(stale: 2))
        #expect(other.misfits == [.foreignFile(server: "master-1", hash: "teach")])
    }

    @Test func whatNobodyCanSeeIsLeftToThePerson() {
        let plan = WrittenPlan(
            start: Self.plan.start,
            stages: Self.plan.stages + [.compaction, .backup]
        )
        let standing = judge(of: plan, fleet("forget"), store(stale: 0))
        #expect(standing.stage == 5)
        #expect(standing.gaps == [.unseen(5)])
        #expect(!standing.isDone)
        #expect(judge(of: plan, fleet("switch"), store(stale: 1)).gaps.isEmpty)
    }

    // MARK: What was not seen

    @Test func withoutServersSeveralStagesArePossible() {
        let early = judge(nil, store(stale: 3))
        #expect(early.possible == [1, 2, 3])
        #expect(early.stage == nil)
        #expect(early.gaps == [.fleetNotAsked])
        let late = judge(nil, store(stale: 0))
        #expect(late.possible == [1, 2, 4, 5])
        #expect(!late.isDone)
    }

    @Test func withoutAStoreTheRewriteIsUnknown() {
        let standing = judge(fleet("switch", "switch"), nil)
        #expect(standing.possible == [3, 4])
        #expect(standing.gaps == [.storeNotRead])
        let end = judge(fleet("forget"), nil)
        #expect(end.possible == [5])
        #expect(!end.isDone)
        #expect(judge(nil, nil).possible == [1, 2, 3, 4, 5])
    }

    @Test func aSilentServerIsUnknown() {
        let standing = judge(fleet("switch", "-"), store(stale: 0))
        #expect(standing.possible == [2, 4])
        #expect(standing.gaps == [.untold(["master-2"])])
        #expect(!judge(fleet("forget", "-"), store(stale: 0)).isDone)
    }

    @Test func aServerThatNobodyAskedIsUnknown() {
        let standing = judge(fleet("forget", mayMissSome: true), store(stale: 0))
        #expect(standing.possible == [4, 5])
        #expect(standing.gaps == [.unknownServers])
        #expect(judge(fleet(), store(stale: 0)).gaps == [.unknownServers])
    }

    @Test func aPartOfAStoreProvesOnlyWhatIsLeft() {
        #expect(judge(fleet("switch"), store(stale: 1, isWhole: false)).stage == 3)
        let clean = judge(fleet("switch"), store(stale: 0, isWhole: false))
        #expect(clean.possible == [3, 4])
        #expect(clean.gaps == [.storeInPart])
        #expect(!judge(fleet("forget"), store(stale: 0, isWhole: false)).isDone)
    }

    @Test func aLateWriteOfTheFileBeforeIsWaitedFor() {
        let soon = judge(fleet("switch", since: 1950), store(stale: 0))
        #expect(soon.stage == 3)
        #expect(soon.gaps == [.unsettled(seconds: 10)])
        #expect(judge(fleet("switch", since: 1940), store(stale: 0)).stage == 4)
        #expect(judge(fleet("switch", since: nil), store(stale: 0)).stage == 4)
        let timeless = judge(fleet("switch"), store(stale: 0, time: nil))
        #expect(timeless.possible == [3, 4])
        #expect(timeless.gaps == [.storeAge])
    }

    @Test func valuesOfAPluginThatNobodyAskedAreUnknown() {
        let sealed = ["teach", "switch", "forget"].map { ($0, ["/a", "/b"], "kms") }
        let standing = judge(fleet("switch"), store(stale: 0, unreadable: sealed))
        #expect(standing.possible == [3, 4])
        #expect(standing.gaps == [.plugins(values: 2)])
    }

    @Test func withoutItsFileTheRewriteIsUnknown() {
        let standing = judge(fleet("switch"), store(stale: 0, without: "switch"))
        #expect(standing.possible == [3, 4])
        #expect(standing.gaps == [.noFile("2-switch.yaml")])
    }

    // MARK: What fits no stage

    @Test func changedFilesFitNoStage() {
        let files: [String: StandingJudge.FileState] = [
            "1-teach.yaml": .changed, "4-forget.yaml": .missing,
        ]
        let standing = judge(files: files, fleet("switch"), store(stale: 3))
        #expect(standing.stage == nil)
        #expect(standing.misfits == [.fileChanged("1-teach.yaml"), .fileMissing("4-forget.yaml")])
        #expect(standing.proofs.contains(.fileIntact("2-switch.yaml")))
    }

    @Test func aForeignFileFitsNoStage() {
        let standing = judge(fleet("switch", "other"), store(stale: 3))
        #expect(standing.stage == nil)
        #expect(standing.misfits == [.foreignFile(server: "master-2", hash: "other")])
        let none = judge(fleet("none", "teach"), store(stale: 3))
        #expect(none.misfits == [.noConfiguration(server: "master-1")])
    }

    @Test func filesThatMustNotMeetFitNoStage() {
        let standing = judge(fleet("switch", "now", "switch"), store(stale: 3))
        #expect(standing.misfits == [.apart(older: 0, newer: 2, behind: ["master-2"])])
        let three = judge(fleet("now", "teach", "switch"), store(stale: 3))
        #expect(three.misfits == [.apart(older: 0, newer: 2, behind: ["master-1"])])
    }

    @Test func forgettingBeforeTheRewriteFitsNoStage() {
        var count = StandingCount()
        (count.values, count.stale) = (10, 3)
        for fleet in [fleet("forget", "switch"), fleet("forget", "forget")] {
            let standing = judge(fleet, store(stale: 3))
            #expect(standing.stage == nil)
            #expect(standing.misfits == [.rewriteSkipped(stage: 3, count)])
        }
    }

    @Test func aValueThatServersCannotReadFitsNoStage() {
        let hidden = [("forget", ["/a", "/b"], "unknownKeyName"), ("teach", ["/b"], "padding")]
        let standing = judge(fleet("forget"), store(stale: 0, unreadable: hidden))
        #expect(standing.misfits == [.hidden(generation: 3, values: 2)])
        // Nobody is on the other file.
        let fine = judge(
            fleet("switch"),
            store(stale: 1, unreadable: [("teach", ["/b"], "padding")])
        )
        #expect(fine.stage == 3)
    }
}
