import TestSupport
import Testing

@testable import WireFormats

private func looksLikeHexdump(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return ByteListing.looksLikeOne(bytes.span)
}

private func decoded(_ text: String) throws(WireFormatError) -> [UInt8] {
    try ByteListing.decode(Array(text.utf8).span).bytes
}

@Suite struct ByteListingTests {
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
        #expect(looksLikeHexdump(dump))
        #expect(try decoded(dump) == expected)
        let indented = dump.split(separator: "\n").map { "   \($0)\r\n" }.joined()
        #expect(try decoded(indented) == expected)
        let withoutLength = dump.replacing("00000044\n", with: "")
        #expect(try decoded(withoutLength) == expected)
        let withoutText = dump.split(separator: "\n").map { $0.prefix { $0 != "|" } }
            .joined(separator: "\n")
        #expect(try decoded(withoutText) == expected)
    }

    @Test func aLostLineIsSeen() {
        for line in [0, 2, 3] {
            var lines = dump.split(separator: "\n")
            lines.remove(at: line)
            let text = lines.joined(separator: "\n")
            #expect(throws: WireFormatError.self) { try decoded(text) }
        }
    }

    @Test(arguments: [
        "00000000  6b 3", "00000000  6b 3g", "0000  6b", "00000001  6b", "*\n00000010",
        "00000000  6b\n*\n00000010", "00000000  6b 38\n00000002\n00000002",
        "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*",
        "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\nffffffff",
        "00000000  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\nfffffffffffffffff",
        "hello",
    ])
    func otherTextIsNoHexdump(_ text: String) {
        #expect(throws: WireFormatError.self) { try decoded(text) }
    }

    @Test(arguments: ["6b38733a656e63", "00000000", "azhzOmVuYzo=", "", "00000000  xx"])
    func otherTextDoesNotLookLikeAHexdump(_ text: String) {
        #expect(!looksLikeHexdump(text))
    }

    /// The bytes 6b 38 73 3a 20 0a c8 ff 00 31 and so on, as the programs of Debian 12 list them.
    static let listings: [(String, ByteListing.Tool, isCertain: Bool, String)] = [
        (
            "xxd", .xxd, true,
            """
            00000000: 6b38 733a 200a c8ff 0031 4142 4320 2020  k8s: ....1ABC  \u{20}
            00000010: 0a5c 7f                                  .\\.
            """
        ),
        (
            "xxd, with the blanks at the end of a line lost", .xxd, true,
            """
            00000000: 6b38 733a 200a c8ff 0031 4142 4320 2020  k8s: ....1ABC
            00000010: 0a5c 7f                                  .\\.
            """
        ),
        (
            "xxd -e", .xxd, true,
            """
            00000000: 3a73386b ffc80a20 42413100 20202043  k8s: ....1ABC  \u{20}
            00000010:   7f5c0a                             .\\.
            """
        ),
        (
            "xxd -g1", .xxd, true,
            """
            00000000: 6b 38 73 3a 20 0a c8 ff 00 31 41 42 43 20 20 20  k8s: ....1ABC
            00000010: 0a 5c 7f                                         .\\.
            """
        ),
        (
            "hexdump", .hexdump, false,
            """
            0000000 386b 3a73 0a20 ffc8 3100 4241 2043 2020
            0000010 5c0a 007f                             \u{20}
            0000013
            """
        ),
        (
            "hexdump -c", .hexdump, true,
            """
            0000000   k   8   s   :      \\n 310 377  \\0   1   A   B   C           \u{20}
            0000010  \\n   \\ 177                                                    \u{20}
            0000013
            """
        ),
        (
            "od", .od, false,
            """
            0000000 034153 035163 005040 177710 030400 041101 020103 020040
            0000020 056012 000177
            0000023
            """
        ),
        (
            "od -c", .od, true,
            """
            0000000   k   8   s   :      \\n 310 377  \\0   1   A   B   C
            0000020  \\n   \\ 177
            0000023
            """
        ),
        (
            "od -A d -t x1", .od, true,
            """
            0000000 6b 38 73 3a 20 0a c8 ff 00 31 41 42 43 20 20 20
            0000016 0a 5c 7f
            0000019
            """
        ),
        (
            "od -b", .od, true,
            """
            0000000 153 070 163 072 040 012 310 377 000 061 101 102 103 040 040 040
            0000020 012 134 177
            0000023
            """
        ),
        (
            "od -t x4", .od, false,
            """
            0000000 3a73386b ffc80a20 42413100 20202043
            0000020 007f5c0a
            0000023
            """
        ),
    ]

    @Test("each program's form gives the bytes", arguments: listings)
    func programs(
        _ name: String,
        _ tool: ByteListing.Tool,
        _ isCertain: Bool,
        _ text: String,
    ) throws {
        let expected: [UInt8] =
            [0x6b, 0x38, 0x73, 0x3a, 0x20, 0x0a, 0xc8, 0xff, 0, 0x31, 0x41, 0x42, 0x43]
            + [0x20, 0x20, 0x20, 0x0a, 0x5c, 0x7f]
        let readings = ByteListing.readings(of: Array(text.utf8).span)
        let first = try #require(readings.first)
        #expect(first.bytes == expected)
        #expect(first.tool == tool)
        #expect(first.isCertain == isCertain)
        #expect(!isCertain || readings.count == 1)
        #expect(looksLikeHexdump(text))
        // A line lost, a digit lost.
        let lines = text.split(separator: "\n")
        for index in lines.indices.dropLast() {
            var fewer = lines
            fewer.remove(at: index)
            let cut = Array(fewer.joined(separator: "\n").utf8)
            let rest = ByteListing.readings(of: cut.span)
            // The first line of this hexdump -c is what od -A d -c shows of 13 bytes.
            if name == "hexdump -c", index == 1 { continue }
            #expect(rest.isEmpty, "\(name) without line \(index)")
        }
    }

    @Test("od -a loses the highest bits: it is no listing of od -c")
    func namedCharacters() {
        let text = """
            0000000   k   8   s   :   e   n   c   :   a   e   s   c   b   c   :   v
            0000020   1   :   k   :   H   I   J   K   L   M   N   O   P   Q   R   S
            0000040
            """
        let readings = ByteListing.readings(of: Array(text.utf8).span)
        #expect(readings.isEmpty)
    }

    @Test("no text, however broken, does harm")
    func mutations() {
        var random = SeededGenerator(seed: 11)
        for (_, _, _, text) in Self.listings {
            for _ in 0..<300 {
                var bytes = Array(text.utf8)
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let index = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[index] =
                        Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random)
                        : UInt8(ascii: "*")
                }
                let readings = ByteListing.readings(of: bytes.span)
                #expect(
                    readings.allSatisfy { (1...ByteListing.maximumCount).contains($0.bytes.count) }
                )
                #expect(readings.isEmpty || ByteListing.looksLikeOne(bytes.span))
            }
        }
    }
}
