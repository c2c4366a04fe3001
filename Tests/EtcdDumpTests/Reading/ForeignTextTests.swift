import EtcdModel
import Foundation
import TestSupport
import Testing

@testable import EtcdDump

/// Texts in a dump that nobody asked for.
@Suite("a text in an unknown field of a dump")
struct ForeignTextTests {
    private static let entry = #"{"key":"L2E=","value":"eA==","mod_revision":2}"#

    @Test(
        "is passed over in pieces of any size",
        arguments: [1, 2, 3, 5, 7, 16, 1 << 19]
    )
    func pieces(_ pieceSize: Int) throws {
        let text =
            #"{"note":"a \" b \\ \u00e9 \/ \n {}[],","#
            + #""header":{"revision":2},"other":"","kvs":[\#(Self.entry)],"more":"x"}"#
        let entries = try read(text, pieceSize: pieceSize)
        #expect(entries.map(\.key) == [Array("/a".utf8)])
    }

    @Test(
        "is held to the rules of JSON",
        arguments: [
            #"{"note":"\x","kvs":[]}"#, #"{"note":"\u12g4","kvs":[]}"#,
            "{\"note\":\"\u{1}\",\"kvs\":[]}", #"{"kvs":[],"note":"abc"#, #"{"kvs":[],"note":"\"#,
            #"{"kvs":[],"note":"\u12"#,
        ]
    )
    func broken(_ text: String) {
        for size in [1, 4, 1 << 19] {
            #expect(throws: DumpError.self) { try read(text, pieceSize: size) }
        }
    }

    @Test("is never held whole")
    func memory() throws {
        let head = #"{"header":{"revision":2},"note":""#
        let tail = #"","kvs":[\#(Self.entry)],"count":1}"#
        let note = [UInt8](repeating: UInt8(ascii: "n"), count: 24 << 20)
        try withDump(Array(head.utf8) + note + Array(tail.utf8), pieceSize: 1 << 16) { reader in
            var (entries, largest) = (0, 0)
            while let batch = try reader.nextBatch() {
                entries += batch.count
                largest = max(largest, batch.text.capacity)
            }
            #expect(entries == 1)
            // Where all of it was held before.
            #expect(largest <= 4 << 16, "\(largest) bytes")
        }
    }
}
