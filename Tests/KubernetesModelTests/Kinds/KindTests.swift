import Foundation
import TestSupport
import Testing
import WireFormats

@testable import KubernetesModel

/// Objects with every field filled, as they would be stored, beside what the API shows.
@Suite struct KindTests {
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: TestData.path("kinds"))) ?? [])
        .filter { $0.hasSuffix(".pb") }.map { String($0.dropLast(3)) }.sorted()

    @Test func theFilesAreThere() {
        #expect(Self.names.count == 151)
    }

    @Test(arguments: names)
    func printsEveryField(_ name: String) throws {
        let stored = try TestData.bytes("kinds/\(name).pb")
        let object = try StoredObject(plaintext: stored.span)
        #expect(object.isComplete)
        let json = try JSONSerialization.jsonObject(
            with: Data(TestData.bytes("kinds/\(name).json"))
        )
        // Its taints changed their form while the kind was an alpha.
        if name == "resource.k8s.io.v1alpha3.DeviceTaintRule" { return }
        var (shown, expected): ([UInt8], [UInt8]) = ([], [])
        object.tree(modRevision: nil, managedFields: true).writeJSON(to: &shown)
        tree(json).writeJSON(to: &expected)
        #expect(String(decoding: shown, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
        #expect(object.unknownFields == [])
    }

    @Test func everyLineOfTheTableIsRead() {
        let table = KindTable.shared
        #expect(table.kinds.count == 163)
        for index in table.types.indices {
            for field in table.message(index).fields {
                if case .message(let type) = field.content { #expect(type < table.types.count) }
            }
        }
    }

    /// A protobuf object of the kind, its message given as hexadecimal.
    private func object(_ kind: String, _ message: String) throws -> StoredObject {
        try StoredObject(plaintext: envelope("v1", kind, hexBytes(message)).span)
    }

    private func text(_ object: StoredObject) -> String {
        var text: [UInt8] = []
        object.tree(modRevision: nil).writeJSON(to: &text, indentation: nil)
        return String(decoding: text, as: UTF8.self)
    }

    @Test func writesAbsentFieldsAsGoDoes() throws {
        #expect(
            text(try object("PersistentVolumeClaim", ""))
                == #"{"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{},"#
                + #""spec":{"resources":{}},"status":{}}"#
        )
        // One container without anything: name and resources are written all the same.
        #expect(
            text(try object("Pod", "12 02 12 00"))
                == #"{"apiVersion":"v1","kind":"Pod","metadata":{},"spec":{"containers":"#
                + #"[{"name":"","resources":{}}]},"status":{}}"#
        )
    }

    @Test func saysWhatItDoesNotKnow() throws {
        // spec.containers[0] has field 4000, twice; the pod has field 99.
        let pod = try object("Pod", "12 0a 12 08 82fa01 00 82fa01 00 9a06 00")
        #expect(
            pod.unknownFields == [
                UnknownField(path: "", number: 99),
                UnknownField(path: "spec.containers", number: 4000),
            ]
        )
    }

    @Test func mergesTheParts() throws {
        // Two metadata messages, as protobuf allows: name, then namespace.
        let secret = try object("Secret", "0a 03 0a 01 61 0a 03 1a 01 62")
        #expect(secret.name == "a")
        #expect(secret.namespace == "b")
    }

    @Test func readsPackedLists() throws {
        // spec.securityContext.supplementalGroups, packed 1 and 300.
        let pod = try object("Pod", "12 07 72 05 22 03 01 ac02")
        #expect(text(pod).contains(#""supplementalGroups":[1,300]"#))
    }

    @Test(arguments: [
        "0a 05 0a", "08 01", "12 02 0a ff", "0a 02 0a 05", "12 80808080808080808080 01",
    ])
    func refusesBrokenMessages(_ message: String) throws {
        #expect(throws: ObjectError.self) { try object("Secret", message) }
    }

    @Test func refusesEndlessNesting() throws {
        // A CRD schema that holds a schema…: `not`, field 28 of each, is the next.
        var schema: [UInt8] = []
        for _ in 0..<2_000 { schema = bytesField(28, schema) }
        let stored = envelope(
            "apiextensions.k8s.io/v1",
            "CustomResourceDefinition",
            bytesField(2, bytesField(7, bytesField(4, bytesField(1, schema))))
        )
        #expect(throws: ObjectError.self) { try StoredObject(plaintext: stored.span) }
    }

    /// Every filled object with single bytes changed: an error, or a tree that is JSON with the kind
    /// it says, never a crash.
    @Test func survivesDamage() throws {
        var generator = SeededGenerator(seed: 36)
        var refused = 0
        for name in Self.names {
            let stored = try TestData.bytes("kinds/\(name).pb")
            for round in 0..<8 {
                var damaged = stored
                for _ in 0..<3 {
                    damaged[Int.random(in: 4..<damaged.count, using: &generator)] =
                        UInt8.random(in: 0...255, using: &generator)
                }
                do throws(ObjectError) {
                    let object = try StoredObject(plaintext: damaged.span)
                    var json: [UInt8] = []
                    object.tree(modRevision: 1).writeJSON(to: &json)
                    let tree = try? JSONSerialization.jsonObject(with: Data(json))
                    let kind = (tree as? [String: Any])?["kind"] as? String
                    #expect(kind == object.kind, "\(name), round \(round)")
                } catch {
                    refused += 1
                }
            }
        }
        #expect((1..<8 * Self.names.count).contains(refused))
    }

    @Test(
        arguments: [
            (0, "0"), (1, "1"), (1.5, "1.5"), (-0.25, "-0.25"), (1e20, "100000000000000000000"),
            (1e21, "1e+21"), (1.5e-7, "1.5e-7"), (0.000001, "0.000001"), (1e100, "1e+100"),
            (123456789.125, "123456789.125"), (1e16, "10000000000000000"), (2.5e-10, "2.5e-10"),
        ] as [(Double, String)]
    )
    func writesNumbersAsGoDoes(_ number: Double, _ text: String) {
        #expect(SpecialForm.double(number) == text)
    }
}
