import EtcdDump
import EtcdModel
import Foundation
import TestSupport
import Testing
import WireFormats

@testable import KubernetesModel

/// `demo/empty` as kube-apiserver 1.36 stored it.
let demoSecret = hexBytes(
    """
    6b387300 0a0c 0a027631 1206536563726574
    129501 0a8a01
    0a05656d707479 1200 1a0464656d6f 2200
    2a2436636562396334622d303734312d343338642d613430382d353537383234623135633565
    3200 3800 420808fead83d8061000
    8a0142 0a0d507974686f6e2d75726c6c6962 1206557064617465 1a027631 220808fead83d8061000
      32084669656c64735631 3a0f0a0d7b22663a74797065223a7b7d7d 4200
    1a064f7061717565
    1a00 2200
    """
)

func hexBytes(_ text: String) -> [UInt8] {
    let digits = text.filter { $0.isHexDigit }.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Any JSON of Foundation as a tree, to compare with.
func tree(_ object: Any) -> KubernetesValue {
    switch object {
    case let object as [String: Any]:
        .sorted(object.map { .init(key: $0.key, value: tree($0.value)) })
    case let array as [Any]: .array(array.map(tree))
    case let text as String: .string(text)
    case is NSNull: .null
    case let number as NSNumber:
        CFBooleanLike(number) ? .bool(number.boolValue) : .number(number.stringValue)
    default: .null
    }
}

private func CFBooleanLike(_ number: NSNumber) -> Bool {
    String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
}

@Suite struct StoredObjectTests {
    @Test func theSecretOfTheFacts() throws {
        #expect(demoSecret.count == 174)
        let object = try StoredObject(plaintext: demoSecret.span)
        #expect(object.apiVersion == "v1")
        #expect(object.kind == "Secret")
        #expect(object.isComplete)
        #expect(object.uid == "6ceb9c4b-0741-438d-a408-557824b15c5e")
        var text: [UInt8] = []
        object.tree(modRevision: 42, managedFields: true).writeJSON(to: &text, indentation: 2)
        #expect(
            String(decoding: text, as: UTF8.self) == """
                {
                  "apiVersion": "v1",
                  "kind": "Secret",
                  "metadata": {
                    "creationTimestamp": "2026-11-20T23:25:50Z",
                    "managedFields": [
                      {
                        "apiVersion": "v1",
                        "fieldsType": "FieldsV1",
                        "fieldsV1": {
                          "f:type": {}
                        },
                        "manager": "Python-urllib",
                        "operation": "Update",
                        "time": "2026-11-20T23:25:50Z"
                      }
                    ],
                    "name": "empty",
                    "namespace": "demo",
                    "resourceVersion": "42",
                    "uid": "6ceb9c4b-0741-438d-a408-557824b15c5e"
                  },
                  "type": "Opaque"
                }
                """
        )
        #expect(object.tree(modRevision: nil)["metadata"]?["managedFields"] == nil)
    }

    /// Every part of metadata that the recorded objects lack.
    @Test func allOfTheMetadata() throws {
        var metadata: [UInt8] = []
        metadata += bytesField(1, "n") + bytesField(2, "g-") + bytesField(4, "/link")
        metadata += [0x38, 0x07, 0x4a, 0x02, 0x08, 0x00, 0x50, 0x00]
        metadata += bytesField(11, bytesField(1, "b") + bytesField(2, "2"))
        metadata += bytesField(11, bytesField(1, "a") + bytesField(2, "1"))
        metadata += bytesField(12, bytesField(1, "x.y/z"))
        metadata += bytesField(
            13,
            bytesField(1, "Pod") + bytesField(3, "p") + bytesField(4, "u") + bytesField(5, "v1")
                + [0x30, 0x01, 0x38, 0x00]
        )
        metadata += bytesField(14, "f1") + bytesField(14, "f2")
        let plaintext = envelope("v1", "Secret", bytesField(1, metadata) + [0x28, 0x00])
        let object = try StoredObject(plaintext: plaintext.span)
        let expected = try JSONSerialization.jsonObject(
            with: Data(
                """
                {"apiVersion":"v1","kind":"Secret","immutable":false,"metadata":{"name":"n",
                "generateName":"g-","selfLink":"/link","generation":7,
                "deletionTimestamp":"1970-01-01T00:00:00Z","deletionGracePeriodSeconds":0,
                "labels":{"a":"1","b":"2"},"annotations":{"x.y/z":""},
                "ownerReferences":[{"kind":"Pod","name":"p","uid":"u","apiVersion":"v1",
                "controller":true,"blockOwnerDeletion":false}],"finalizers":["f1","f2"]}}
                """.utf8
            )
        )
        #expect(object.tree(modRevision: nil) == tree(expected))
    }

    @Test func unknownKindsHaveTheirMetadata() throws {
        let plaintext = envelope(
            "apps/v1",
            "Gadget",
            bytesField(1, bytesField(1, "web")) + bytesField(2, "spec")
        )
        let object = try StoredObject(plaintext: plaintext.span)
        #expect(!object.isComplete)
        #expect(object.name == "web")
        #expect(object.tree(modRevision: 5)["apiVersion"] == .string("apps/v1"))
        #expect(object.tree(modRevision: 5)["metadata"]?["resourceVersion"] == .string("5"))
    }

    /// What the API returned for the objects that the dump holds unencrypted.
    @Test func plaintextObjectsOfARealCluster() throws {
        let api = try #require(
            JSONSerialization.jsonObject(with: Data(TestData.bytes("cluster/api-objects.json")))
                as? [String: [String: Any]]
        )
        let reader = try DumpReader(path: TestData.path("cluster/stage-4-wild.json"))
        let classifier = EtcdKeyClassifier()
        var compared = 0
        while let batch = try reader.nextBatch() {
            try batch.forEach { key, value, entry in
                guard StoredFormat(of: value) != .encrypted else { return }
                let classified = classifier.classify(key)
                #expect(
                    ObjectIdentity.mismatch(plaintext: value, key: key, classified: classified)
                        == nil
                )
                let object = try StoredObject(plaintext: value)
                let tree = object.tree(modRevision: entry.modRevision.rawValue)
                guard case .object(let resource, _, _) = classified,
                    let expected = api[
                        "\(resource.groupResource.resource)/\(object.namespace)/\(object.name)"
                    ]
                else { return }
                for field in ["binaryData", "data", "immutable", "spec", "type"] {
                    let wanted = KubernetesModelTests.tree(expected[field] ?? NSNull())
                    #expect((tree[field] ?? .null) == wanted, "\(object.name) \(field)")
                }
                #expect(
                    tree["metadata"]?["resourceVersion"]
                        == KubernetesModelTests.tree(expected["resourceVersion"] ?? NSNull())
                )
                #expect(object.uid == expected["uid"] as? String)
                compared += 1
            }
        }
        #expect(compared == 29)
    }

    @Test func everyTruncationIsAnErrorOrLess() {
        for length in 0..<demoSecret.count {
            let cut = Array(demoSecret[..<length])
            // At the end of a field of the envelope a shorter message is a message.
            guard let object = try? StoredObject(plaintext: cut.span) else { continue }
            #expect([4, 18, 170, 172].contains(length), "\(length) \(object)")
        }
    }

    @Test func randomDamageIsAnErrorOrATree() {
        let json = Array(#"{"apiVersion":"a.b/v1","metadata":{"name":"x","l":[1,{}]}}"#.utf8)
        let cbor = hexBytes(
            "d9d9f7 a2 446b696e64 46576964676574 4473706563 bf 4161 9f 01 fb3ff8000000000000 ff ff"
        )
        for good in [demoSecret, json, cbor] {
            #expect(throws: Never.self) { try StoredObject(plaintext: good.span) }
            for _ in 0..<3_000 {
                var bytes = good
                for _ in 0...Int.random(in: 0...3) {
                    bytes[Int.random(in: 3..<bytes.count)] = UInt8.random(in: 0...255)
                }
                bytes.removeLast(Int.random(in: 0...2))
                do {
                    let object = try StoredObject(plaintext: bytes.span)
                    var text: [UInt8] = []
                    object.tree(modRevision: 1).writeJSON(to: &text)
                    let json = try? JSONSerialization.jsonObject(with: Data(text))
                    #expect(json != nil || object.format != .protobuf)
                } catch {
                    #expect(!"\(error)".isEmpty)
                }
            }
        }
    }

    @Test(
        arguments: [
            ([], .unknownFormat), ([0x6b, 0x38, 0x73], .unknownFormat),
            (Array("k8s:enc:aescbc:v1:k:".utf8), .encrypted),
            (Array("{".utf8), .json(JSONError(.inputEnded, at: 1))),
            (Array("{} {}".utf8), .json(JSONError(.trailingText, at: 3))),
            ([0xd9, 0xd9, 0xf7, 0x01], .notAnObject),
            ([0xd9, 0xd9, 0xf7], .encoding(WireFormatError(.truncated, at: 3))),
            (
                [0x6b, 0x38, 0x73, 0x00, 0x12, 0x05],
                .encoding(WireFormatError(.lengthBeyondInput, at: 5))
            ),
            (
                [0x6b, 0x38, 0x73, 0x00, 0x10, 0x05],
                .encoding(WireFormatError(.unexpectedWireType, at: 5))
            ),
        ] as [([UInt8], ObjectError)]
    )
    func brokenObjectsAreErrors(_ bytes: [UInt8], _ error: ObjectError) {
        #expect(throws: error) { try StoredObject(plaintext: bytes.span) }
        #expect(!error.description.isEmpty)
    }

    @Test func deepTreesAreRefused() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array(
                (String(repeating: "{\"a\":", count: levels) + "1"
                    + String(repeating: "}", count: levels)).utf8
            )
        }
        #expect(throws: Never.self) { try StoredObject(plaintext: nested(500).span) }
        #expect(throws: ObjectError.tooDeep(offset: 2_500)) {
            try StoredObject(plaintext: nested(501).span)
        }
        let cbor = [0xd9, 0xd9, 0xf7] + [UInt8](repeating: 0x81, count: 900) + [0x01]
        #expect(throws: ObjectError.self) { try StoredObject(plaintext: cbor.span) }
    }

    @Test func cborAsKubernetesWritesIt() throws {
        // {"kind": "Widget", "apiVersion": "a.b/v1", "metadata": {"name": "w"}, "spec": {...}}
        let bytes = hexBytes(
            """
            d9d9f7 a4
            44 6b696e64 46 576964676574
            4a 61706956657273696f6e 46 612e622f7631
            48 6d65746164617461 a1 44 6e616d65 41 77
            44 73706563 a7 41 61 20 41 62 fb 3ff8000000000000 41 63 f5 41 64 f6 41 65 82 01 02
              41 66 5f 41 78 42 797a ff 61 67 3b ffffffffffffffff
            """
        )
        let object = try StoredObject(plaintext: bytes.span)
        #expect(object.format == .cbor)
        #expect(object.kind == "Widget")
        var text: [UInt8] = []
        object.tree(modRevision: 7).writeJSON(to: &text, indentation: nil)
        #expect(
            String(decoding: text, as: UTF8.self)
                == #"{"apiVersion":"a.b/v1","kind":"Widget","metadata":{"name":"w","resourceVersion":"7"},"#
                + #""spec":{"a":-1,"b":1.5,"c":true,"d":null,"e":[1,2],"f":"xyz","g":-18446744073709551616}}"#
        )
    }

    @Test func descriptionsShowNoContent() throws {
        let plaintext = envelope(
            "v1",
            "Secret",
            bytesField(1, bytesField(1, "top"))
                + bytesField(2, bytesField(1, "canarykey") + bytesField(2, "canary"))
        )
        let object = try StoredObject(plaintext: plaintext.span)
        let tree = object.tree(modRevision: nil)
        #expect(tree["data"]?["canarykey"] == .string("Y2FuYXJ5"))
        var dumped = ""
        dump(tree, to: &dumped)
        dump(object, to: &dumped)
        dumped += "\(object) \(tree) \(String(reflecting: tree)) \([tree])"
        #expect(!dumped.contains("canary"))
        #expect(!dumped.contains("Y2FuYXJ5"))
    }
}

func bytesField(_ number: Int, _ content: [UInt8]) -> [UInt8] {
    varint(number << 3 | 2) + varint(content.count) + content
}

func bytesField(_ number: Int, _ content: String) -> [UInt8] {
    bytesField(number, Array(content.utf8))
}

private func varint(_ number: Int) -> [UInt8] {
    number < 0x80 ? [UInt8(number)] : [UInt8(number & 0x7f | 0x80)] + varint(number >> 7)
}

func envelope(_ apiVersion: String, _ kind: String, _ raw: [UInt8]) -> [UInt8] {
    [0x6b, 0x38, 0x73, 0x00] + bytesField(1, bytesField(1, apiVersion) + bytesField(2, kind))
        + bytesField(2, raw) + [0x1a, 0x00, 0x22, 0x00]
}
