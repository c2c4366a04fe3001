import Testing
import YAMLText

/// Documents out and in, by libyaml.
@Suite struct YAMLTextTests {
    private func text(_ node: YAMLNode) throws -> String {
        String(decoding: try YAMLWriter.write(node), as: UTF8.self)
    }

    private func load(_ text: String) throws -> YAMLNode? { try YAMLLoader.load(Array(text.utf8)) }

    @Test("blocks, quotes and literals as kubectl's library writes them")
    func writes() throws {
        let node = YAMLNode.mapping([
            (.scalar("b", .plain), .sequence([.scalar("1", .quoted), .scalar("x y", .plain)])),
            (.scalar("a", .plain), .scalar("one\ntwo\n", .literal)),
            (.scalar("empty", .plain), .sequence([])),
            (.scalar("none", .plain), .mapping([])),
            (
                .scalar("long", .plain),
                .scalar(String(repeating: "word ", count: 60) + "end", .plain)
            ),
        ])
        let long = String(repeating: "word ", count: 60) + "end"
        #expect(
            try text(node) == """
                b:
                - "1"
                - x y
                a: |
                  one
                  two
                empty: []
                none: {}
                long: \(long)

                """
        )
    }

    @Test("text that ends in empty lines ends no document", arguments: ["a\n\n", "\n", "x\n\n\n"])
    func openEnd(_ value: String) throws {
        let written = try text(.mapping([(.scalar("k", .plain), .scalar(value, .literal))]))
        #expect(!written.contains("..."))
        #expect(try load(written)?["k"]?.text == value)
    }

    @Test(
        "what is written reads back",
        arguments: ["", " x", "a: b", "#", "grüße 🐼", "a\u{7}\u{0}b", "\r", "\u{85}", "'", "\"\\"]
    )
    func readsBack(_ value: String) throws {
        for style in [YAMLNode.Style.plain, .quoted, .literal] {
            let written = try YAMLWriter.write(.sequence([.scalar(value, style)]))
            let read = try YAMLLoader.load(written)?.elements?.first?.text
            #expect(read.map { Array($0.utf8) } == Array(value.utf8), "\(style)")
        }
    }

    @Test("structure, quotes, anchors and JSON")
    func loads() throws {
        let node = try #require(
            try load("a: &x {b: [1, '2']}\nc: *x\n---\nsecond: true\n")
        )
        #expect(node["c"]?["b"]?.elements?.map(\.text) == ["1", "2"])
        #expect(node["second"] == nil && node["a"]?.isMapping == true && node.elements == nil)
        #expect(try load(#"{"a": {"b": "c\n"}}"#)?["a"]?["b"]?.text == "c\n")
        #expect(try load("") == nil)
        #expect(try load("# nothing\n") == nil)
    }

    @Test("errors say the line and nothing of it")
    func errors() throws {
        #expect(throws: YAMLTextError.syntax(line: 2)) { try load("a: b\nc: *unknown\n") }
        #expect(throws: YAMLTextError.syntax(line: 3)) { try load("a: b\nc: 'open\n") }
        let deep = String(repeating: "[", count: YAMLNode.depthLimit + 1)
        #expect(throws: YAMLTextError.tooDeep) { try load(deep) }
        var node = YAMLNode.scalar("x", .plain)
        for _ in 0...YAMLNode.depthLimit { node = .sequence([node]) }
        #expect(throws: YAMLTextError.tooDeep) { try YAMLWriter.write(node) }
    }
}
