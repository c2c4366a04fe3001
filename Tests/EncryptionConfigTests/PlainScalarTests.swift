import EncryptionConfig
import Testing

/// What kubectl writes without quotes, as go-yaml 2 resolves it.
@Suite struct PlainScalarTests {
    @Test(
        "read as something else",
        arguments: [
            "", "~", "null", "Null", "y", "N", "yes", "Off", "TRUE", "1", "-1", "+1", "0x1F",
            "0o17",
            "017", "0b11", "1_000", "1e3", ".5", ".inf", "-.INF", ".NaN", "2026-01-02",
            "2026-11-20T23:45:56Z", "<<", "1:30", "-190:20:30", "1:30.5", "0:0",
        ]
    )
    func isSomethingElse(_ text: String) {
        #expect(!PlainScalar.isText(text))
    }

    @Test(
        "read as text",
        arguments: [
            "a", "yES", "nULL", "1.2.3", "1:60", "1:", ":30", "1:2:a", "2026-13-02", "0x", "1e",
            "=",
            "v1", "-", "+", ".", "_1", "10.0.0.1", "a:b", "0.0.0.0:443", "1:5:123",
        ]
    )
    func isText(_ text: String) {
        #expect(PlainScalar.isText(text))
    }
}
