import EncryptionConfig
import Fleet
import Providers
import TestSupport
import Testing

@Suite struct JudgeTests {
    private func answer(
        _ name: String,
        _ change: (inout ServerReport) -> Void = { _ in },
    ) throws -> FleetAnswer {
        var report = try MetricsTests.recorded(name)
        change(&report)
        return FleetAnswer(source: name, address: nil, result: .success(report))
    }

    private func verdict(
        _ wanted: String,
        _ answers: [FleetAnswer],
        _ roster: FleetRoster? = nil,
    ) throws -> FleetVerdict {
        let files = try ["c1", "c2", "c3", "c4", "other"].map {
            FleetJudge.NamedFile(name: $0, hash: try MetricsTests.hash("\($0).yaml"))
        }
        return FleetJudge(wanted: try MetricsTests.hash("\(wanted).yaml"), files: files)
            .judge(roster: roster, answers: answers)
    }

    @Test func provenOnlyWhenEveryServerIs() throws {
        let roster = try RosterTests.roster("fleet/two-running")
        let first = try answer("two-servers-different-files-server-A")
        let second = try answer("two-servers-different-files-server-B")
        let both = try verdict("c4", [first, second], roster)
        #expect(both.servers.map(\.state) == [.proven, .other])
        #expect(both.servers.map(\.file) == ["c4", "other"])
        #expect(both.servers.map(\.hostname) == ["master-1", "master-2"])
        #expect(!both.isProven)

        let one = try verdict("c4", [first], roster)
        #expect(one.servers.map(\.state) == [.proven, .missing])
        #expect(!one.isProven)
        #expect(try verdict("c4", [first]).isProven)

        let same = try answer("two-servers-different-files-server-B") {
            $0.appliedFile = .hash(try! MetricsTests.hash("c4.yaml"))
        }
        #expect(try verdict("c4", [first, same], roster).isProven)
        #expect(try !verdict("c4", [], roster).isProven)
        #expect(try !verdict("c4", []).isProven)
    }

    @Test("a server that is gone is shown, and not waited for")
    func gone() throws {
        let roster = try RosterTests.roster("fleet/after-second-killed-20s")
        let verdict = try verdict("c4", [answer("two-servers-different-files-server-A")], roster)
        #expect(verdict.servers.map(\.isExpected) == [true, false])
        #expect(verdict.isProven)
        #expect(verdict.remarks == [.gone("master-2")])
    }

    @Test("two servers of one host name: both have to be seen")
    func sharedIdentity() throws {
        let roster = try RosterTests.roster("fleet/two-running-same-hostname")
        let first = try answer("two-servers-same-hostname-server-A")
        let one = try verdict("c4", [first], roster)
        #expect(one.remarks.contains(.moreAddresses(addresses: 2, servers: 1)))
        #expect(one.servers.contains { $0.state == .missing && $0.address == "10.98.7.44" })
        #expect(!one.isProven)

        let second = try answer("two-servers-same-hostname-server-B")
        let both = try verdict("c4", [first, second], roster)
        #expect(both.servers.filter(\.isExpected).map(\.state) == [.proven, .other])
        #expect(both.servers.filter(\.isExpected).map(\.sharesIdentity) == [true, true])
        #expect(!both.isProven)
        let converged = try answer("two-servers-same-hostname-server-B") {
            $0.appliedFile = .hash(try! MetricsTests.hash("c4.yaml"))
        }
        #expect(try verdict("c4", [first, converged], roster).isProven)
    }

    @Test func states() throws {
        func state(
            _ change: (inout ServerReport) -> Void
        ) throws -> (ServerState?, ServerReason?) {
            let verdict = try verdict("c1", [answer("reload-off", change)])
            #expect(!verdict.isProven)
            return (verdict.servers.first?.state, verdict.servers.first?.reason)
        }
        #expect(try state { $0.damage = .cutOff } == (.unproven, .text(.cutOff)))
        #expect(try state { $0.damage = .noAPIServer } == (.unreachable, .text(.noAPIServer)))
        #expect(try state { $0.appliedFile = .unclear } == (.unproven, .unclear))
        let none = try state { $0.appliedFile = .untold }
        #expect(none == (.noConfiguration, .noConfiguration(isCertain: true)))
        let old = try state {
            $0.appliedFile = .untold
            $0.release = .doesNotTell("1.33")
        }
        #expect(old == (.unproven, .releaseDoesNotTell("1.33")))
        let older = try state {
            $0.appliedFile = .untold
            $0.release = .unknown
            $0.showsConfiguration = true
        }
        #expect(older == (.unproven, .releaseDoesNotTell(nil)))
    }

    @Test("answers of several servers behind one address prove nothing without a store")
    func loadBalancer() throws {
        let wanted = ServerReport.AppliedFile.hash(try MetricsTests.hash("c4.yaml"))
        let answers = try ["server-A", "server-B"].map { name in
            var answer = try answer("two-servers-different-files-\(name)") {
                $0.appliedFile = wanted
            }
            answer.source = "https://lb:6443"
            answer.address = "lb:6443"
            return answer
        }
        let alone = try verdict("c4", answers)
        #expect(alone.servers.map(\.state) == [.proven, .proven])
        #expect(!alone.isProven)
        let roster = try RosterTests.roster("fleet/two-running")
        #expect(try verdict("c4", answers, roster).isProven)
        #expect(try !verdict("c4", [answers[0]], roster).isProven)
    }

    @Test("two texts of one process are one server: the later counts, the difference is written")
    func twoTexts() throws {
        let start = Moment(1_795_540_281)
        let first = try answer("after-success-1") { $0.processStart = start }
        let second = try answer("two-servers-different-files-server-A") {
            $0.processStart = start
            $0.writes.counts[.init(resource: "secrets", prefix: "k8s:enc:aescbc:v1:")] = 1e9
            $0.writes.counts[.init(resource: "secrets", prefix: "k:")] = 1e9
        }
        for answers in [[first, second], [second, first]] {
            let verdict = try verdict("c4", answers)
            #expect(verdict.servers.map(\.state) == [.proven])
            #expect(
                verdict.servers.first?.writes == [
                    Write(resource: "secrets", key: ProviderKey(.aescbc as ProviderKind, "k"))
                ]
            )
        }
    }

    @Test func whoCannotBeReachedIsFoundByAddress() throws {
        let roster = try RosterTests.roster("fleet/two-running")
        let failed = FleetAnswer(
            source: "https://10.98.7.45:36444",
            address: "10.98.7.45:36444",
            result: .failure(.refused)
        )
        let verdict = try verdict(
            "c4",
            [answer("two-servers-different-files-server-A"), failed],
            roster
        )
        #expect(verdict.servers.map(\.state) == [.proven, .unreachable])
        #expect(verdict.servers.map(\.hostname) == ["master-1", "master-2"])
        #expect(!verdict.isProven)
        #expect(verdict.hasAnswer)
    }
}
