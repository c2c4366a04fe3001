import Testing
import WireFormats

@Suite struct EscapedTextTests {
    @Test(
        arguments: [
            ("", []), ("abc", [0x61, 0x62, 0x63]), (#"\x9b\xFF"#, [0x9b, 0xff]),
            (#"\n\t\\\"\'\/"#, [10, 9, 0x5c, 0x22, 0x27, 0x2f]),
            (#"\0\377\12x"#, [0, 255, 10, 0x78]),
            (#"\u00e9"#, [0xc3, 0xa9]), (#"\ud83d\ude00"#, [0xf0, 0x9f, 0x98, 0x80]),
            (#"\U0001F600"#, [0xf0, 0x9f, 0x98, 0x80]),
        ] as [(String, [UInt8])]
    )
    func escapes(_ text: String, _ bytes: [UInt8]) throws {
        #expect(try EscapedText.decode(Array(text.utf8).span) == bytes)
    }

    @Test(arguments: [
        #"\"#, #"\x"#, #"\x9"#, #"\xg0"#, #"\q"#, #"\400"#, #"\u12"#, #"\ud83d"#, #"\ud83dx"#,
        #"\ud83d\u0041"#, #"\udc00"#, #"\UFFFFFFFF"#, #"\U00110000"#,
    ])
    func broken(_ text: String) {
        #expect(throws: WireFormatError.self) { try EscapedText.decode(Array(text.utf8).span) }
    }

    @Test(
        arguments: [
            ("azhzOmVuYzo=", "k8s:enc:"), ("azhzOmVuYzo", "k8s:enc:"),
            ("azhz\r\n OmVu\nYzo", "k8s:enc:"),
            ("Pz8_Pj4-", "???>>>"), ("Pz8/Pj4+", "???>>>"), ("YQ", "a"), ("", ""),
        ]
    )
    func base64(_ text: String, _ bytes: String) throws {
        #expect(try PastedBase64.decode(Array(text.utf8).span) == Array(bytes.utf8))
    }

    @Test(arguments: ["a", "abcde", "Pz8_Pj4+", "YQ=", "YQ==YQ==", "a!"])
    func noBase64(_ text: String) {
        #expect(throws: WireFormatError.self) { try PastedBase64.decode(Array(text.utf8).span) }
    }
}
