#if Etcd

import EtcdModel
import EtcdClient
import Foundation
import TestSupport
import Testing

@Suite(
    "a rotation of a real etcd",
    .tags(.realServer),
    .enabled(if: RealEtcd.isInstalled),
    .serialized
)
struct RotationFaultTests {
    static let rotate = [
        "rotate", "--yes", "--servers-have-read-it", "--settle", "0s", "-o", "json", "--progress",
        "none",
    ]

    /// Runs `body` beside a writer, and gives the writer when it has stopped.
    private func beside(
        _ field: Field,
        _ body: () async throws -> Void,
    ) async throws -> Writer {
        let writer = Writer(field)
        async let writing: Void = writer.run()
        do {
            try await body()
            await writer.stop()
            await writing
        } catch {
            await writer.stop()
            await writing
            throw error
        }
        return writer
    }

    private func report(_ fault: String, _ field: Field, _ writer: Writer?, _ more: String) async {
        let writes = await writer?.writes ?? 0
        let conflicts = await writer?.conflicts ?? 0
        let unknown = await writer?.unknown ?? 0
        print(
            "rotation, \(fault): \(field.loaded.count) keys, \(writes) writes by the writer, "
                + "\(conflicts) conflicts and \(unknown) unknown outcomes on its side; \(more)"
        )
    }

    /// What a finished rotation printed.
    private func outcome(_ result: KencProcess.Result) throws -> [String: Any] {
        try #require(try result.json() as? [String: Any])
    }

    @Test("no fault: all moved, nothing lost, leases and revisions kept")
    func none() async throws {
        let field = try await Field(secrets: 1500)
        var text = ""
        let writer = try await beside(field) {
            let result = try await field.kenc(Self.rotate + ["--rate", "600"])
            #expect(result.status == 0, "\(result.errorText)")
            let outcome = try outcome(result)
            #expect(outcome["proven"] as? Bool == true && outcome["stale"] as? Int == 0)
            #expect(outcome["unansweredCalls"] as? Int == 0)
            text =
                "rewritten \(outcome["rewritten"] ?? 0), conflicts \(outcome["conflicts"] ?? 0), "
                + "\(outcome["seconds"] ?? 0) s"
        }
        try await field.check(writer)
        #expect(await writer.writes > 100)
        let logs = try field.folder.names().filter { $0.hasPrefix("kenc-undo-") }
        #expect(logs.count == 1)
        await report("no fault", field, writer, text)
        // Nothing left: a second run writes nothing and makes no log.
        let again = try await field.kenc(Self.rotate)
        #expect(try outcome(again)["rewritten"] as? Int == 0)
        #expect(try field.folder.names().filter { $0.hasPrefix("kenc-undo-") } == logs)
    }

    @Test("undone, every value is what it was")
    func undone() async throws {
        let field = try await Field(secrets: 50)
        let log = field.folder.file("log")
        let audit = ["--audit-log", field.folder.file("audit.log")]
        let result = try await field.kenc(Self.rotate + ["--rate", "0", "--undo-log", log] + audit)
        #expect(result.status == 0, "\(result.errorText)")
        let undo = ["rotate", "--undo", log, "--yes", "--rate", "0", "-o", "json"] + audit
        let undone = try await field.kenc(undo)
        #expect(undone.status == 0, "\(undone.errorText)")
        let secrets = field.loaded.keys.count { $0.starts(with: Array("/registry/secrets/".utf8)) }
        let walks = try secretsByWalk(
            String(decoding: field.folder.read("audit.log"), as: UTF8.self)
        )
        #expect(walks.count == 2 && walks.allSatisfy { $0 == secrets }, "\(walks)")
        for (key, held) in try await Field.all(field.client) {
            #expect(held.value == field.loaded[key]?.value)
            #expect(held.facts.lease == field.loaded[key]?.facts.lease)
        }
        let again = try outcome(try await field.kenc(undo))
        #expect(again["restored"] as? Int == 0)
    }

    /// How many Secrets each command opened, by the audit log.
    private func secretsByWalk(_ log: String) throws -> [Int] {
        var walks: [Int] = []
        for line in log.split(separator: "\n") {
            let event = JSONValue(try JSONSerialization.jsonObject(with: Data(line.utf8)))
            if event["stage"].string == "RequestReceived" { walks.append(0) }
            guard event["objectRef"]["resource"].string == "secrets" else { continue }
            let count = event["annotations"]["kenc.example/count"].string.flatMap { Int($0) }
            walks[walks.count - 1] += try #require(count)
        }
        return walks
    }

    @Test("killed at 50 random moments and started again")
    func killed() async throws {
        let old = try Configuration("4-wild.yaml")
        var stale: [[UInt8]: [UInt8]] = [:]
        for number in 0..<100 {
            let key = Array("/registry/secrets/bulk/stale-\(number)".utf8)
            stale[key] = try old.seal(Field.object("stale-\(number)", 0), key)
        }
        let field = try await Field(secrets: 300, more: stale)
        var kills = 0
        var midWrite = 0
        let writer = try await beside(field) {
            for kill in 0..<50 {
                // Stale again, so that no run is done before it is killed.
                for (key, value) in stale { try await field.client.put(key, value) }
                let log = "k-\(kill)"
                let process = Process()
                process.executableURL = URL(filePath: KencProcess.path)
                process.arguments = Field.arguments(
                    Self.rotate + ["--rate", "50", "--undo-log", field.folder.file(log)],
                    nil,
                    field.etcd.endpoints
                )
                process.standardInput = FileHandle.nullDevice
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                try await Task.sleep(for: .milliseconds(Int.random(in: 50...1_300)))
                if process.isRunning { kills += 1 }
                Foundation.kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                let lines = try? field.folder.read(log).count { $0 == UInt8(ascii: "\n") }
                if lines ?? 0 > 1 { midWrite += 1 }
            }
            let last = try await field.kenc(Self.rotate + ["--rate", "0"])
            #expect(last.status == 0, "\(last.errorText)")
        }
        try await field.check(writer)
        #expect(kills == 50 && midWrite > 10)
        await report("killed", field, writer, "\(kills) kills, \(midWrite) of them between writes")
    }

    enum MemberFault: String, CaseIterable, Sendable {
        case leaderKilled
        case followerPaused
    }

    @Test("a member fails and comes back", arguments: MemberFault.allCases)
    func member(_ fault: MemberFault) async throws {
        var options = RealEtcd.Options()
        options.members = 3
        let field = try await Field(options, secrets: 600)
        let leader = try await field.client.health().leader
        let members = try await field.client.health().members
        let name = try #require(
            members.first { ($0.id == leader) == (fault == .leaderKilled) }?.name
        )
        let member = try #require(field.etcd.members.first { $0.name == name })
        var runs = 1
        let writer = try await beside(field) {
            async let first = field.kenc(Self.rotate + ["--rate", "150"])
            try await Task.sleep(for: .seconds(3))
            if fault == .leaderKilled { member.crash() } else { member.signal(SIGSTOP) }
            try await Task.sleep(for: .seconds(3))
            if fault == .leaderKilled { try member.start() } else { member.signal(SIGCONT) }
            let result = try await first
            if result.status != 0 {
                // A clear stop that a second run completes.
                #expect(result.status == 1 && result.errorText.contains("run the same command"))
                try field.etcd.waitUntilServing(member)
                runs += 1
                let second = try await field.kenc(Self.rotate + ["--rate", "0"])
                #expect(second.status == 0, "\(second.errorText)")
            }
        }
        try await field.check(writer)
        await report("\(fault)", field, writer, "\(runs) runs")
    }

    /// Who is cut off by the network, and from whom; kenc speaks to that member when it happens.
    enum Partition: String, CaseIterable, Sendable {
        case leaderFromMembers
        case leaderFromAll
        case followerFromAll
    }

    @Test("a member is cut off by the network and comes back", arguments: Partition.allCases)
    func partition(_ partition: Partition) async throws {
        var options = RealEtcd.Options()
        options.members = 3
        options.cuttable = true
        let field = try await Field(options, secrets: 500)
        let etcd = field.etcd
        let health = try await field.client.health()
        let name = try #require(
            health.members.first { ($0.id == health.leader) == (partition != .followerFromAll) }?
                .name
        )
        let member = try #require(etcd.members.first { $0.name == name })
        let endpoints = etcd.endpoints(first: member)
        let isForAll = partition != .leaderFromMembers
        // A short time for answers, so that a silent member is soon left for another.
        let rotate = Self.rotate + ["--rate", "150", "--command-timeout", "3s"]
        var runs = 1
        var text = ""
        let writer = try await beside(field) {
            async let first = field.kenc(rotate, endpoints: endpoints, seconds: 60)
            try await Task.sleep(for: .seconds(2))
            etcd.cutOff(member, fromClients: isForAll)
            try await Task.sleep(for: .seconds(4))
            #expect(try !etcd.isServing(member), "the partition is none")
            // It ends without the member; an isolated leader that still answers clients returns.
            if !isForAll { etcd.heal() }
            var result = try await first
            etcd.heal()
            try etcd.waitUntilServing(member)
            if result.status != 0 {
                // A clear stop that a second run completes.
                #expect(result.status == 1 && result.errorText.contains("run the same command"))
                runs += 1
                result = try await field.kenc(rotate, endpoints: endpoints, seconds: 60)
            }
            #expect(result.status == 0, "\(result.errorText)")
            let outcome = try outcome(result)
            #expect(outcome["proven"] as? Bool == true && outcome["stale"] as? Int == 0)
            // It spoke to that member: what was in flight went unanswered.
            if runs == 1 { #expect(outcome["unansweredCalls"] as? Int ?? 0 > 0) }
            text =
                "\(runs) runs, conflicts \(outcome["conflicts"] ?? 0), "
                + "\(outcome["seconds"] ?? 0) s"
        }
        try await field.check(writer)
        await report("\(partition)", field, writer, text)
    }

    @Test("compaction at the revision being paged")
    func compaction() async throws {
        let field = try await Field(secrets: 900)
        var compactions = 0
        let writer = try await beside(field) {
            let client = field.client
            async let result = field.kenc(Self.rotate + ["--rate", "250"])
            for _ in 0..<25 {
                let revision = try await client.get([1]).revision
                if (try? await client.compact(revision)) != nil { compactions += 1 }
                try await Task.sleep(for: .milliseconds(150))
            }
            let ended = try await result
            #expect(ended.status == 0, "\(ended.errorText)")
        }
        try await field.check(writer)
        #expect(compactions > 10)
        await report("compaction", field, writer, "\(compactions) compactions")
    }

    @Test("the quota is reached: it stops and says how to go on")
    func quota() async throws {
        var options = RealEtcd.Options()
        options.arguments = ["--quota-backend-bytes=\(6 << 20)"]
        let field = try await Field(options, secrets: 100)
        // Fills the database to just under its quota.
        let filler = [UInt8](repeating: 7, count: 100_000)
        var fillers = 0
        while let size = try await field.client.health().members.first?.status?.dbSize,
            size < (6 << 20) - 500_000, fillers < 60
        {
            try await field.client.put(Array("/fill/\(fillers)".utf8), filler)
            fillers += 1
            // etcd's size is that of the last batch it committed, and it commits every 100 ms.
            try await Task.sleep(for: .milliseconds(150))
        }
        let first = try await field.kenc(Self.rotate + ["--rate", "0"])
        #expect(first.status == 1, "\(first.errorText)")
        #expect(first.errorText.contains("rewritten, each whole and verified"))
        #expect(first.errorText.contains("kenc rotate --undo kenc-undo-"))
        let dry = try await field.kenc(["rotate", "--dry-run"])
        #expect(dry.status == 0 && dry.errorText.contains("NOSPACE"), "\(dry.errorText)")
        let second = try await field.kenc(Self.rotate)
        #expect(second.status == 1 && second.errorText.contains("NOSPACE"))
        #expect(second.errorText.contains("nothing was written"))
        for (key, held) in try await Field.all(field.client) where field.loaded[key] != nil {
            #expect(field.next.open(held.value, key)?.plaintext == field.plaintexts[key])
        }
        await report("quota", field, nil, "\(fillers) fillers")
    }
}

#endif
