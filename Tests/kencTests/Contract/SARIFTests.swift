import Foundation
import TestSupport
import Testing

/// `validate -o sarif` against the rules of SARIF 2.1.0, and what its readers ask for beside them.
@Suite struct SARIFTests {
    private static let mixed = "cli/config-invalid-validate/input"
    private static let files = [mixed, "cluster/4-wild.yaml", "cluster/1-aescbc.yaml"]

    private func log(_ arguments: [String], directory: String = TestData.path("")) throws
        -> JSONValue
    {
        let result = try KencProcess.run(
            ["validate", "-o", "sarif"] + arguments,
            directory: directory
        )
        return JSONValue(try result.json())
    }

    private func run(_ arguments: [String] = files) throws -> JSONValue {
        try log(arguments)["runs"][0]
    }

    @Test("a log of version 2.1.0 with one run, whatever the number of files")
    func root() throws {
        let log = try log(Self.files)
        #expect(log["version"].string == "2.1.0")
        #expect(log["$schema"].string?.hasSuffix("sarif-2.1.0.json") == true)
        #expect(log["runs"].elements.count == 1)
        #expect(log["runs"][0]["columnKind"].string == "unicodeCodePoints")
        let version = try KencProcess.run(["--version"]).outputText
        let driver = log["runs"][0]["tool"]["driver"]
        #expect(driver["name"].string == "kenc")
        #expect(driver["version"].string.map { "kenc \($0)\n" } == version)
        #expect(URL(string: driver["informationUri"].string ?? "")?.scheme == "https")
    }

    @Test("every rule with its texts, its level and its tags")
    func rules() throws {
        let rules = try run()["tool"]["driver"]["rules"].elements
        #expect(rules.count > 60)
        #expect(Set(rules.map { $0["id"].string }).count == rules.count)
        #expect(Set(rules.map { $0["shortDescription"]["text"].string }).count == rules.count)
        for rule in rules {
            for part in ["shortDescription", "fullDescription", "help"] {
                #expect((rule[part]["text"].string ?? "").count > 10, "\(rule["id"]) \(part)")
            }
            #expect(URL(string: rule["helpUri"].string ?? "")?.scheme == "https")
            let level = rule["defaultConfiguration"]["level"].string ?? ""
            #expect(["error", "warning", "note"].contains(level))
            #expect(!rule["properties"]["tags"].elements.isEmpty)
        }
    }

    @Test("results are the findings of -o json, word for word, at their places")
    func results() throws {
        let findings = JSONValue(
            try KencProcess.run(["validate", "-o", "json"] + Self.files).json()
        )
        let run = try run()
        let rules = run["tool"]["driver"]["rules"]
        let expected = findings.elements.enumerated().flatMap { number, file in
            file["findings"].elements.map { (number, $0) }
        }
        let results = run["results"].elements
        #expect(results.count == expected.count)
        #expect(results.contains { $0["level"].string == "error" })
        #expect(results.contains { !$0["locations"][0]["physicalLocation"]["region"].isThere })
        for (result, (number, finding)) in zip(results, expected) {
            #expect(result["ruleId"].string == finding["rule"].string)
            #expect(rules[result["ruleIndex"].int ?? -1]["id"].string == finding["rule"].string)
            let severity = finding["severity"].string ?? ""
            #expect(result["level"].string == (severity == "info" ? "note" : severity))
            let hint = finding["hint"].string.map { "\nhint: \($0)" } ?? ""
            #expect(result["message"]["text"].string == (finding["message"].string ?? "-") + hint)
            #expect(result["locations"].elements.count == 1)
            let location = result["locations"][0]
            let place = location["physicalLocation"]
            #expect(place["artifactLocation"]["uri"].string == Self.files[number])
            #expect(place["artifactLocation"]["index"].int == number)
            #expect(place["region"]["startLine"].int == finding["line"].int)
            #expect(place["region"]["startColumn"].int == finding["column"].int)
            #expect(
                location["logicalLocations"][0]["fullyQualifiedName"].string
                    == finding["path"].string
            )
        }
        #expect(run["artifacts"].elements.map { $0["location"]["uri"].string } == Self.files)
    }

    @Test("nothing of a file's text, whose lines hold keys")
    func snippets() throws {
        let names = try log(Self.files).names
        #expect(names.isDisjoint(with: ["snippet", "contents", "contextRegion"]))
    }

    @Test("what --raise makes of advice, and --ignore leaves out")
    func weighed() throws {
        let rule = "aescbc-unauthenticated"
        func levels(_ options: [String]) throws -> Set<String?> {
            let results = try run(options + [Self.mixed])["results"].elements
            return Set(results.filter { $0["ruleId"].string == rule }.map { $0["level"].string })
        }
        #expect(try levels([]) == ["note"])
        #expect(try levels(["--raise", rule]) == ["warning"])
        #expect(try levels(["--ignore", rule]) == [])
    }

    @Test("a run that could not read a file says so, and has the others")
    func unreadFile() throws {
        #expect(try run()["invocations"][0]["executionSuccessful"].bool == true)
        let run = try run(["no-such-file.yaml", Self.mixed])
        #expect(run["invocations"][0]["executionSuccessful"].bool == false)
        #expect(!run["results"].elements.isEmpty)
    }

    @Test("rules point to the controls of the benchmark that they touch")
    func taxonomies() throws {
        let run = try run()
        let benchmark = run["taxonomies"][0]
        #expect(benchmark["name"].string == "CIS Kubernetes Benchmark")
        let driver = run["tool"]["driver"]
        #expect(driver["supportedTaxonomies"][0]["name"].string == benchmark["name"].string)
        let identity = driver["rules"].elements.first { $0["id"].string == "identity-first" }
        let target = identity?["relationships"][0]["target"] ?? JSONValue(nil)
        #expect(target["toolComponent"]["index"].int == 0)
        #expect(benchmark["taxa"][target["index"].int ?? -1]["id"].string == target["id"].string)
        #expect(target["id"].string == "1.2.28")
        let related = driver["rules"].elements.flatMap { $0["relationships"].elements }
        #expect(related.allSatisfy { $0["kinds"].elements.map(\.string) == ["relevant"] })
    }

    @Test(
        "URIs are relative and percent-encoded",
        arguments: [
            "a.yaml": "a.yaml", "./a.yaml": "a.yaml", "b/../a.yaml": "a.yaml",
            "FOLDER/a.yaml": "a.yaml", "b//c.yaml": "b/c.yaml", "b/a b.yaml": "b/a%20b.yaml",
            "b/100%.yaml": "b/100%25.yaml", "b/1:2.yaml": "b/1%3A2.yaml",
            "b/ä#?.yaml": "b/%C3%A4%23%3F.yaml",
        ]
    )
    func uris(_ path: String, _ uri: String) throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("b"),
            withIntermediateDirectories: false
        )
        let path = path.replacing("FOLDER", with: folder.path)
        let file = path.hasPrefix("/") ? path : folder.file(path)
        try Data(try TestData.bytes(Self.mixed)).write(to: URL(filePath: file))
        let run = try log([path], directory: folder.path)["runs"][0]
        #expect(run["artifacts"][0]["location"]["uri"].string == uri)
        #expect(URL(string: uri)?.scheme == nil)
    }

    @Test("a file outside the folder has an absolute URI")
    func outside() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(try TestData.bytes(Self.mixed), to: "a b.yaml")
        let uri = try run([file])["artifacts"][0]["location"]["uri"].string ?? ""
        #expect(uri.hasPrefix("file:///") && uri.hasSuffix("/a%20b.yaml"))
        #expect(URL(string: uri)?.path(percentEncoded: false) == file)
    }

    // MARK: - Fingerprints

    private func fingerprints(_ text: String) throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write(Array(text.utf8), to: "a.yaml")
        let run = try log(["a.yaml"], directory: folder.path)["runs"][0]
        return run["results"].elements.map { result in
            let fingerprints = result["partialFingerprints"]
            #expect(
                fingerprints["kencFinding/v1"].string
                    == fingerprints["primaryLocationLineHash"].string
            )
            return fingerprints["kencFinding/v1"].string ?? ""
        }
    }

    /// Advice and errors, some of which name other lines and lengths.
    private static let findings = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
        - resources: [secrets, secrets]
          providers:
          - aescbc:
              keys:
              - {name: a, secret: c2VjcmV0IGlzIHNlY3VyZQ==}
              - {name: a, secret: c2VjcmV0IGlzIHNlY3VyZTEy}
              - {name: b, secret: dGhpcyBpcyBwYXNzd29yZA==}
          - identity: {}

        """

    @Test("fingerprints tell all findings of a run apart")
    func distinct() throws {
        let all = try fingerprints(Self.findings)
        #expect(all.count > 5)
        #expect(Set(all).count == all.count)
        let results = try run(Self.files + ["plan/2-switch.yaml"])["results"].elements
        let several = results.map { $0["partialFingerprints"]["kencFinding/v1"].string }
        #expect(Set(several).count == several.count)
    }

    @Test("fingerprints stay when lines are shifted, and columns")
    func shifted() throws {
        let before = try fingerprints(Self.findings)
        let shifted = Self.findings.replacing("resources:\n-", with: "# one\n\nresources:\n\n\n-")
            .replacing("      keys:", with: "      # two\n      keys:")
        #expect(shifted != Self.findings)
        #expect(try fingerprints(shifted) == before)
        #expect(try fingerprints(Self.findings.replacing(" c2Vj", with: "    c2Vj")) == before)
    }

    @Test("fingerprints stay with another secret that is as wrong")
    func otherSecret() throws {
        let before = try fingerprints(Self.findings)
        let other = Self.findings.replacing(
            "c2VjcmV0IGlzIHNlY3VyZTEy",
            with: "c2VjcmV0IGlzIHNlY3VyZTEyMzQ="
        )
        #expect(try fingerprints(other) == before)
        // Another field is another finding.
        let more = Self.findings.replacing("name: b", with: "name: a")
        #expect(try fingerprints(more) != before)
    }
}
