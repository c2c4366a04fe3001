import Testing

@testable import KeyMaterial

@Suite("SHA-256")
struct DigestTests {
    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test(
        "examples of FIPS 180-4",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ]
    )
    func examples(text: String, digest: String) throws {
        #expect(hex(try Digest.sha256(Array(text.utf8).span)) == digest)
    }

    @Test("piece by piece")
    func pieces() throws {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        let digest = try Digest()
        for start in stride(from: 0, to: 1000, by: 7) {
            try digest.update(bytes.span.extracting(start..<min(start + 7, 1000)))
        }
        #expect(try digest.finish() == Digest.sha256(bytes.span))
    }

    @Test("comparison in constant time compares")
    func comparison() {
        let left: [UInt8] = [1, 2, 3]
        for (right, equal) in [
            ([1, 2, 3] as [UInt8], true), ([1, 2, 4], false), ([1, 2], false),
        ] {
            let found = equalInConstantTime(left.span, right.span)
            #expect(found == equal)
        }
        let empty: [UInt8] = []
        let equal = equalInConstantTime(empty.span, empty.span)
        #expect(equal)
    }
}
