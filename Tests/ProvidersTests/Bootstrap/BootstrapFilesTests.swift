import Foundation
import Providers
import TestSupport
import Testing

/// What k3s and RKE2 keep under `/bootstrap/`, against values that another implementation made.
@Suite struct BootstrapFilesTests {
    private struct Vector: Decodable {
        let etcdKey: String
        let value: String
        let valueOfOldReleases: String
        let configuration: String
    }

    private static func vector() throws -> Vector {
        try JSONDecoder().decode(Vector.self, from: Data(TestData.bytes("k3s/bootstrap.json")))
    }

    private static func token() throws -> ServerToken {
        try #require(token(String(decoding: TestData.bytes("k3s/token"), as: UTF8.self)))
    }

    private static func token(_ text: String) -> ServerToken? {
        let bytes = Array(text.utf8)
        return ServerToken(file: bytes.span)
    }

    private func configuration(_ value: String, _ key: String, _ token: ServerToken) throws
        -> String?
    {
        let files = try BootstrapFiles(
            opening: Array(value.utf8).span,
            etcdKey: Array(key.utf8),
            with: token
        )
        return try files.withContent(of: .configuration) { content in
            String(decoding: content.indices.map { content[$0] }, as: UTF8.self)
        }
    }

    @Test("a whole token and its password alone lead to one value")
    func tokens() throws {
        let vector = try Self.vector()
        let key = Array(vector.etcdKey.utf8)
        #expect(try Self.token().etcdKeys().first == key)
        let alone = try #require(Self.token(" correct horse\r\n"))
        #expect(try alone.etcdKeys() == [key])
        #expect(try configuration(vector.value, vector.etcdKey, alone) == vector.configuration)
        #expect(Self.token(" \n") == nil)
        // No hash of an authority, so the whole text counts.
        let other = try #require(Self.token("K10abc::server:correct horse"))
        #expect(try other.etcdKeys().contains(key) == false)
    }

    @Test("the configuration is found in the form of every release")
    func opened() throws {
        let vector = try Self.vector()
        for value in [vector.value, vector.valueOfOldReleases] {
            let found = try configuration(value, vector.etcdKey, Self.token())
            #expect(found == vector.configuration)
        }
    }

    @Test("another token, a changed byte and a cut value are told apart")
    func refused() throws {
        let vector = try Self.vector()
        let other = try #require(Self.token("wrong horse"))
        #expect(throws: BootstrapFailure.otherToken) {
            try configuration(vector.value, vector.etcdKey, other)
        }
        var changed = Array(vector.value.utf8)
        changed[60] = changed[60] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        #expect(throws: BootstrapFailure.authenticationFailed) {
            try configuration(
                String(decoding: changed, as: UTF8.self),
                vector.etcdKey,
                Self.token()
            )
        }
        for text in ["", ":", "0123456789abcdef", ":AAAA", "0123456789abcdef:*"] {
            #expect(throws: BootstrapFailure.malformed) {
                try configuration(text, vector.etcdKey, Self.token())
            }
        }
        for end in stride(from: 17, to: vector.value.utf8.count, by: 97) {
            #expect(throws: BootstrapFailure.self) {
                try configuration(
                    String(vector.value.prefix(end)),
                    vector.etcdKey,
                    Self.token()
                )
            }
        }
    }

    @Test("another configuration takes the place of the old one, and nothing else changes")
    func replaced() throws {
        let vector = try Self.vector()
        let key = Array(vector.etcdKey.utf8)
        let token = try Self.token()
        for value in [vector.value, vector.valueOfOldReleases] {
            let files = try BootstrapFiles(
                opening: Array(value.utf8).span,
                etcdKey: key,
                with: token
            )
            let new = try files.replacing(
                [
                    (.stage, Array("reencrypt_finished-00".utf8)),
                    (.configuration, Array("{}".utf8)),
                ],
                time: "2026-11-25T03:15:00Z"
            )
            let sealed = try new.sealed(etcdKey: key, with: token)
            let text = String(decoding: sealed, as: UTF8.self)
            #expect(try configuration(text, vector.etcdKey, token) == "{}")
            // Salt and nonce are never used twice.
            #expect(sealed.prefix(60) != Array(value.utf8).prefix(60))
            let back = try BootstrapFiles(opening: sealed.span, etcdKey: key, with: token)
            let again = try back.replacing(
                [(.configuration, Array(vector.configuration.utf8))],
                time: "2026-08-20T10:11:12.123456789Z"
            ).sealed(etcdKey: key, with: token)
            let stage = try BootstrapFiles(opening: again.span, etcdKey: key, with: token)
                .withContent(of: .stage) { $0.count }
            #expect(stage == (value == vector.value ? 21 : nil))
        }
    }
}
