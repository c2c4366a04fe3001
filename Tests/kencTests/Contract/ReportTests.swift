import Foundation
import TestSupport
import Testing

/// `kenc report`: evidence for people and programs.
@Suite struct ReportTests {
    private static let stage = [
        "--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/4-wild.yaml",
    ]

    private func report(_ arguments: [String]) throws -> (JSONValue, KencProcess.Result) {
        let result = try KencProcess.run(["report", "-o", "json"] + arguments)
        return (JSONValue(try result.json()), result)
    }

    @Test("its numbers are those of scan, field by field")
    func numbers() throws {
        let (report, _) = try report(Self.stage + ["--names"])
        let scan = JSONValue(
            try KencProcess.run(["scan", "--history", "--residue", "-o", "json"] + Self.stage)
                .json()
        )
        for name in (scan.value as? [String: Any] ?? [:]).keys {
            #expect(
                report[name].value as? NSObject == scan[name].value as? NSObject,
                "\(name)"
            )
        }
        // What the page says is the same.
        let page = try KencProcess.run(["report"] + Self.stage).outputText
        for resource in scan["resources"].elements {
            let values = resource["values"].int ?? 0
            let states = "\(values) value\(values == 1 ? "" : "s")"
            let name = (resource["resource"].string ?? "").replacing(".", with: ".<wbr>")
            let row = page.split(separator: "\n").first { $0.contains("\"name\">\(name)</span>") }
            #expect(row?.contains("states\">\(states)") == true, "\(name)")
            for share in resource["by"].elements {
                let kind = share["provider"].string ?? ""
                #expect(row?.contains(kind == "identity" ? "plaintext " : kind) == true)
            }
        }
    }

    @Test("keys have their revisions, values, and writes against their cipher's limit")
    func keys() throws {
        let (report, _) = try report(Self.stage)
        let keys = report["keys"].elements
        let names = keys.map { $0["keyName"].string }
        #expect(
            names == [
                "all-2025", "key-2024-01", "key-2024-06", "apps-2025", "gcm-2025-01", "sb-2025-06",
            ]
        )
        let worn = keys[4]
        #expect(worn["values"].int == 24 && worn["olderValues"].int == 1)
        #expect(worn["writesAtLeast"].int == 25 && worn["writeLimit"].int == 1 << 32)
        #expect(worn["needed"].bool == true && worn["bits"].int == 256)
        #expect(!keys[1]["writeLimit"].isThere)
        // As `list` has the revisions of what is on it.
        let listed = try KencProcess.run(["list", "-o", "jsonl"] + Self.stage).jsonLines()
        let revisions = listed.filter { $0["keyName"] as? String == "gcm-2025-01" }
            .compactMap { $0["revision"] as? Int ?? ($0["modRevision"] as? Int) }
        #expect(worn["newestRevision"].int == revisions.max())
        #expect((worn["firstRevision"].int ?? 0) <= revisions.min() ?? 0)
        // Only a part was seen, so nothing may go.
        let part = try self.report(Self.stage + ["--resource", "events"]).0
        #expect(part["keys"].elements.allSatisfy { $0["needed"].bool == true })
    }

    @Test("the SHA-256 is that of what was written, and the same again")
    func digest() throws {
        let folder = try TemporaryFolder()
        for format in ["html", "json", "markdown"] {
            let path = folder.file("report.\(format)")
            let command = ["report", "-o", format, "--time", "1764000000"] + Self.stage
            let result = try KencProcess.run(command + ["--output", path])
            #expect(result.status == 0)
            let again = try KencProcess.run(command)
            #expect(again.output == (try folder.read("report.\(format)")))
            #expect(again.errorText == result.errorText)
            let sum = try KencProcess.run([path], executable: "/usr/bin/sha256sum")
            let hash = sum.outputText.prefix(64)
            #expect(result.errorText == "kenc: note: SHA-256 of the report: \(hash)\n")
        }
    }

    @Test("the status says that there is a report; with --check what it says")
    func status() throws {
        let broken = [
            "--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/1-aescbc.yaml",
        ]
        for store in [Self.stage, broken] {
            #expect(try report(store).1.status == 0)
            #expect(try report(store + ["--check"]).1.status == 2)
        }
        let clean = [
            "--snapshot", "cluster/stage-1-aescbc.db", "--config", "cluster/1-aescbc.yaml",
            "--resource", "nodes", "--check",
        ]
        let (part, result) = try report(clean)
        #expect(result.status == 0)
        #expect(
            part["controls"].elements.allSatisfy { $0["verdict"].string == "notAssessed" }
        )
        for wrong in [
            ["--benchmark", "cis-9"], ["--kubernetes-version", "1.20"],
            ["--kubernetes-version", "x"],
            ["--benchmark", "cis-1.9", "--kubernetes-version", "1.30"],
            ["--k3s-token-file", "x"],
        ] {
            #expect(try KencProcess.run(["report"] + Self.stage + wrong).status == 64, "\(wrong)")
        }
        let old = try report(Self.stage + ["--kubernetes-version", "v1.30.2"]).0
        #expect(old["benchmark"].string == "cis-1.11")
    }

    @Test("no object is named unless it is asked for")
    func names() throws {
        let store = [
            "--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/1-aescbc.yaml",
        ]
        for format in ["html", "json", "markdown"] {
            let command = ["report", "-o", format] + store
            #expect(!(try KencProcess.run(command)).outputText.contains("/registry/secrets/"))
            let named = try KencProcess.run(command + ["--names"]).outputText
            #expect(named.contains("/registry/secrets/"))
        }
        let reasons = try report(store).0["unreadableReasons"].elements
        let unreadable = try report(store).0["unreadable"].int
        #expect(reasons.reduce(0) { $0 + ($1["values"].int ?? 0) } == unreadable)
    }

    @Test("a key in the place of a name is masked, in every form")
    func leaks() throws {
        let folder = try TemporaryFolder()
        let hex = String(repeating: "abcdef0123456789", count: 4)
        let base64 = "q83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k="
        let config = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets, \(hex), '*.\(hex).io']
              providers:
              - aescbc: {keys: [{name: "\(base64)", secret: "\(base64)"}]}
              - identity: {}
            """
        let path = try folder.write(Array(config.utf8), to: "leaky.yaml")
        let store = ["--snapshot", "cluster/stage-4-wild.db", "--config", path]
        let commands =
            ["html", "json", "markdown"].map { ["report", "--names", "-o", $0] }
            + [
                ["scan", "-o", "json"], ["rotate", "--dry-run"],
                ["rotate", "--dry-run", "-o", "json"],
            ]
        for command in commands {
            let result = try KencProcess.run(command + store)
            let shown = result.outputText + result.errorText
            #expect(shown.contains("secrets"))
            for piece in ["abcdef01", "q83vASNF", "wEjRWeJ"] {
                #expect(!shown.contains(piece), "\(command) \(piece)")
            }
        }
    }

    // MARK: - Markup

    /// What the page may consist of.
    private static let tags: Set<String> = [
        "!doctype", "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p",
        "nav", "ul", "li", "a", "main", "section", "dl", "dt", "dd", "div", "span", "strong", "b",
        "table", "thead", "tbody", "tr", "th", "td", "pre", "svg", "rect", "wbr",
    ]
    private static let attributes: Set<String> = [
        "lang", "charset", "http-equiv", "content", "name", "class", "href", "aria-label",
        "aria-labelledby", "aria-hidden", "id", "tabindex", "role", "scope", "viewBox", "width",
        "height", "x", "preserveAspectRatio", "html",
    ]

    private func expectHarmless(_ page: String) throws {
        #expect(page.hasPrefix("<!DOCTYPE html>\n"))
        let body = page.replacing(/<style>[^<]*<\/style>/, with: "")
        var stack: [String] = []
        for tag in body.matches(of: /<(\/?)([!a-zA-Z0-9]*)([^<>]*)>/) {
            let name = tag.2.lowercased()
            #expect(Self.tags.contains(name), "\(tag.output)")
            for attribute in tag.3.matches(of: /\s([a-zA-Z-]+)(?:="([^"]*)")?/) {
                #expect(Self.attributes.contains(String(attribute.1)), "\(tag.output)")
                if attribute.1 == "href" { #expect(attribute.2?.hasPrefix("#") == true) }
            }
            if ["!doctype", "meta", "wbr", "rect"].contains(name) { continue }
            if tag.1.isEmpty { stack.append(name) } else { #expect(stack.popLast() == name) }
        }
        #expect(stack.isEmpty)
        #expect(!body.replacing(/<[^<>]*>/, with: "").contains { "<>".contains($0) })
        #expect(page.contains("default-src 'none'; style-src 'sha256-"))
    }

    @Test("no name of a key or an object is markup", arguments: ["html", "markdown", "json"])
    func hostile(_ format: String) throws {
        let folder = try TemporaryFolder()
        let evil = [
            "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
            "</style><svg onload=x>",
            "' onmouseover='x", "<!--", "]]>", "| a | b\n# x", "[x](javascript:alert(1))",
            "\u{202E}gnp.exe", "`code`",
        ]
        func entry(_ key: String, _ value: String) -> [String: Any] {
            [
                "key": Data(key.utf8).base64EncodedString(), "create_revision": 2,
                "mod_revision": 3, "version": 1, "value": Data(value.utf8).base64EncodedString(),
            ]
        }
        var entries: [[String: Any]] = []
        for name in evil {
            entries += [
                entry("/registry/secrets/\(name)/\(name)", "k8s:enc:aescbc:v1:\(name):0123"),
                entry("/registry/\(name).example/\(name)", "{}"),
                entry("/registry/secrets/a/kms\(name)", "k8s:enc:kms:v2:\(name):0123"),
            ]
        }
        let dump = try JSONSerialization.data(withJSONObject: ["kvs": entries, "count": 30])
        try folder.write([UInt8](dump), to: "<b>.json")
        let config = """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets, '<i>.example']
              providers:
              - secretbox: {keys: [{name: '<u>"&', secret: YEW/tSzg+vUpirR4B9xuFl2qbLkv7sMbMwXQMiuaGuo=}]}
              - identity: {}
            """
        try folder.write(Array(config.utf8), to: "<i>.yaml")
        let result = try KencProcess.run(
            ["report", "--names", "-o", format, "--dump", "<b>.json", "--config", "<i>.yaml"],
            directory: folder.path
        )
        #expect(result.status == 0, "\(result.errorText)")
        let text = result.outputText
        switch format {
        case "html":
            try expectHarmless(text)
            #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
            #expect(text.contains("&lt;u&gt;&quot;&amp;"))
            #expect(!text.contains("\u{202E}"))
        case "markdown":
            let marked = text.split(separator: "\n").filter { !$0.hasPrefix("    ") }
            #expect(!marked.contains { $0.contains("<") })
            #expect(text.contains("&lt;script&gt;"))
            #expect(marked.count { $0.hasPrefix("#") } == 8)
        default: #expect(JSONValue(try result.json())["values"].int ?? 0 > evil.count)
        }
    }

    @Test("a page of recorded data is whole, and needs nothing beside itself")
    func page() throws {
        let page = try KencProcess.run(["report", "--time", "1764000000"] + Self.stage).outputText
        try expectHarmless(page)
        #expect(!page.contains("http:") && !page.contains("https:") && !page.contains("url("))
    }

    @Test("text stands out by 4.5 to 1, bars by 3 to 1: by day, by night, on paper")
    func contrast() throws {
        let page = try KencProcess.run(["report"] + Self.stage).outputText
        let roots = page.matches(of: /:root\{([^}]*)\}/).map(\.1)
        #expect(roots.count == 3)
        for root in roots {
            let colors = Dictionary(
                root.matches(of: /--([a-z-]+):#([0-9a-f]+)/).map { (String($0.1), String($0.2)) }
            ) { first, _ in first }
            func ratio(_ first: String, _ second: String) throws -> Double {
                let lights = try [first, second].map {
                    luminance(try #require(colors[$0], "\($0)"))
                }
                return ((lights.max() ?? 0) + 0.05) / ((lights.min() ?? 0) + 0.05)
            }
            for (text, grounds) in [
                "fg": ["bg", "panel", "open-bg"], "soft": ["bg", "panel"], "link": ["bg"],
                "met": ["met-bg"], "bad": ["bad-bg", "bg", "panel"],
            ] {
                for ground in grounds {
                    #expect(try ratio(text, ground) >= 4.5, "\(text) \(ground)")
                }
            }
            for bar in ["aescbc", "aesgcm", "secretbox", "kms", "plain", "other"] {
                #expect(try ratio(bar, "bg") >= 3, "\(bar)")
            }
        }
    }

    /// As WCAG 2 defines it.
    private func luminance(_ hex: String) -> Double {
        let digits = hex.count == 3 ? hex.flatMap { [$0, $0] } : Array(hex)
        let parts = stride(from: 0, to: 6, by: 2).map { start -> Double in
            let value = Double(Int(String(digits[start...start + 1]), radix: 16) ?? 0) / 255
            return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
