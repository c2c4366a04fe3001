import EtcdDump
import Foundation
import KubernetesModel
import TestSupport
import Testing

/// One value, in the forms in which people hand it over.
@Suite struct HandedValueTests {
    private static let key = Array("/registry/secrets/default/db".utf8)

    private static func read(_ input: [UInt8]) -> HandedValue {
        HandedValue(input) { StoredFormat.looksStored($0) }
    }

    /// What was stored by a real API server: of every provider, of every kind, as JSON.
    static let recorded: [[UInt8]] = {
        var values = RecordedValue.all.map { Array($0.stored) }
        for stage in ["1-aescbc", "4-wild"] {
            let text = (try? TestData.bytes("cluster/stage-\(stage).json")) ?? []
            let dump = try? JSONDecoder().decode(Dump.self, from: Data(text))
            values += (dump?.kvs ?? []).map { Array($0.value ?? Data()) }
        }
        let folder = TestData.path("kinds")
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasSuffix(".pb") {
            values.append((try? TestData.bytes("kinds/\(name)")) ?? [])
        }
        return values
    }()

    private struct Dump: Decodable {
        struct Entry: Decodable { var value: Data? }
        var kvs: [Entry]
    }

    @Test("every recorded value is taken as it is")
    func recordedValues() {
        #expect(Self.recorded.count > 1_200)
        for value in Self.recorded {
            let read = Self.read(value)
            #expect(read.bytes == value)
            #expect(read.forms.isEmpty && read.etcdKey == nil && read.trouble == nil)
        }
    }

    @Test("random bytes are taken as they are, with any header and without")
    func randomBytes() {
        var random = SeededGenerator(seed: 20_261_124)
        let heads = [
            "", "k8s:enc:aescbc:v1:key1:", "k8s:enc:aesgcm:v1:a:b:", "k8s:enc:secretbox:v1:\\x41:",
            "k8s:enc:kms:v2:plugin:", "k8s\0", "/registry/x\n", "\"", "'", "value: ", "\n", "{",
            "00000000: ", "0000000 ", "\u{7}",
        ]
        for count in 0..<6_000 {
            let head = heads[count % heads.count]
            let body = (0..<(28 + count / 60)).map { _ in UInt8.random(in: 0...255, using: &random)
            }
            for end in [[], [0x0a], [0x22]] as [[UInt8]] {
                let value = Array(head.utf8) + body + end
                let read = Self.read(value)
                #expect(read.bytes == value)
                #expect(read.forms.isEmpty)
            }
        }
    }

    /// The forms of a value, and whether its key comes along.
    static func forms(_ value: [UInt8]) -> [(HandedForm, [UInt8], hasKey: Bool)] {
        let data = Data(value)
        let base64 = data.base64EncodedString()
        let bare = base64.replacing("=", with: "")
        let ofURLs = bare.replacing("+", with: "-").replacing("/", with: "_")
        let key64 = Data(key).base64EncodedString()
        let escapes = value.map { #"\x"# + hex($0) }.joined()
        let pair =
            #""key":"\#(key64)","create_revision":2,"mod_revision":7,"version":1,"value":"\#(base64)""#
        let fields = """
            "ClusterID" : 14841639068965178418
            "Revision" : 9
            "Key" : "/registry/secrets/default/db"
            "ModRevision" : 7
            "Value" : "\(escapes)"
            "Lease" : 0
            "Count" : 1

            """
        let record = field(1, key) + [0x10, 2, 0x18, 7, 0x20, 1] + field(5, value)
        let answer = field(1, [8, 1, 16, 2, 24, 9, 32, 2]) + field(2, record) + [0x20, 1]
        let texts: [(HandedForm, String, Bool)] = [
            (.base64, base64, false), (.base64, bare + "\n", false), (.base64, ofURLs, false),
            (.base64, data.base64EncodedString(options: .lineLength64Characters), false),
            (.quoted, "\"\(base64)\"", false), (.quoted, "'\(bare)',\n", false),
            (.quoted, "\u{201c}\(base64)\u{201d}", false), (.quoted, "`\(base64)`", false),
            (.quoted, "b'\(escapes)'", false), (.quoted, escapes, false),
            (.fields, "value: \(base64)\n", false), (.fields, "    value: '\(base64)'", false),
            (.fields, "\"value\":\"\(base64)\"", false),
            (.fields, "  \"value\": \"\(base64)\",\r\n", false), (.fields, pair, true),
            (.fields, "- key: \(key64)\n  mod_revision: 7\n  value: \(bare)\n", true),
            (.fields, "value: >-\n  \(base64.prefix(20))\n  \(base64.dropFirst(20))\n", false),
            (.fields, "\"Value\" : \"\(escapes)\"", false), (.keyValueObject, "{\(pair)}", true),
            (.etcdctlFields, fields, true),
            (.etcdctlFields, fields.replacing("\n", with: "\r\n"), true),
            (.etcdctlJSON, "{\"header\":{\"revision\":9},\"kvs\":[{\(pair)}],\"count\":1}\n", true),
            (.hex, value.map(hex).joined(), false),
            (.hex, value.map(hex).joined(separator: ":"), false),
            (.hex, value.map { "0x" + hex($0) }.joined(separator: ", ") + "\n", false),
        ]
        return texts.map { ($0, Array($1.utf8), $2) } + [
            (.etcdctlProtobuf, answer, true), (.record, record, true),
            (.etcdctl, key + [0x0a] + value + [0x0a], true),
            (.quoted, [0x22] + value + [0x22, 0x0a], false),
            (.utf16, [0xff, 0xfe] + base64.utf16.flatMap { [UInt8($0 & 0xff), 0] }, false),
        ]
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }

    private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
        var (length, rest): ([UInt8], Int) = ([], bytes.count)
        while rest > 0x7f {
            length.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        return [number << 3 | 2] + length + [UInt8(rest)] + bytes
    }

    @Test("each form gives the value, and its key where it has one")
    func allForms() {
        var random = SeededGenerator(seed: 7)
        let json = Array(#"{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a\"b"}}"#.utf8)
        var values = [json + [0x0a], Array("k8s\0\u{a}\u{2}\u{a}\u{0}".utf8)]
        for count in 32..<60 {
            values.append(
                Array("k8s:enc:aescbc:v1:key1:".utf8)
                    + (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            )
        }
        for value in values {
            for (form, text, hasKey) in Self.forms(value) {
                let read = Self.read(text)
                #expect(read.bytes == value, "\(form): \(String(decoding: text, as: UTF8.self))")
                #expect(read.forms.first == form)
                #expect((read.etcdKey == Self.key) == hasKey)
                // Two at once.
                let twice = Self.read(Array(Data(text).base64EncodedString().utf8))
                #expect(twice.bytes == value, "base64 of \(form)")
                #expect(twice.forms.prefix(2) == [.base64, form] || form == .base64)
            }
        }
    }

    @Test("an answer of etcd's holds a value, whatever that may be; its last write is told")
    func answers() {
        let value = Array("12345".utf8)
        for (form, text, _) in Self.forms(value) {
            let read = Self.read(text)
            switch form {
            case .etcdctlJSON, .etcdctlFields, .etcdctlProtobuf:
                #expect(read.bytes == value)
                #expect(read.modRevision == 7)
            default:
                #expect(read.bytes == text)
            }
        }
    }

    @Test(
        "what is more than a value, or less",
        arguments: [
            (#"{"header":{"revision":9},"kvs":[{"key":"YQ=="},{"key":"Yg=="}]}"#, .severalKeys(2)),
            (#"{"header":{"revision":9}}"#, .noKey), ("\"Revision\" : 9\n\"Count\" : 0\n", .noKey),
            (
                "\"Key\" : \"/a\"\n\"Value\" : \"b\"\n\"Key\" : \"/c\"\n\"Value\" : \"d\"\n",
                .severalKeys(2)
            ),
            ("\u{a}\u{6}\u{8}\u{1}\u{10}\u{1}\u{18}\u{9}", .noKey),
            ("/a\nk8s:enc:aescbc:v1:k:\u{1}\n/b\nk8s:enc:aescbc:v1:k:\u{2}\n", .severalKeys(nil)),
            ("00000010  6b 38 73 3a\n00000014\n", .brokenListing),
            ("00000000: 6b38 733a 656e\n00000010: 6b38\n", .brokenListing),
            ("azhzOmVuYzphZXNjYmM6djE6a2V5MT…", .brokenBase64),
        ] as [(String, HandedTrouble)]
    )
    func trouble(_ text: String, _ trouble: HandedTrouble) {
        let read = Self.read(Array(text.utf8))
        #expect(read.trouble == trouble)
        #expect(read.bytes == Array(text.utf8))
    }

    @Test(
        "what is not certain stays as it is",
        arguments: [
            "", "\n", "hello", "value: hello", "\"hello\"", "6b38", "12345", "aGVsbG8=",
            "eyJhbGciOiJIUzI1NiJ9", "{}", "{\"kvs\":[]}", "{\"value\":\"aGVsbG8=\"}",
            "\"Value\" : \"k8s:enc:", "apiVersion: v1\nkind: Secret\n", "/registry/a\n\n",
        ]
    )
    func uncertain(_ text: String) {
        let read = Self.read(Array(text.utf8))
        #expect(read.bytes == Array(text.utf8))
        #expect(read.forms.isEmpty && read.trouble == nil)
    }

    @Test("no input, however broken, does harm")
    func mutations() {
        var random = SeededGenerator(seed: 3)
        let value = Array("k8s:enc:aescbc:v1:key1:".utf8) + (0..<40).map { UInt8($0 * 5) }
        for (_, text, _) in Self.forms(value) {
            for _ in 0..<200 {
                var broken = text
                let index = Int.random(in: 0..<broken.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: broken.removeSubrange(index...)
                case 1: broken[index] = UInt8.random(in: 0...255, using: &random)
                default: broken.remove(at: index)
                }
                let read = Self.read(broken)
                // What is not read as a form stays as it is.
                #expect(!read.forms.isEmpty || read.bytes == broken)
            }
        }
    }
}
