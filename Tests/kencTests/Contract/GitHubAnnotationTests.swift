import Foundation
import TestSupport
import Testing

/// `validate -o github` as the runner of GitHub Actions reads it.
@Suite struct GitHubAnnotationTests {
    private struct Annotation: Equatable {
        var command = ""
        var properties: [String: String] = [:]
        var message = ""
    }

    /// Reads workflow commands by the runner's own rules: one a line, properties up to the second
    /// `::`, then taken apart at commas, then unescaped.
    private func read(_ text: String) -> [Annotation] {
        text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
            #expect(line.hasPrefix("::"))
            let rest = line.dropFirst(2)
            let end = rest.firstRange(of: "::") ?? rest.startIndex..<rest.startIndex
            let head = rest[..<end.lowerBound].split(separator: " ", maxSplits: 1)
            var annotation = Annotation(command: String(head.first ?? ""))
            for property in head.last?.split(separator: ",") ?? [] {
                let parts = property.split(separator: "=", maxSplits: 1)
                annotation.properties[String(parts[0])] = plain(String(parts.last ?? ""))
            }
            annotation.message = plain(String(rest[end.upperBound...]))
            return annotation
        }
    }

    /// Scalar by scalar, as the runner replaces: an accent belongs to no escape.
    private func plain(_ text: String) -> String {
        let escapes = [("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]
        return escapes.reduce(text) {
            $0.replacingOccurrences(of: $1.0, with: $1.1, options: .literal)
        }
    }

    @Test("one annotation for every finding of -o json, with its words and its place")
    func findings() throws {
        let files = ["cli/config-invalid-validate/input", "cluster/4-wild.yaml"]
        let json = JSONValue(try KencProcess.run(["validate", "-o", "json"] + files).json())
        let result = try KencProcess.run(["validate", "-o", "github"] + files)
        #expect(result.status == 2)
        let expected = json.elements.flatMap { file in
            file["findings"].elements.map { finding in
                var properties = [
                    "file": file["file"].string ?? "",
                    "title": "kenc: \(finding["rule"].string ?? "")",
                ]
                properties["line"] = finding["line"].int.map(String.init)
                properties["col"] = finding["column"].int.map(String.init)
                let severity = finding["severity"].string ?? ""
                return Annotation(
                    command: severity == "info" ? "notice" : severity,
                    properties: properties,
                    message: (finding["message"].string ?? "")
                        + (finding["hint"].string.map { "\nhint: \($0)" } ?? "")
                )
            }
        }
        #expect(expected.count > 4)
        #expect(read(result.outputText) == expected)
    }

    @Test("no name of a file ends a line, a property or a command")
    func names() throws {
        let folder = try TemporaryFolder()
        for name in ["a,line=9::b\n::error::c.yaml", "50%0A\r\n.yaml", "x:\u{301},\u{301}.yaml"] {
            try folder.write(try TestData.bytes("cluster/1-aescbc.yaml"), to: name)
            let result = try KencProcess.run(
                ["validate", "-o", "github", name],
                directory: folder.path
            )
            let annotations = read(result.outputText)
            #expect(!annotations.isEmpty)
            #expect(annotations.allSatisfy { $0.properties["file"] == name }, "\(annotations)")
            #expect(annotations.allSatisfy { $0.properties["title"]?.hasPrefix("kenc: ") == true })
        }
    }

    @Test("nothing to say is nothing to print")
    func silent() throws {
        let folder = try TemporaryFolder()
        let made = try KencProcess.run(
            ["config", "new", "--output", folder.file("a.yaml")],
        )
        #expect(made.status == 0)
        let result = try KencProcess.run(["validate", "-o", "github", folder.file("a.yaml")])
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
    }
}
