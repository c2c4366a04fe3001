import EncryptionConfig
import Testing

@testable import Providers

@Suite("messages that are known but for their data") struct KnownMessagesTests {
    private let prefix = Array("k8s:enc:kms:v2:vault:".utf8)

    private func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        [number << 3 | 2, UInt8(bytes.count)] + bytes
    }

    private func rest(_ source: UInt8) -> [UInt8] {
        field(2, Array("kek".utf8)) + field(3, [UInt8](repeating: source, count: 40))
    }

    private func value(_ source: UInt8, data: [UInt8], plugin: String = "vault") -> [UInt8] {
        Array("k8s:enc:kms:v2:\(plugin):".utf8) + field(1, data) + rest(source)
    }

    private func note(_ stored: [UInt8], in known: inout KnownMessages) throws -> Int? {
        let envelope = Envelope(stored.span)
        return known.note(stored.span, try #require(envelope))
    }

    private func find(_ stored: [UInt8], in known: KnownMessages) -> (
        number: Int, data: Range<Int>
    )? {
        known.find(stored.span)
    }

    @Test("finds other data of the same source")
    func finds() throws {
        var known = KnownMessages()
        #expect(find(value(1, data: [9]), in: known) == nil)
        #expect(try note(value(1, data: [9]), in: &known) == 0)
        #expect(try note(value(2, data: [9]), in: &known) == 1)
        for count in [1, 2, 100, 127] {
            let stored = value(2, data: [UInt8](repeating: 7, count: count))
            let found = try #require(find(stored, in: known))
            #expect(found.number == 1)
            #expect(found.data == (prefix.count + 2)..<(prefix.count + 2 + count))
        }
        known.forget()
        #expect(find(value(1, data: [9]), in: known) == nil)
    }

    @Test("finds nothing for another plugin, source, key id or length")
    func others() throws {
        var known = KnownMessages()
        _ = try note(value(1, data: [9]), in: &known)
        var longer = value(1, data: [9])
        longer[prefix.count + 1] += 1
        let strangers = [
            value(1, data: [9], plugin: "other"), value(3, data: [9]),
            prefix + field(1, [9]) + field(2, Array("kuk".utf8))
                + field(3, [UInt8](repeating: 1, count: 40)),
            prefix + field(1, []) + rest(1), prefix + rest(1), longer,
            Array(value(1, data: [9]).dropLast()), Array(value(1, data: [9]).suffix(20)), [],
        ]
        for stranger in strangers { #expect(find(stranger, in: known) == nil) }
    }

    @Test("notes no message that has its data elsewhere, or twice")
    func dataElsewhere() throws {
        var known = KnownMessages()
        #expect(try note(prefix + rest(1) + field(1, [9]), in: &known) == nil)
        // Protobuf takes the last.
        #expect(try note(prefix + field(1, [9]) + rest(1) + field(1, [8]), in: &known) == nil)
        #expect(find(prefix + field(1, [9]) + rest(1) + field(1, [8]), in: known) == nil)
    }

    @Test("keeps sixteen, and forgets the oldest first")
    func bounded() throws {
        var known = KnownMessages()
        for source in 0..<20 {
            #expect(try note(value(UInt8(source), data: [1]), in: &known) == source % 16)
        }
        for source in 0..<20 {
            let found = find(value(UInt8(source), data: [2, 3]), in: known)
            #expect(found?.number == (source < 4 ? nil : source % 16))
        }
    }
}
