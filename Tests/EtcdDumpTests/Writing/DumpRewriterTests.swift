import TestSupport
import Testing

@testable import EtcdDump

@Suite struct DumpRewriterTests {
    /// The text after every value went through `change`; nil leaves it.
    private func rewrite(
        _ bytes: [UInt8],
        pieceSize: Int = DumpReader.pieceSize,
        _ change: ([UInt8], [UInt8]) -> [UInt8]?,
    ) throws -> [UInt8] {
        try withDump(bytes, pieceSize: pieceSize) { reader in
            reader.keepsText = true
            var output: [UInt8] = []
            while let batch = try reader.nextBatch() {
                var rewriter = DumpRewriter(batch)
                try batch.forEachPlaced { key, value, _, entry in
                    let old = array(value)
                    if let new = change(array(key), old) {
                        rewriter.replaceValue(of: entry, with: new.span)
                    }
                }
                output += rewriter.finish()
            }
            return output
        }
    }

    @Test(arguments: [1, 900, 70_000, DumpReader.pieceSize])
    func nothingReplacedIsTheSameText(_ pieceSize: Int) throws {
        let bytes = try TestData.bytes("cluster/stage-4-wild.json")
        #expect(try rewrite(bytes, pieceSize: pieceSize) { _, _ in nil } == bytes)
    }

    @Test func theSameValuesAreTheSameText() throws {
        let bytes = try TestData.bytes("cluster/stage-4-wild.json")
        #expect(try rewrite(bytes) { _, value in value } == bytes)
    }

    @Test(arguments: [1, 50, 4096])
    func onlyTheValueChanges(_ pieceSize: Int) throws {
        let text = """
            { "header" : {"id":15875391935852295136},
              "kvs":[{"value":"AAEC","key":"L2E=" ,"mod_revision":99999999999999999999},
                {"key":"L2I=", "lease" : "7"
                }, {"key":"L2M=","value":null}, {"key":"L2Q=","value":""},{"key":"L2U=","value":"A\\u0041=="}
              ] }

            """
        let expected = """
            { "header" : {"id":15875391935852295136},
              "kvs":[{"value":"/////w==","key":"L2E=" ,"mod_revision":99999999999999999999},
                {"key":"L2I=", "lease" : "7","value":"/////w=="
                }, {"key":"L2M=","value":"/////w=="}, {"key":"L2Q=","value":"/////w=="},{"key":"L2U=","value":"/////w=="}
              ] }

            """
        let rewritten = try rewrite(Array(text.utf8), pieceSize: pieceSize) { _, _ in
            [0xff, 0xff, 0xff, 0xff]
        }
        #expect(String(decoding: rewritten, as: UTF8.self) == expected)
    }

    @Test func anEmptyValueIsNotAdded() throws {
        let text = Array(#"{"kvs":[{"key":"L2E="},{"key":"L2I=","value":"AAEC"}]}"#.utf8)
        let rewritten = try rewrite(text) { _, _ in [] }
        #expect(
            String(decoding: rewritten, as: UTF8.self)
                == #"{"kvs":[{"key":"L2E="},{"key":"L2I=","value":""}]}"#
        )
    }

    @Test func onlyTheChosenKeyChanges() throws {
        let bytes = try TestData.bytes("cluster/stage-4-wild.json")
        let key = Array("/registry/secrets/prod/large".utf8)
        let rewritten = try rewrite(bytes) { name, _ in name == key ? [1, 2, 3] : nil }
        let before = try withDump(bytes) { try readAll($0) }
        let after = try withDump(rewritten) { try readAll($0) }
        #expect(after.map(\.key) == before.map(\.key))
        let changed = zip(before, after).filter { $0.value != $1.value }
        #expect(changed.map(\.1.key) == [key])
        #expect(changed.map(\.1.value) == [[1, 2, 3]])
    }
}
