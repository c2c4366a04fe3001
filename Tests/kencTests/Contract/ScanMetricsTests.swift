import Foundation
import TestSupport
import Testing

/// `scan -o prometheus`, read as Prometheus reads it.
@Suite struct ScanMetricsTests {
    private struct Series: Hashable {
        let name: String
        let labels: [String: String]

        init(_ name: String, _ labels: [String: String] = [:]) {
            self.name = name
            self.labels = labels
        }
    }

    private static let store = ["--snapshot", "cluster/stage-4-wild.db"]
    private static let judged = store + ["--config", "cluster/4-wild.yaml"]

    /// Parses the text format 0.0.4 by its grammar, and holds it to what Prometheus refuses: a
    /// sample without a type before it, a family in two places, a series twice, a last line without
    /// its end.
    private func parse(_ text: String) throws -> [Series: Double] {
        var samples: [Series: Double] = [:]
        var types: [String: String] = [:]
        var family = ""
        #expect(text.hasSuffix("\n"))
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let comment = line.wholeMatch(of: /# (HELP|TYPE) ([a-z_]+) (.+)/) {
                let name = String(comment.2)
                if comment.1 == "HELP" {
                    #expect(types[name] == nil, "\(name) twice")
                    family = name
                } else {
                    #expect(name == family)
                    types[name] = String(comment.3)
                }
                continue
            }
            let sample = try #require(
                line.wholeMatch(of: /([a-z_]+)(?:\{(.*)\})? ([0-9]+)/),
                "\(line)"
            )
            #expect(String(sample.1) == family)
            #expect(types[family] == "gauge")
            let series = Series(family, try labels(sample.2.map(String.init) ?? ""))
            #expect(samples[series] == nil, "\(series) twice")
            samples[series] = Double(sample.3)
        }
        return samples
    }

    private func labels(_ text: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        var rest = text[...]
        while !rest.isEmpty {
            let label = try #require(
                rest.prefixMatch(of: /([a-z]+)="((?:[^"\\\n]|\\["\\n])*)"(,|$)/),
                "\(rest)"
            )
            #expect(labels[String(label.1)] == nil)
            labels[String(label.1)] = plain(label.2)
            rest = rest[label.range.upperBound...]
        }
        return labels
    }

    private func plain(_ value: Substring) -> String {
        var text = ""
        var isEscaped = false
        for character in value {
            if isEscaped {
                text.append(character == "n" ? "\n" : character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    private func metrics(_ options: [String]) throws -> [Series: Double] {
        let result = try KencProcess.run(["scan", "-o", "prometheus"] + options)
        #expect(result.errorText.isEmpty)
        return try parse(result.outputText)
    }

    @Test("the numbers are those of -o json", arguments: [store, judged])
    func numbers(_ options: [String]) throws {
        let report = JSONValue(try KencProcess.run(["scan", "-o", "json"] + options).json())
        let metrics = try metrics(options)
        var expected: [Series: Double] = [:]
        func expect(_ name: String, _ value: Int?, _ labels: [String: String] = [:]) {
            expected[Series(name, labels)] = value.map(Double.init)
        }
        for tally in report["resources"].elements {
            let resource = tally["resource"].string ?? ""
            for state in ["current", "stale", "unreadable", "plaintext"] {
                expect("kenc_\(state)_values", tally[state].int, ["resource": resource])
            }
            for share in tally["by"].elements {
                let labels = [
                    "resource": resource, "provider": share["provider"].string ?? "",
                    "key": share["keyName"].string ?? "",
                ]
                expect("kenc_values", share["values"].int, labels)
                expect("kenc_value_bytes", share["bytes"].int, labels)
            }
        }
        expect("kenc_system_values", report["system"].int)
        expect("kenc_unknown_values", report["unknown"].int)
        let evidence = report["evidence"]
        expect("kenc_scan_whole", evidence["whole"].bool == true ? 1 : 0)
        expect("kenc_scan_revision", evidence["revision"].int)
        for (series, value) in expected { #expect(metrics[series] == value, "\(series)") }
        let others = Set(metrics.keys).subtracting(expected.keys)
        #expect(
            Set(others.map(\.name))
                == Set(["kenc_scan_info", "kenc_scan_timestamp_seconds"])
                .union(options == Self.judged ? ["kenc_config_info"] : [])
        )
        #expect(expected.count > 30)
    }

    @Test("it says by what values were judged, from what, and when")
    func scan() throws {
        let before = Date().timeIntervalSince1970.rounded(.down)
        let metrics = try metrics(Self.judged)
        let time = try #require(metrics[Series("kenc_scan_timestamp_seconds")])
        #expect(time >= before && time <= Date().timeIntervalSince1970)
        let hash = JSONValue(
            try KencProcess.run(["validate", "-o", "json", "cluster/4-wild.yaml"]).json()
        )[0]["hash"].string
        #expect(metrics[Series("kenc_config_info", ["hash": hash ?? ""])] == 1)
        let info = metrics.keys.first { $0.name == "kenc_scan_info" }
        #expect(info?.labels["store"] == "snapshot")
        #expect(info?.labels["integrity"] == "ok")
    }

    @Test("a part of a store is not whole")
    func part() throws {
        #expect(try metrics(Self.store)[Series("kenc_scan_whole")] == 1)
        let part = try metrics(Self.store + ["--resource", "secrets"])
        #expect(part[Series("kenc_scan_whole")] == 0)
    }

    // MARK: - What a store may be called

    private func dump(_ entries: [(String, String)]) throws -> TemporaryFolder {
        let items = entries.map { key, value in
            [
                "key": Data(key.utf8).base64EncodedString(),
                "value": Data(value.utf8).base64EncodedString(),
            ]
        }
        let folder = try TemporaryFolder()
        let header: [String: Any] = ["revision": 5]
        let dump: [String: Any] = ["header": header, "kvs": items, "count": items.count]
        try folder.write(
            Array(try JSONSerialization.data(withJSONObject: dump)),
            to: "dump.json"
        )
        return folder
    }

    private func scan(_ folder: TemporaryFolder) throws -> KencProcess.Result {
        try KencProcess.run(["scan", "-o", "prometheus", "--dump", folder.file("dump.json")])
    }

    @Test("names with quotes, backslashes and ends of lines are escaped")
    func escapes() throws {
        let names = ["a\"b", "a\\nb", "a\\", "a\"} 1", "key,with=commas"]
        let folder = try dump(
            names.enumerated().map {
                ("/registry/secrets/default/a\($0)", "k8s:enc:secretbox:v1:\($1):" + "xxxx")
            } + [("/registry/secrets/default/b", "k8s:enc:secretbox:v1:a\nb:xxxx")]
        )
        let samples = try parse(try scan(folder).outputText)
        let keys = Set(samples.keys.filter { $0.name == "kenc_values" }.map { $0.labels["key"] })
        #expect(keys == Set(names + ["a\u{FFFD}b"]))
    }

    @Test("a key for every value makes no metric for every value")
    func bounded() throws {
        let folder = try dump(
            (0..<3000).map {
                ("/registry/secrets/default/a\($0)", "k8s:enc:secretbox:v1:k-\($0)-a:xxxx")
            } + (0..<9).map { ("/registry/secrets/default/b\($0)", "k8s:enc:secretbox:v1:most:x") }
        )
        let values = try parse(try scan(folder).outputText).filter { $0.key.name == "kenc_values" }
        #expect(values.count == 1001)
        #expect(values.values.reduce(0, +) == 3009)
        let most = ["resource": "secrets", "provider": "secretbox", "key": "most"]
        #expect(values[Series("kenc_values", most)] == 9)
        let others = most.merging(["key": "(other)"]) { $1 }
        #expect(values[Series("kenc_values", others)] == 2001)
    }

    @Test("what looks like a key is masked, and long names are cut, each series once")
    func hidden() throws {
        let secret = Data(KeySpellings.key).base64EncodedString()
        let long = String(repeating: "long-", count: 60)
        let folder = try dump(
            [secret, String(secret.reversed()), long + "a", long + "b"].enumerated().map {
                ("/registry/secrets/default/a\($0)", "k8s:enc:secretbox:v1:\($1):xxxx")
            }
        )
        let text = try scan(folder).outputText
        #expect(KeySpellings.pieces(secret).allSatisfy { !text.contains($0) })
        #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count < 300 })
        let values = try parse(text).filter { $0.key.name == "kenc_values" }
        #expect(values.values.reduce(0, +) == 4)
    }

    @Test("a file appears for its owner only, with a note; later runs keep its mode")
    func fileMode() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("kenc.prom")
        let command = ["scan", "-o", "prometheus", "--output", path] + Self.judged
        func mode() throws -> Int? {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            return attributes[.posixPermissions] as? Int
        }
        let first = try KencProcess.run(command)
        #expect(first.output.isEmpty)
        #expect(first.errorText.hasPrefix("kenc: note: \(path) is readable by its owner only"))
        #expect(try mode() == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let second = try KencProcess.run(command)
        #expect(second.errorText.isEmpty)
        #expect(try mode() == 0o644)
        #expect(try parse(String(decoding: try folder.read("kenc.prom"), as: UTF8.self)).count > 30)
        // What fails leaves the file as it was.
        let before = try folder.read("kenc.prom")
        let failed = try KencProcess.run(
            ["scan", "-o", "prometheus", "--output", path, "--dump", "nowhere.json"]
        )
        #expect(failed.status == 1)
        #expect(try folder.read("kenc.prom") == before)
    }
}
