import EtcdModel
import Foundation
import TestSupport
import Testing
import WireFormats

@testable import EtcdDump

struct ReadEntry: Equatable {
    var key: [UInt8]
    var value: [UInt8]
    var modRevision: Int64
    var createRevision: Int64
    var version: Int64
    var lease: Int64
    var hasValue: Bool
}

/// Lends `body` a reader of a pipe or file with these bytes.
func withDump<Result>(
    _ bytes: [UInt8],
    pieceSize: Int = DumpReader.pieceSize,
    _ body: (DumpReader) throws -> Result,
) throws -> Result {
    let file = FileManager.default.temporaryDirectory.appending(path: "dump-\(UUID()).json")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let descriptor = open(file.path(percentEncoded: false), O_RDONLY)
    try #require(descriptor >= 0)
    return try body(
        DumpReader(source: DumpSource(descriptor: descriptor, closes: true), pieceSize: pieceSize)
    )
}

func array(_ span: Span<UInt8>) -> [UInt8] { span.withUnsafeBufferPointer { Array($0) } }

func readAll(_ reader: DumpReader) throws -> [ReadEntry] {
    var entries: [ReadEntry] = []
    while let batch = try reader.nextBatch() {
        try batch.forEachPlaced { key, value, entry, place in
            entries.append(
                ReadEntry(
                    key: array(key),
                    value: array(value),
                    modRevision: entry.modRevision.rawValue,
                    createRevision: entry.createRevision.rawValue,
                    version: entry.version,
                    lease: entry.lease.rawValue,
                    hasValue: place.hasValue,
                )
            )
        }
    }
    return entries
}

func read(_ text: String, pieceSize: Int = DumpReader.pieceSize) throws -> [ReadEntry] {
    try withDump(Array(text.utf8), pieceSize: pieceSize) { try readAll($0) }
}

@Suite struct DumpReaderTests {
    private struct Recorded: Decodable {
        struct Entry: Decodable {
            let key: Data
            let value: Data?
            let mod_revision: Int64
            let create_revision: Int64
            let version: Int64
            let lease: Int64?
        }
        let kvs: [Entry]
    }

    /// Against Foundation's own decoder, for pieces from tiny to larger than the file.
    @Test(
        arguments: ["cluster/stage-1-aescbc.json", "cluster/stage-4-wild.json"],
        [1, 777, 4096, 65_536, 4 << 20],
    )
    func realDumps(_ name: String, _ pieceSize: Int) throws {
        let bytes = try TestData.bytes(name)
        let expected = try JSONDecoder().decode(Recorded.self, from: Data(bytes)).kvs.map {
            ReadEntry(
                key: [UInt8]($0.key),
                value: [UInt8]($0.value ?? Data()),
                modRevision: $0.mod_revision,
                createRevision: $0.create_revision,
                version: $0.version,
                lease: $0.lease ?? 0,
                hasValue: $0.value != nil
            )
        }
        try withDump(bytes, pieceSize: pieceSize) { reader in
            let entries = try readAll(reader)
            #expect(entries == expected)
            #expect(reader.offset == bytes.count)
            #expect(reader.size == bytes.count)
            #expect(reader.sighting.revision != nil && reader.sighting.isWhole)
        }
    }

    private let small = """
        {"header":{"cluster_id":15875391935852295136,"revision":9,"x":[1,{"y":"]}"}]},
         "kvs" : [ {"key":"L2E=","create_revision":2,"mod_revision":9,"version":1,"value":"AAEC"},
          {"value":"","lease":7587862931338436879,"key":"L2I=","mod_revision":"12","other":[{}]},
          {"key":"L2M=","mod_revision":99999999999999999999,"value":null}
         ],"count":3,"more":true}
        {"kvs":[{"key":"L2Q=","value":"\\u0041AE\\u003d"}],"header":{"revision":"10"}}

        """

    /// Every way to cut the text in pieces gives the same entries, and the same text.
    @Test(arguments: 1...40)
    func piecesDoNotMatter(_ pieceSize: Int) throws {
        let whole = try read(small)
        try withDump(Array(small.utf8), pieceSize: pieceSize) { reader in
            let entries = try readAll(reader)
            #expect(entries == whole)
            // The second answer does not say how many keys it stands for.
            // The second key is newer than the answer that holds it.
            #expect(reader.sighting.moment == .several(9...12))
            #expect(reader.sighting.gaps == [.keysMissing(nil), .countMissing])
        }
    }

    @Test func fieldsInAnyOrderAndSpelling() throws {
        let entries = try read(small)
        #expect(entries.map(\.key) == ["/a", "/b", "/c", "/d"].map { Array($0.utf8) })
        #expect(entries.map(\.value) == [[0, 1, 2], [], [], [0, 1]])
        #expect(entries.map(\.modRevision) == [9, 12, 0, 0])
        #expect(entries.map(\.lease) == [0, 7_587_862_931_338_436_879, 0, 0])
        #expect(entries.map(\.hasValue) == [true, true, false, true])
        let gateway = try read(#"{"kvs":[{"key":"L2E=","modRevision":"7","createRevision":"6"}]}"#)
        #expect(gateway.first?.modRevision == 7)
        #expect(gateway.first?.createRevision == 6)
    }

    @Test(arguments: [
        #"{"header":{"revision":1}}"#, #"{"header":{},"kvs":[]}"#, #"{"kvs":null,"header":{}}"#,
        "{}", #"{"count":0}"#, "\u{feff}{\"kvs\":[]}", " \n{\"kvs\":[]} \n {\"kvs\":[]}",
    ])
    func emptyStores(_ text: String) throws {
        #expect(try read(text).isEmpty)
    }

    @Test func keysOnlyIsSeen() throws {
        try withDump(Array(#"{"kvs":[{"key":"L2E="},{"key":"L2I=","value":""}]}"#.utf8)) { reader in
            let entries = try readAll(reader)
            #expect(entries.count == 2)
            #expect(reader.sighting.gaps == [.valuesMissing, .countMissing])
        }
    }

    @Test func oneHugeValue() throws {
        let value = [UInt8](repeating: 0x5a, count: 9 << 20)
        let text =
            #"{"kvs":[{"key":"L2E=","value":""# + Data(value).base64EncodedString() + #""}]}"#
        #expect(try read(text).first?.value == value)
    }

    @Test(
        arguments: [
            ("", 0, 1, .empty), ("  \n", 3, 2, .empty), ("kvs", 0, 1, .notJSON),
            ("[]", 0, 1, .notJSON),
            ("\u{1f}\u{8b}", 0, 1, .notJSON), (#"{"a":1}"#, 6, 1, .notADump),
            ("{\"kvs\":[\n{\"key\":\"L2E=\"}\n{", 24, 3, .json(.expectedCommaOrArrayEnd)),
            (#"{"kvs":[{"key":"L2E="},]}"#, 23, 1, .entryNotAnObject),
            (#"{"kvs":{}}"#, 7, 1, .kvsNotAnArray), (#"{"kvs":[1]}"#, 8, 1, .entryNotAnObject),
            (#"{"kvs":[{}]}"#, 8, 1, .entryWithoutKey),
            (#"{"kvs":[{"key":""}]}"#, 8, 1, .entryWithoutKey),
            (#"{"kvs":[{"key":"L2E=","key":"L2E="}]}"#, 22, 1, .duplicateField(.key)),
            (#"{"kvs":[{"key":1}]}"#, 15, 1, .fieldType(.key)),
            (#"{"kvs":[{"key":"L2E=","value":{}}]}"#, 30, 1, .fieldType(.value)),
            (#"{"kvs":[{"key":"L2E=","version":1.5}]}"#, 32, 1, .fieldType(.version)),
            (#"{"kvs":[{"key":"L2E=","version":"x"}]}"#, 32, 1, .fieldType(.version)),
            (#"{"kvs":[{"key":"L2E=","version":01}]}"#, 32, 1, .fieldType(.version)),
            (#"{"kvs":[{"key":"L2E=","version":true}]}"#, 32, 1, .fieldType(.version)),
            ("{\"kvs\":[\n{\"key\":\"L2*=\"}]}", 19, 2, .base64(.key, .character)),
            (#"{"kvs":[{"key":"L2E=","value":"AAE"}]}"#, 34, 1, .base64(.value, .padding)),
            (#"{"kvs":[{"key":"L2E=","value":"AA\qE"}]}"#, 33, 1, .json(.escape)),
            (#"{"kvs":[{"key":"L2E=","other":"\q"}]}"#, 31, 1, .json(.escape)),
            ("{\"kvs\":[]} x", 11, 1, .json(.trailingText)),
            (#"{"kvs":[]"#, 9, 1, .json(.inputEnded)),
            (#"{"kvs":[] x"#, 10, 1, .json(.expectedCommaOrObjectEnd)),
        ] as [(String, Int, Int, DumpError.Problem)]
    )
    func errorsNameThePlace(
        _ text: String,
        _ offset: Int,
        _ line: Int,
        _ problem: DumpError.Problem,
    ) throws {
        let error = #expect(throws: DumpError.self) { try read(text) }
        #expect(error == DumpError(problem: problem, offset: offset, line: line))
        #expect(error?.description.isEmpty == false)
    }

    /// An escape makes the text be read as JSON does, where a byte that is no UTF-8 stands for three.
    @Test func base64ThatGrows() throws {
        for count in [1, 3, 5, 9, 400] {
            let dump =
                Array(#"{"kvs":[{"key":"L2E=","value":"\u0041"#.utf8)
                + [UInt8](repeating: 0xff, count: count) + Array(#""}]}"#.utf8)
            let error = #expect(throws: DumpError.self) { try withDump(dump) { try readAll($0) } }
            #expect(error?.offset == 31, "\(count)")
        }
    }

    @Test func gzipIsRecognised() throws {
        #expect(throws: DumpError(problem: .gzip, offset: 0, line: 1)) {
            try withDump([0x1f, 0x8b, 0x08, 0, 0]) { try readAll($0) }
        }
    }

    @Test func aMissingFileIsNamedByTheSystem() throws {
        let error = #expect(throws: DumpError.self) { try DumpReader(path: "/nonexistent/dump") }
        #expect(
            error?.description == "/nonexistent/dump: cannot open it: No such file or directory"
        )
    }

    /// Cut anywhere, a dump is an error that names the end: there is no shorter dump inside one.
    @Test func everyCutIsSeen() throws {
        let bytes = Array(small.utf8)
        let firstObject = try #require(small.range(of: "true}")).upperBound
        let whole = small.utf8.distance(from: small.utf8.startIndex, to: firstObject)
        for length in 1..<(bytes.count - 1) where length < whole || length > whole + 1 {
            let cut = Array(bytes[..<length])
            let error = #expect(throws: DumpError.self) {
                try withDump(cut, pieceSize: 16) { try readAll($0) }
            }
            #expect(error?.problem == .json(.inputEnded))
            #expect(error?.offset == length)
        }
    }

    @Test func realDumpsCutAnywhere() throws {
        let bytes = try TestData.bytes("cluster/stage-4-wild.json")
        for length in stride(from: 1, to: bytes.count - 2, by: 40_009) {
            let cut = Array(bytes[..<length])
            let error = #expect(throws: DumpError.self) {
                try withDump(cut) { while try $0.nextBatch() != nil {} }
            }
            #expect(error?.offset == length)
        }
    }

    /// Random changes: entries or an error, and no crash.
    @Test func randomDamage() throws {

        let bytes = Array(small.utf8)
        var read = 0
        for _ in 0..<3_000 {
            var changed = bytes
            for _ in 0...Int.random(in: 0...3) {
                changed[Int.random(in: 0..<changed.count)] = UInt8.random(in: 0...255)
            }
            do {
                read += try withDump(changed, pieceSize: Int.random(in: 1...300)) {
                    try readAll($0).count
                }
            } catch let error as DumpError {
                #expect(!error.description.isEmpty)
            }
        }
        #expect(read > 0)
    }
}
