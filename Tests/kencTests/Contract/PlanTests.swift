import Foundation
import TestSupport
import Testing

/// `kenc plan` as programs meet it: the files, who may read them, and what never leaves.
@Suite struct PlanTests {
    struct Plan: Decodable {
        struct Stage: Decodable {
            let number: Int
            let kind: String
            let file: String?
            let hash: String?
            let config: String?
            let resources: [String]?
            let commands: [String]
        }

        let stages: [Stage]
    }

    @Test func writesTheFilesOfARotation() throws {
        let folder = try TemporaryFolder()
        let plan = folder.file("plan")
        let result = try KencProcess.run([
            "plan", "--config", "cluster/1-aescbc.yaml", "--rotate", "--directory", plan, "-o",
            "json",
        ])
        #expect(result.status == 0)
        let stages = try result.decoded(Plan.self).stages
        #expect(stages.map(\.kind) == ["rollout", "rollout", "rewrite", "rollout"])
        #expect(stages[2].config == stages[1].file)
        #expect(stages[2].resources == ["secrets"])
        let saved = try Data(contentsOf: URL(filePath: plan + "/plan.json"))
        #expect([UInt8](saved) == result.output)
        #expect(try mode(plan) == 0o700)
        for stage in stages {
            guard let name = stage.file else { continue }
            let path = plan + "/" + name
            #expect(try mode(path) == 0o600)
            let judged = try KencProcess.run(["validate", path, "-o", "json"])
            #expect(judged.status == 0)
            #expect(judged.outputText.contains(stage.hash ?? "none"))
            // No secret of a file is in anything that is printed.
            let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
            for line in text.split(separator: "\n") where line.contains("secret:") {
                let secret = line.split(separator: " ").last.map(String.init) ?? ""
                #expect(!result.outputText.contains(secret))
            }
        }
        // Each step is safe; and a folder is not written twice.
        let files = ["cluster/1-aescbc.yaml"] + stages.compactMap(\.file).map { plan + "/" + $0 }
        for (old, new) in zip(files.dropLast(2), files.dropFirst()) {
            let step = try KencProcess.run(["validate", "--previous", old, new, "-o", "json"])
            #expect(step.outputText.contains("\"safe\" : true"))
        }
        let again = try KencProcess.run([
            "plan", "--config", "cluster/1-aescbc.yaml", "--rotate", "--directory", plan,
        ])
        #expect(again.status == 1)
        #expect(again.errorText.contains("there already"))
    }

    @Test func theEnvironmentNamesNoStore() throws {
        let result = try KencProcess.run(
            ["plan", "--config", "cluster/1-aescbc.yaml", "--rotate", "-o", "json"],
            environment: ["ETCDCTL_ENDPOINTS": "127.0.0.1:1"]
        )
        #expect(result.status == 0)
        #expect(!result.outputText.contains("evidence"))
    }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return attributes[.posixPermissions] as? Int ?? 0
    }
}
