import KeyMaterial
import Testing

@Suite("derived keys and authentication codes")
struct KeyDerivationTests {
    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test("HKDF: RFC 5869, test case 3")
    func derived() throws {
        let key = SecretKey(copying: [UInt8](repeating: 0x0B, count: 22).span)
        let derived = try key.derived(salt: [], purpose: "")
        #expect(
            derived.withBytes { bytes in Self.hex(bytes.indices.map { bytes[$0] }) }
                == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
        )
    }

    @Test("salt and purpose tell keys apart")
    func apart() throws {
        let key = SecretKey(copying: [UInt8](repeating: 7, count: 32).span)
        let first = try key.derived(salt: [1], purpose: "a")
        #expect(try first == key.derived(salt: [1], purpose: "a"))
        #expect(try first != key.derived(salt: [2], purpose: "a"))
        #expect(try first != key.derived(salt: [1], purpose: "b"))
        #expect(first != key && first.count == 32)
    }

    @Test("HMAC: RFC 4231, test case 2")
    func code() throws {
        let key = SecretKey(copying: Array("Jefe".utf8).span)
        let code = try key.authenticationCode(of: Array("what do ya want for nothing?".utf8).span)
        #expect(
            Self.hex(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
    }
}
