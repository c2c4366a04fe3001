#if Etcd

import Foundation
import TestSupport
import Testing
import Yams

/// The manifests in `deploy/` call kenc as it can be called.
@Suite struct DeployTests {
    private static let folder = URL(filePath: TestData.path("")).deletingLastPathComponent()
        .appending(path: "deploy")

    /// Every map in the documents of a file, outer ones first.
    private static func maps(of file: String) throws -> [[String: Any]] {
        func below(_ node: Any) -> [[String: Any]] {
            if let list = node as? [Any] { return list.flatMap(below) }
            guard let map = node as? [String: Any] else { return [] }
            return [map] + map.values.flatMap(below)
        }
        let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
        return try Yams.load_all(yaml: text).map { below($0) }.reduce([], +)
    }

    @Test(
        "a manifest's command line is understood, and only its files are missing here",
        arguments: ["scan/cronjob.yaml", "rotate/job.yaml"]
    )
    func commandLine(_ file: String) throws {
        let container = try #require(Self.maps(of: file).first { $0["args"] != nil })
        let arguments = try #require(container["args"] as? [String])
        let data = try #require(Self.maps(of: "base/cluster.yaml").first?["data"])
        let environment = try #require(data as? [String: String])
        let expanded = arguments.map { argument in
            environment.reduce(argument) { $0.replacing("$(\($1.key))", with: $1.value) }
        }
        #expect(!expanded.contains { $0.contains("$(") })
        let result = try KencProcess.run(expanded, environment: environment)
        #expect(result.status == 1)
        #expect(result.outputText == "")
        #expect(result.errorText.contains("cannot read /keys/encryption.yaml"))
        let mounts = try #require(container["volumeMounts"] as? [[String: Any]])
            .compactMap { $0["mountPath"] as? String }
        let own = "/var/run/secrets/kubernetes.io/serviceaccount"
        for path in expanded + environment.values where path.contains("=/") || path.hasPrefix("/") {
            let place = path.split(separator: "=").last.map(String.init) ?? path
            #expect((mounts + [own]).contains { place.hasPrefix($0 + "/") }, "\(path)")
        }
    }

    @Test("the image's tag is the program's version", arguments: ["scan", "rotate"])
    func version(_ folder: String) throws {
        let tag = try Self.maps(of: "\(folder)/kustomization.yaml").compactMap {
            $0["newTag"] as? String
        }
        let version = try KencProcess.run(["--version"]).outputText
        #expect(tag.map { "kenc \($0)\n" } == [version])
    }

    @Test("alerts ask for metrics that a scan gives")
    func alerts() throws {
        let metrics = try KencProcess.run([
            "scan", "--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/4-wild.yaml",
            "-o", "prometheus",
        ]).outputText
        let rules = try Self.maps(of: "alerts/kenc.rules.yaml").compactMap { $0["expr"] as? String }
        #expect(rules.count >= 6)
        for rule in rules {
            for name in rule.matches(of: /kenc_[a-z_]+/).map(\.output) {
                #expect(metrics.contains("# TYPE \(name) gauge"), "\(name)")
            }
        }
    }
}

#endif
