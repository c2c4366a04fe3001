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
}
