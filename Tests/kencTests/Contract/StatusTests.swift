import Foundation
import TestSupport
import Testing

/// `kenc status` as programs meet it: over the recorded cluster, with what its server said.
@Suite struct StatusTests {
    struct Status: Decodable {
        struct Next: Decodable {
            let kind: String
            let command: String?
            let why: String
        }

        struct Proof: Decodable {
            let kind: String
            let message: String
        }

        let stage: Int?
        let done: Bool
        let possible: [Int]
        let next: Next
        let proof: [Proof]
        let missing: [String]
        let misfits: [String]
    }

    private let folder: TemporaryFolder
    private let plan: String

    init() throws {
        folder = try TemporaryFolder()
        plan = folder.file("a plan")
        let made = try KencProcess.run([
            "plan", "--config", "cluster/1-aescbc.yaml", "--to", "cluster/4-wild.yaml",
            "--directory", plan,
        ])
        #expect(made.status == 0)
    }

    private func status(_ more: [String]) throws -> Status {
        let result = try KencProcess.run(["status", "--plan", plan, "-o", "json"] + more)
        #expect(result.errorText == "")
        let status = try result.decoded(Status.self)
        #expect(result.status == (status.done ? 0 : 2))
        // The stage is always written down, with null where there is none.
        #expect(result.outputText.contains("\"stage\" :"))
        return status
    }

    private let store = ["--snapshot", "cluster/stage-4-wild.db"]
    private let fleet = ["--metrics", "fleet/cluster-stage-4.txt"]

    @Test func findsTheStageAndTheCommand() throws {
        let status = try status(store + fleet)
        #expect(status.stage == 3)
        #expect(status.next.kind == "rewrite")
        #expect(
            status.next.command == "kenc rotate --config '\(plan)/2-switch.yaml' --endpoints URL"
        )
        #expect(status.proof.map(\.kind) == ["file", "file", "servers", "values"])
    }

    @Test func saysWhatIsUnknown() throws {
        let alone = try status([])
        #expect(alone.stage == nil)
        #expect(alone.possible == [1, 2, 3])
        #expect(alone.missing.count == 2)
        #expect(alone.next.kind == "ask")
        #expect(alone.next.command?.contains("--endpoints URL") == true)
        #expect(try status(store).missing.count == 1)
        #expect(try status(fleet).possible == [3])
    }

    @Test func seesAnotherFileOfThePlan() throws {
        let path = plan + "/1-teach.yaml"
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        try Data((text + "# by hand\n").utf8).write(to: URL(filePath: path))
        let changed = try status(store + fleet)
        #expect(changed.stage == nil)
        #expect(changed.next.kind == "mend")
        #expect(changed.misfits.count == 1)
        try FileManager.default.removeItem(atPath: path)
        #expect(try status(store + fleet).misfits[0].contains("is gone"))
    }

    @Test func seesAServerOnAForeignFile() throws {
        let status = try status(
            ["--metrics", "fleet/after-success-1.txt", "--dump", "fleet/two-running.json"]
        )
        #expect(status.stage == nil)
        #expect(status.misfits[0].contains("none of the plan's"))
    }

    @Test(arguments: ["../secrets.yaml", "a/b", "..", ""])
    func readsNothingOutsideItsFolder(_ name: String) throws {
        let path = plan + "/plan.json"
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            .replacing("\"file\" : \"1-teach.yaml\"", with: "\"file\" : \"\(name)\"")
        try Data(text.utf8).write(to: URL(filePath: path))
        let result = try KencProcess.run(["status", "--plan", plan])
        #expect(result.status == 1)
        #expect(result.errorText.contains("stage 1 names no file"))
    }

    @Test(arguments: ["", "{}", "[]", "{\"from\": 1}"])
    func refusesWhatIsNoPlan(_ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: plan + "/plan.json"))
        let result = try KencProcess.run(["status", "--plan", plan])
        #expect(result.status == 1)
        #expect(result.errorText.contains("no plan"))
        #expect(try KencProcess.run(["status", "--plan", folder.path]).status == 1)
    }

    @Test func textFitsATerminal() throws {
        for more in [[], store, fleet, store + fleet] {
            let result = try KencProcess.run(["status", "--plan", plan] + more)
            for line in result.outputText.split(separator: "\n") where !line.contains(plan) {
                #expect(line.count <= 80, "\(line)")
            }
        }
    }
}
