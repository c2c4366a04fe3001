import Testing

@testable import WireFormats

@Suite struct HexTests {
    @Test(
        arguments: [
            ("", []), ("6b38", [0x6b, 0x38]), ("0x6B38", [0x6b, 0x38]),
            (" 6b 38\n73\t", [0x6b, 0x38, 0x73]),
            ("6b:38", [0x6b, 0x38]),
        ] as [(String, [UInt8])]
    )
    func hexIsDecoded(_ text: String, _ bytes: [UInt8]) throws {
        #expect(try HexText.decode(Array(text.utf8).span) == bytes)
    }

    @Test(arguments: [
        ("6", WireFormatError(.truncated, at: 0)), ("6b3", WireFormatError(.truncated, at: 2)),
        ("6 b", WireFormatError(.truncated, at: 1)), ("6g", WireFormatError(.character, at: 1)),
        ("k8s", WireFormatError(.character, at: 0)),
    ])
    func otherTextIsNoHex(_ text: String, _ error: WireFormatError) {
        #expect(throws: error) { try HexText.decode(Array(text.utf8).span) }
    }

    private let dump = """
        00000000  6b 38 73 3a 65 6e 63 3a  61 65 73 63 62 63 3a 76  |k8s:enc:aescbc:v|
        00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00  |................|
        *
        00000040  31 3a 7c 0a                                       |1:|.|
        00000044

        """

    @Test func hexdumpIsDecoded() throws {
        let expected =
            Array("k8s:enc:aescbc:v".utf8) + [UInt8](repeating: 0, count: 48)
            + [0x31, 0x3a, 0x7c, 0x0a]
        #expect(try Hexdump.decode(Array(dump.utf8).span) == expected)
        let indented = dump.split(separator: "\n").map { "   \($0)\r\n" }.joined()
        #expect(try Hexdump.decode(Array(indented.utf8).span) == expected)
        let withoutLength = dump.replacing("00000044\n", with: "")
        #expect(try Hexdump.decode(Array(withoutLength.utf8).span) == expected)
        let withoutText = dump.split(separator: "\n").map { $0.prefix { $0 != "|" } }
            .joined(separator: "\n")
        #expect(try Hexdump.decode(Array(withoutText.utf8).span) == expected)
    }

    @Test func aLostLineIsSeen() {
        for line in [0, 2, 3] {
            var lines = dump.split(separator: "\n")
            lines.remove(at: line)
            let text = Array(lines.joined(separator: "\n").utf8)
            #expect(throws: WireFormatError.self) { try Hexdump.decode(text.span) }
        }
    }

    @Test(arguments: [
        "00000000  6b 3", "00000000  6b 3g", "0000  6b", "00000001  6b", "*\n00000010",
        "00000000  6b\n*\n00000010", "00000000  6b 38\n00000002\n00000002",
        "00000000  6b 38 73 3a 65 6e 63 3a  61 65 73 63 62 63 3a 76 77",
        "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*",
        "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\nffffffff",
        "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\nfffffffffffffffff",
        "hello",
    ])
    func otherTextIsNoHexdump(_ text: String) {
        #expect(throws: WireFormatError.self) { try Hexdump.decode(Array(text.utf8).span) }
    }
}
