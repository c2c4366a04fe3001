import Foundation
import TestSupport
import Testing
import Yams

/// What `get -o yaml` prints reads back as what is stored, strings as strings.
@Suite struct YAMLTests {
    static let awkward = [
        "", "yes", "No", "on", "Off", "y", "n", "true", "null", "~", "123", "-1", "+1", "1e3",
        "1_000", "0o17", "017", "0x1F", "1:30", "2026-01-02", ".inf", ".NaN", "=", "<<", "---",
        "...", "one\ntwo\n", "one\ntwo", "\n", "\n\n", "\nx", "one\n\n\n", "one \n  two\n",
        "  indented\nfirst", " x", "x ", "a\tb", "\ta", "a: b", "a:", ": a", "a #b", "#a", "- a",
        "-", "? a", "*a", "&a", "!a", "@a", "`a", "%a", "{a", "[a", "]", ",", "\"a\"", "'a'",
        "it's", "back\\slash", "grüße 🐼", "a\u{7}b", "\u{0}", "\u{FEFF}a", "a\u{85}b",
        "a\u{2028}b", "a\r\nb", "a\r", "\u{7F}", "\u{200B}", "e\u{301}",
        String(repeating: "word ", count: 60) + "end", String(repeating: "x", count: 3_000),
    ]

    private func printed(_ data: [String: String], _ format: String) throws -> [UInt8] {
        let object: [String: Any] = [
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": ["name": "a", "namespace": "default"], "data": data,
        ]
        let json = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        let result = try KencProcess.run(
            ["get", "cm", "a", "-n", "default", "-o", format, "--dump", "-"],
            input: RoundTripTests.dump([
                ("/registry/configmaps/default/a", String(decoding: json, as: UTF8.self))
            ]),
        )
        #expect(result.status == 0, "\(result.errorText)")
        return result.output
    }

    private static let data = Dictionary(
        uniqueKeysWithValues: awkward.enumerated().map { ("k\($0.offset)", $0.element) }
    )

    @Test func readsBackAsYAML() throws {
        let text = String(decoding: try printed(Self.data, "yaml"), as: UTF8.self)
        let tree = try #require(try Yams.load(yaml: text) as? [String: Any])
        let read = try #require(tree["data"] as? [String: Any])
        #expect(read.count == Self.awkward.count)
        // Yams drops a byte order mark when it reads, so that one is looked for in the text.
        #expect(text.contains("\"\\uFEFFa\""))
        #expect(!text.contains("\n..."))
        for (index, text) in Self.awkward.enumerated() where !text.hasPrefix("\u{FEFF}") {
            #expect(read["k\(index)"] as? String == text, "\(text.debugDescription)")
        }
    }

    /// Keys are as awkward as values.
    @Test func keysReadBack() throws {
        let keys = Self.awkward.filter {
            !$0.isEmpty && $0.utf8.count < 100 && $0 != "<<" && !$0.hasPrefix("\u{FEFF}")
        }
        let data = Dictionary(keys.map { ($0, "value of \($0)") }) { first, _ in first }
        let text = String(decoding: try printed(data, "yaml"), as: UTF8.self)
        let tree = try #require(try Yams.load(yaml: text) as? [String: Any])
        #expect(tree["data"] as? [String: String] == data)
    }

    @Test func readsBackAsJSON() throws {
        struct Read: Decodable { let data: [String: String] }
        let bytes = try printed(Self.data, "json")
        let read = try JSONDecoder().decode(Read.self, from: Data(bytes))
        #expect(read.data == Self.data)
        // Unicode equality is not enough: the same scalars.
        for (key, text) in Self.data {
            #expect(read.data[key].map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test(arguments: awkward)
    func fieldIsTheText(_ text: String) throws {
        guard !text.isEmpty else { return #expect(text == "") }
        let object = ["kind": "ConfigMap", "data": ["a": text]] as [String: Any]
        let json = try JSONSerialization.data(withJSONObject: object)
        let dump = RoundTripTests.dump([
            ("/registry/configmaps/default/a", String(decoding: json, as: UTF8.self))
        ])
        let result = try KencProcess.run(
            ["get", "cm/a", "--field", "data.a", "--dump", "-"],
            input: dump
        )
        #expect(result.output == Array((text + "\n").utf8))
    }
}
