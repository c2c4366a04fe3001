import Foundation
import TestSupport
import Testing

/// The fields of everything that kenc prints as JSON, as other programs rely on them.
///
/// A shape is every path with its types, such as `resources[].by[].keyName: string`.
@Suite struct JSONShapeTests {
    private func shape(_ value: Any, _ path: String = "", into paths: inout Set<String>) {
        switch value {
        case let object as [String: Any]:
            for (key, member) in object {
                shape(member, path.isEmpty ? key : "\(path).\(key)", into: &paths)
            }
        case let array as [Any]:
            if array.isEmpty { paths.insert("\(path): array") }
            for element in array { shape(element, path + "[]", into: &paths) }
        case let number as NSNumber:
            let isBool = CFGetTypeIDIsBool(number)
            paths.insert("\(path): \(isBool ? "bool" : "number")")
        case is String: paths.insert("\(path): string")
        default: paths.insert("\(path): null")
        }
    }

    private func CFGetTypeIDIsBool(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
    }

    private func shape(_ arguments: [String], input: String = "") throws -> Set<String> {
        let bytes = input.isEmpty ? [] : try TestData.bytes(input)
        let result = try KencProcess.run(arguments, input: bytes)
        var paths: Set<String> = []
        if arguments.contains("jsonl") {
            for line in try result.jsonLines() { shape(line, into: &paths) }
        } else {
            shape(try result.json(), into: &paths)
        }
        return paths
    }

    private static let mixed = "cli/mixed-decrypt/input"
    private static let counts: Set = [
        "values: number", "unreadable: number", "plaintext: number", "system: number",
        "unknown: number", "resources[].resource: string", "resources[].values: number",
        "resources[].unreadable: number", "resources[].plaintext: number",
        "resources[].by[].provider: string", "resources[].by[].keyName: string",
        "resources[].by[].values: number", "resources[].by[].bytes: number",
    ]
    private static let judged: Set = [
        "current: number", "stale: number", "resources[].current: number",
        "resources[].stale: number",
    ]
    private static let unreadable: Set = [
        "unreadableValues[].key: string", "unreadableValues[].code: string",
        "unreadableValues[].message: string",
    ]
    /// Of a dump.
    private static let evidence: Set = [
        "evidence.store: string", "evidence.revision: number", "evidence.whole: bool",
        "evidence.integrity: string", "evidence.ranges: array", "evidence.filters: array",
    ]
    /// Of one that is not whole.
    private static let part = evidence.union(["evidence.missing[]: string", "evidence.why: string"])
    private static let nothingElse: Set = ["warnings: array"]

    @Test func validate() throws {
        let paths = try shape(["validate", "-o", "json", "-"], input: "cluster/4-wild.yaml")
        let findings: Set = [
            "[].findings[].severity: string", "[].findings[].rule: string",
            "[].findings[].path: string", "[].findings[].line: number",
            "[].findings[].column: number", "[].findings[].message: string",
            "[].findings[].hint: string",
        ]
        let file: Set = ["[].file: string", "[].valid: bool", "[].hash: string"]
        #expect(paths == findings.union(file).union(["[].resources[]: string"]))
    }

    @Test func validateOfASyntaxError() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Array("a: [".utf8), to: "file")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        let paths = try shape(["validate", "-o", "json", path])
        #expect(paths.contains("[].resources: array"))
        #expect(!paths.contains("[].findings[].path: string"))
        #expect(paths.contains("[].findings[].line: number"))
    }

    @Test func decrypt() throws {
        let arguments = ["decrypt", "-o", "jsonl", "--dump", "-"] + Cluster.configuration
        #expect(
            try shape(arguments, input: Self.mixed) == [
                "key: string", "keyBase64: string", "resource: string", "resource: null",
                "system: bool", "unknown: bool", "provider: string", "keyName: string",
                "stale: bool", "value: string", "error.code: string", "error.message: string",
            ]
        )
    }

    @Test func scan() throws {
        let arguments = ["scan", "-o", "json", "--dump", "-"]
        #expect(
            try shape(arguments, input: Self.mixed)
                == Self.counts.union(Self.nothingElse).union(["unreadableValues: array"])
                .union(Self.evidence).union(["evidence.missing: array", "evidence.why: string"])
        )
        #expect(
            try shape(arguments + Cluster.configuration, input: Self.mixed)
                == Self.counts.union(Self.judged).union(Self.unreadable).union(Self.nothingElse)
                .union(Self.part)
        )
    }

    @Test func scanOfSeveral() throws {
        let arguments = ["scan", "-o", "json", "--dump", "-", "--config", "cluster/1-aescbc.yaml"]
        let one = Self.counts.union(Self.judged).union(Self.unreadable).union(Self.nothingElse)
        let expected = Set(one.map { "configs[].\($0)" }).union([
            "configs[].file: string", "configs[].hash: string", "needed[].provider: string",
            "needed[].keyName: string",
        ]).union(Self.part)
        #expect(try shape(arguments + Cluster.configuration, input: Self.mixed) == expected)
    }

    @Test func rotate() throws {
        let arguments = ["rotate", "--dry-run", "-o", "json"] + Cluster.configuration
        let rotation: Set = [
            "rewrite[].resource: string", "rewrite[].from.provider: string",
            "rewrite[].from.keyName: string", "rewrite[].to.provider: string",
            "rewrite[].to.keyName: string", "rewrite[].values: number",
            "rewrite[].bytesBefore: number", "rewrite[].bytesAfter: number",
            "kept[].provider: string", "kept[].keyName: string", "kept[].why: string",
        ]
        let whole = Self.counts.union(Self.judged).union(rotation).union(Self.nothingElse)
        #expect(
            try shape(arguments + Cluster.dump)
                == whole.union(Self.evidence).union([
                    "evidence.missing: array", "unreadableValues: array",
                    "droppable[].provider: string",
                    "droppable[].keyName: string",
                ])
        )
        #expect(
            try shape(arguments + ["--dump", "-"], input: Self.mixed)
                == whole.union(Self.unreadable).union(Self.part).union(["droppable: array"])
        )
    }

    @Test func list() throws {
        let rows: Set = [
            "key: string", "keyBase64: string", "resource: string", "system: bool",
            "unknown: bool", "namespace: string", "name: string", "provider: string",
            "keyName: string", "bytes: number", "revision: number",
        ]
        let arguments = ["list", "--dump", "-"]
        #expect(try shape(arguments + ["-o", "jsonl"], input: Self.mixed) == rows)
        let judged = rows.union([
            "created: string", "stale: bool", "error.code: string", "error.message: string",
        ])
        #expect(
            try shape(arguments + ["-o", "json"] + Cluster.configuration, input: Self.mixed)
                == Set(judged.map { "[].\($0)" })
        )
    }

    @Test func inspect() throws {
        #expect(
            try shape(["inspect", "-o", "json"], input: "cli/inspect-aescbc/input") == [
                "encryption: string", "version: string", "keyName: string", "bytes: number",
            ]
        )
        #expect(
            try shape(["inspect", "-o", "json"], input: "cli/inspect-json/input") == [
                "encryption: string", "format: string", "bytes: number",
            ]
        )
    }
}
