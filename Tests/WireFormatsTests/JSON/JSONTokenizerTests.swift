import Testing
@testable import WireFormats

@Suite struct JSONTokenizerTests {
    private func tokens(_ bytes: [UInt8]) throws(JSONError) -> [JSONToken] {
        var tokenizer = JSONTokenizer(0..<bytes.count)
        var tokens: [JSONToken] = []
        while true {
            let token = try tokenizer.next(in: bytes.span)
            if token == .end { return tokens }
            tokens.append(token)
        }
    }

    @Test func everyTokenAndItsPlace() throws {
        let text = #" {"a" : [1,-2.5e+3,"x\n",true , false,null,{},[]],"b":"y"} "#
        #expect(
            try tokens(Array(text.utf8)) == [
                .objectStart, .key(3..<4, escaped: false), .arrayStart, .number(9..<10),
                .number(11..<18), .string(20..<23, escaped: true), .true, .false, .null,
                .objectStart, .objectEnd, .arrayStart, .arrayEnd, .arrayEnd,
                .key(51..<52, escaped: false), .string(55..<56, escaped: false), .objectEnd,
            ]
        )
    }

    @Test(arguments: [
        "0", "-0", "10", "1.0", "1e5", "1E-05", "\"\"", "\"\\u00e9\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "[]", "\t\r\n [ ] ", "[[],{\"\":{}}]", "\"\u{7f}\"", "1e999999", "\"\\ud800\"",
    ])
    func goodTextIsAccepted(_ text: String) {
        #expect(throws: Never.self) { try tokens(Array(text.utf8)) }
    }

    @Test(
        arguments: [
            ("", 0, .inputEnded), ("  ", 2, .inputEnded), ("01", 1, .trailingText),
            ("1 2", 2, .trailingText), ("-", 1, .inputEnded), ("-a", 1, .number),
            ("1.", 2, .inputEnded),
            ("1.x", 2, .number), ("1e", 2, .inputEnded), ("1e+", 3, .inputEnded),
            ("1e+x", 3, .number),
            ("+1", 0, .expectedValue), (".5", 0, .expectedValue), ("tru", 3, .inputEnded),
            ("trux", 3, .literal), ("nul1", 3, .literal), ("truex", 4, .trailingText),
            ("[1,]", 3, .expectedValue), ("[1 2]", 3, .expectedCommaOrArrayEnd),
            ("[1}", 2, .expectedCommaOrArrayEnd), ("{\"a\":1]", 6, .expectedCommaOrObjectEnd),
            ("{\"a\":1,}", 7, .expectedKey), ("{a:1}", 1, .expectedKey),
            ("{\"a\" 1}", 5, .expectedColon),
            ("{\"a\":}", 5, .expectedValue), ("{", 1, .inputEnded), ("[", 1, .inputEnded),
            ("\"a", 2, .inputEnded), ("\"\\x\"", 1, .escape), ("\"\\u12g4\"", 1, .escape),
            ("\"\\", 2, .inputEnded), ("\"a\nb\"", 2, .controlCharacter),
            ("\"12345678\u{1f}\"", 9, .controlCharacter), ("\u{b}1", 0, .expectedValue),
            ("\u{a0}1", 0, .expectedValue), ("\u{feff}1", 0, .expectedValue),
            ("'a'", 0, .expectedValue),
            ("NaN", 0, .expectedValue), ("]", 0, .expectedValue), ("[]]", 2, .trailingText),
        ] as [(String, Int, JSONError.Problem)]
    )
    func badTextIsAnError(_ text: String, _ offset: Int, _ problem: JSONError.Problem) {
        #expect(throws: JSONError(problem, at: offset)) { try tokens(Array(text.utf8)) }
    }

    @Test func invalidUTF8InAStringIsAccepted() throws {
        #expect(try tokens([0x22, 0xff, 0xc0, 0x22]) == [.string(1..<3, escaped: false)])
    }

    @Test func tenThousandLevelsAndNoMore() {
        let good =
            Array(String(repeating: "[", count: 10_000).utf8)
            + Array(
                String(repeating: "]", count: 10_000).utf8
            )
        #expect(throws: Never.self) { try tokens(good) }
        let bad = Array(String(repeating: "[", count: 10_001).utf8)
        #expect(throws: JSONError(.tooDeep, at: 10_000)) { try tokens(bad) }
    }

    /// Every level closes with its own bracket, also across the words that hold the levels.
    @Test func mixedContainersAreTracked() throws {
        var text = ""
        var closing = ""
        for level in 0..<300 {
            text += level % 3 == 0 ? "[" : "{\"k\":"
            closing = (level % 3 == 0 ? "]" : "}") + closing
        }
        #expect(throws: Never.self) { try tokens(Array((text + "1" + closing).utf8)) }
        for wrong in [0, 63, 64, 65, 128, 299] {
            var bytes = Array((text + "1" + closing).utf8)
            let place = bytes.count - 1 - wrong
            bytes[place] = bytes[place] == UInt8(ascii: "]") ? UInt8(ascii: "}") : UInt8(ascii: "]")
            #expect(throws: JSONError.self) { try tokens(bytes) }
        }
    }

    @Test func skippingAValueStopsBehindIt() throws {
        let bytes = Array(#"{"a":{"b":[1,{"c":2}]},"d":3}"#.utf8)
        var tokenizer = JSONTokenizer(0..<bytes.count)
        _ = try tokenizer.next(in: bytes.span)
        _ = try tokenizer.next(in: bytes.span)
        try tokenizer.skipValue(startedBy: tokenizer.next(in: bytes.span), in: bytes.span)
        #expect(try tokenizer.next(in: bytes.span) == .key(24..<25, escaped: false))
    }

    @Test(arguments: [
        (#"a\u00e9\"\\\/\b\f\n\r\t"#, "a\u{e9}\"\\/\u{8}\u{c}\n\r\t"),
        (#"\ud83d\ude00"#, "\u{1f600}"), (#"\ud83dx"#, "\u{fffd}x"),
        (#"\ude00\ud83d"#, "\u{fffd}\u{fffd}"), (#"\ud83d\ud83d\ude00"#, "\u{fffd}\u{1f600}"),
        (#"\ud83d\u0041"#, "\u{fffd}A"), ("\u{1f600}\u{e9}", "\u{1f600}\u{e9}"),
    ])
    func stringsAreDecoded(_ source: String, _ text: String) {
        let bytes = Array(source.utf8)
        #expect(JSONString.decode(0..<bytes.count, in: bytes.span) == Array(text.utf8))
    }

    @Test(
        arguments: [
            ([0xff, 0x41], "\u{fffd}A"), ([0xe2, 0x82], "\u{fffd}\u{fffd}"),
            ([0xed, 0xa0, 0x80], "\u{fffd}\u{fffd}\u{fffd}"), ([0xc0, 0x80], "\u{fffd}\u{fffd}"),
            ([0xf4, 0x90, 0x80, 0x80], "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            ([0xf4, 0x8f, 0xbf, 0xbf], "\u{10ffff}"),
        ] as [([UInt8], String)]
    )
    func invalidBytesAreReplacedOneByOne(_ bytes: [UInt8], _ text: String) {
        #expect(JSONString.decode(0..<bytes.count, in: bytes.span) == Array(text.utf8))
    }

    /// The search by words of eight bytes finds what a search by bytes finds.
    @Test func plainTextEndsWhereItEnds() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) | 0x20 }
            var changed = bytes
            changed[Int.random(in: 0..<40)] =
                [0, 0x1f, 0x20, 0x22, 0x5c, 0x80, 0xa2, 0xdc].randomElement() ?? 0
            let from = Int.random(in: 0...8)
            let expected = (from..<40).first {
                changed[$0] < 0x20 || changed[$0] == 0x22 || changed[$0] == 0x5c
            }
            #expect(
                WordScan.endOfPlainText(in: changed.span, from: from, to: 40) == expected ?? 40
            )
        }
    }
}
