import Fleet
import Testing

@Suite struct IdentityTests {
    @Test(
        "identities are those of recorded servers",
        arguments: [
            (
                "vm", "apiserver-wlv32tlttr4jl3gtroqexyxapa",
                "sha256:73095bbbe8f317654631b5a70d7c53951e472e19c3daa5b71a50958a5e82991b"
            ),
            (
                "master-1", "apiserver-wj467rbl25eeviqacfhvg2yvnm",
                "sha256:97178caf56dba18d9571de6a99ddb09c88c3d3de102598845edc854c6d9fcd4f"
            ),
            (
                "master-2", "apiserver-vdmjwd3ahrcl55g4iherbo7wye",
                "sha256:0fcd506fc18eecee5facc6147a95bb0026e360c93eec0ec57ad7b2459a8e3a73"
            ),
        ]
    )
    func recorded(_ hostname: String, _ id: String, _ hash: String) throws {
        let identity = try ServerIdentity(hostname: hostname)
        #expect(identity.id == id)
        let name = try identity.hash()
        #expect(name.text == hash)
    }

    @Test func hashesAreNamedAsServersDo() throws {
        let bytes = Array("kek-1".utf8)
        let hash = try ContentHash(of: bytes.span)
        #expect(hash.text.hasPrefix("sha256:6ad4ff2bfd37"))
        #expect(ContentHash(hash.text) == hash)
        for text in [
            "", "sha256:", String(hash.text.dropLast()), hash.text + "0", hash.text.uppercased(),
            String(hash.text.dropFirst(7)), hash.text.dropLast() + "g",
        ] { #expect(ContentHash(String(text)) == nil, "\(text)") }
    }

    @Test func momentsAreReadAndWritten() throws {
        let moment = try #require(Moment(rfc3339: "2026-11-24T17:23:01.342564Z"))
        #expect(abs(moment.seconds - 1_795_540_981.342564) < 1e-5)
        #expect("\(moment)" == "2026-11-24T17:23:01Z")
        #expect(Moment(rfc3339: "2024-02-29T00:00:00Z")?.description == "2024-02-29T00:00:00Z")
        for text in [
            "", "2026-11-24", "2026-11-24T17:23:01", "2026-13-24T17:23:01Z",
            "2026-11-24T17:23:01+01:00", "2026-11-24T17:23:01.Z", "2026-11-24t17:23:01Z",
        ] { #expect(Moment(rfc3339: text) == nil, "\(text)") }
        for seconds in [Double.nan, .infinity, 0, -1, 1e300] { #expect(Moment(seconds) == nil) }
    }
}
