import TestSupport
import Testing

@testable import KubernetesModel

/// Templates as for `kubectl get -o jsonpath`, with what kubectl makes of them.
///
/// Kinder here: slices may end beyond a list, keys in brackets may stand in double quotes, and `$` is
/// the whole within a range.
@Suite struct JSONPathTests {
    private static let secret = #"""
        {"apiVersion":"v1","kind":"Secret","metadata":{"name":"db","labels":{"app.kubernetes.io/name":"db"}},
        "data":{"password":"czNjcjN0","tls.crt":"LS0="},"immutable":true,"count":3,"nothing":null,
        "list":["a","b","c","d"],
        "items":[{"name":"one","n":1,"metadata":{"name":"x"}},{"name":"two","n":2},{"name":"three","n":10,"extra":{}}]}
        """#

    private static func object() throws -> KubernetesValue {
        let bytes = Array(secret.utf8)
        return try KubernetesValue(json: 0..<bytes.count, in: bytes.span)
    }

    @Test(
        "what a template gives",
        arguments: [
            ("{.data.password}", "czNjcjN0"), (".data.password", "czNjcjN0"),
            ("{$.data.password}", "czNjcjN0"), ("{@.data.password}", "czNjcjN0"),
            (#"{.data.tls\.crt}"#, "LS0="), ("{.data['tls.crt']}", "LS0="),
            (#"{.data["tls.crt"]}"#, "LS0="),
            (#"{.metadata.labels.app\.kubernetes\.io/name}"#, "db"),
            ("{.items[*].name}", "one two three"), ("{.items[0].name}", "one"),
            ("{.items[-1].name}", "three"), ("{.items[0,2].name}", "one three"),
            ("{.list[1:3]}", "b c"), ("{.list[:2]}", "a b"), ("{.list[2:]}", "c d"),
            ("{.list[-2:]}", "c d"), ("{.list[::2]}", "a c"), ("{.list[0:-1]}", "a b c"),
            (
                "{.metadata}{range .list[0:1]}{}{end}",
                #"{"labels":{"app.kubernetes.io/name":"db"},"name":"db"}a"#
            ),
            ("{.list}", #"["a","b","c","d"]"#), ("{.list[*]}", "a b c d"),
            ("{.data}", #"{"password":"czNjcjN0","tls.crt":"LS0="}"#),
            ("{.data.*}", "czNjcjN0 LS0="), ("{.data['password','tls.crt']}", "czNjcjN0 LS0="),
            ("{.immutable} {.count}", "true 3"), ("{.nope}", ""), ("{.nope.deeper[0]}", ""),
            ("{.data.password.deeper}", ""), ("{.list.name}", ""), ("", ""), ("plain", "plain"),
            ("{.kind}/{.metadata.name}", "Secret/db"), (#"{.kind}{"\n"}"#, "Secret\n"),
            (#"{.kind}{'\t'}{.metadata.name}"#, "Secret\tdb"), (#"{"{"}{.kind}{"}"}"#, "{Secret}"),
            (#"{"\u00e4"}"#, "ä"), ("{ .kind }", "Secret"),
            (#"{.kind "-" .metadata.name}"#, "Secret-db"),
            (#"{range .items[*]}{.name}={.n}{"\n"}{end}"#, "one=1\ntwo=2\nthree=10\n"),
            ("{range .items[*]}[{range .metadata}{.name}{end}]{end}", "[x][][]"),
            ("{range .items[*]}{$.kind},{end}", "Secret,Secret,Secret,"),
            ("{range .nope[*]}x{end}", ""), ("{range .list[*]}{@};{end}", "a;b;c;d;"),
            ("{range .list[*]}{.};{end}", "a;b;c;d;"),
            (#"{.items[?(@.name=="two")].n}"#, "2"), ("{.items[?(@.name=='two')].n}", "2"),
            (#"{.items[?( @.name != "two" )].n}"#, "1 10"),
            ("{.items[?(@.n>1)].name}", "two three"),
            ("{.items[?(@.n>=2)].name}", "two three"), ("{.items[?(@.n<2)].name}", "one"),
            ("{.items[?(@.n<=2)].name}", "one two"), ("{.items[?(@.n==10)].name}", "three"),
            ("{.items[?(@.extra)].name}", "three"), ("{.items[?(@.metadata.name)].name}", "one"),
            ("{.items[?(@.n==$.count)].name}", ""), ("{..name}", "x db one two three"),
            (#"{.items[?(@.name=="nope")].n}"#, ""),
        ]
    )
    func gives(_ template: String, _ expected: String) throws {
        let text = try JSONPathTemplate(template).render(Self.object())
        if template == "{..name}" {
            // In the order of the members' keys, which kubectl leaves open.
            let words = String(decoding: text, as: UTF8.self).split(separator: " ")
            #expect(words.sorted() == expected.split(separator: " ").sorted())
        } else {
            #expect(String(decoding: text, as: UTF8.self) == expected)
        }
    }

    @Test(
        "a template that cannot be read says where",
        arguments: [
            ("{", 1), ("{.data", 1), ("a{.b", 2), ("{.}x{range", 11), ("{end}", 1),
            ("{range .items[*]}x", 1), ("{.items[}", 9), ("{.items[0}", 10), ("{.items[a]}", 9),
            ("{.items['a}", 9), ("{.items[?(@.a=]}", 14), (#"{.items[?(@.a=="b"]}"#, 19),
            (#"{.a[?(@.b=="c" && @.d)]}"#, 16), ("{.a..}", 6), ("{.a b}", 5), ("{.a[::0]}", 8),
            (#"{"x}"#, 2), ("{.a[99999999999999999999]}", 5), (#"{.a\"#, 5),
        ]
    )
    func cannotBeRead(_ template: String, _ column: Int) {
        #expect {
            try JSONPathTemplate(template)
        } throws: { error in
            (error as? JSONPathError)?.column == column
        }
    }

    @Test(
        "an index that is not there",
        arguments: ["{.list[4]}", "{.list[-5]}", "{.kind} {.list[9]}"]
    )
    func outside(_ template: String) throws {
        let template = try JSONPathTemplate(template)
        #expect(throws: JSONPathError.self) { try template.render(Self.object()) }
    }

    @Test("errors hold nothing of the object")
    func saysNothing() throws {
        do {
            _ = try JSONPathTemplate("{.data.password}{.list[7]}").render(Self.object())
            Issue.record("no error")
        } catch let error as JSONPathError {
            #expect(error.description == "there is no element 7: the list has 4 (column 18)")
        }
    }

    @Test("the place in a bare path is counted in what was typed")
    func barePath() throws {
        #expect(throws: JSONPathError(problem: "there is no element 7: the list has 4", column: 1))
        {
            try JSONPathTemplate(".list[7]").render(Self.object())
        }
    }

    @Test("depth has a limit")
    func depth() {
        let ranges = String(repeating: "{range .a}", count: 10_000)
        #expect(throws: JSONPathError.self) { try JSONPathTemplate(ranges) }
        let filters = "{" + String(repeating: ".a[?(@", count: 10_000)
        #expect(throws: JSONPathError.self) { try JSONPathTemplate(filters) }
    }

    @Test("no input breaks it")
    func hostile() throws {
        let object = try Self.object()
        let parts = [
            "{", "}", "[", "]", "(", ")", "?", "@", "$", ".", "..", "*", "'", "\"", "\\", "a", "-1",
            ":", "range ", "end", ",", " ", "==", "é",
        ]
        var generator = SeededGenerator(seed: 17)
        for _ in 0..<20_000 {
            let length = Int.random(in: 1...12, using: &generator)
            let text = (0..<length).map { _ in parts.randomElement(using: &generator) ?? "" }
                .joined()
            do {
                _ = try JSONPathTemplate(text).render(object)
            } catch {
                #expect((1...text.unicodeScalars.count + 1).contains(error.column), "\(text)")
            }
        }
    }
}
