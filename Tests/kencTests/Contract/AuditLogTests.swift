import Foundation
import TestSupport
import Testing

/// `--audit-log`: who opened what, on disk before it is shown.
@Suite struct AuditLogTests {
    private let folder: TemporaryFolder
    private var log: String { folder.file("audit.log") }

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let dump = [
        "--dump", "cluster/stage-4-wild.json", "--config", "cluster/4-wild.yaml",
    ]
    private static let snapshot = [
        "--snapshot", "cluster/stage-4-wild.db", "--config", "cluster/4-wild.yaml",
    ]

    private func events() throws -> [JSONValue] {
        try parse(try folder.read("audit.log"))
    }

    /// Lines of JSON, each whole.
    private func parse(_ bytes: [UInt8]) throws -> [JSONValue] {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        #expect(lines.last?.isEmpty == true)
        return try lines.dropLast().map {
            JSONValue(try JSONSerialization.jsonObject(with: Data($0)))
        }
    }

    private func note(_ event: JSONValue, _ name: String) -> String? {
        event["annotations"]["kenc.example/\(name)"].string
    }

    @Test("an object that is shown is one event, with the fields of an API server's")
    func object() throws {
        let command = ["get", "secret", "s1-4", "-n", "default"] + Self.dump
        for _ in 0..<2 {
            let result = try KencProcess.run(
                command + ["--audit-log", log],
                environment: ["SUDO_USER": "alice"]
            )
            #expect(result.status == 0)
            #expect(result.outputText == (try KencProcess.run(command)).outputText)
        }
        let mode = try FileManager.default.attributesOfItem(atPath: log)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        let events = try events()
        #expect(events.count == 2)
        let event = try #require(events.first)
        #expect(event["requestURI"].string == "/api/v1/namespaces/default/secrets/s1-4")
        #expect(event["verb"].string == "get")
        #expect(event["stage"].string == "ResponseComplete")
        #expect(event["userAgent"].string?.hasSuffix(" (get)") == true)
        #expect(event["user"]["extra"]["SUDO_USER"][0].string == "alice")
        #expect(event["objectRef"]["resourceVersion"].string == "139")
        #expect(event["responseStatus"]["code"].int == 200)
        #expect(note(event, "provider") == "aescbc")
        #expect(note(event, "key") == "key-2024-01")
        #expect(note(event, "shown") == "true")
        #expect(note(event, "outcome") == "opened")
        let ids = Set(events.compactMap { $0["auditID"].string })
        #expect(ids.count == 2 && ids.allSatisfy { UUID(uuidString: $0) != nil })
    }

    /// Field by field with what kube-apiserver wrote; only these are kenc's own or optional there.
    @Test("every field has the name and type that API servers give it")
    func recorded() throws {
        let server = try parse(try TestData.bytes("audit/events.log"))
        var known: [String: String] = [
            "/user/extra": "object", "/objectRef/resourceVersion": "text",
        ]
        known["/objectRef/apiGroup"] = "text"
        for event in server { known.merge(shapes(event.value, "")) { first, _ in first } }
        _ = try KencProcess.run(["scan"] + Self.dump + ["--audit-log", log])
        _ = try KencProcess.run(
            ["get", "secrets", "-n", "default", "-o", "yaml"] + [
                "--dump", "cluster/stage-4-wild.json", "--config", "cluster/1-aescbc.yaml",
                "--audit-log", log,
            ]
        )
        let time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/
        for event in try events() {
            for (path, shape) in shapes(event.value, "") {
                #expect(known[path] == shape, "\(path)")
            }
            for field in ["requestReceivedTimestamp", "stageTimestamp"] {
                #expect(event[field].string?.wholeMatch(of: time) != nil)
            }
            #expect(event["level"].string == "Metadata")
        }
    }

    private func shapes(_ value: Any?, _ path: String) -> [String: String] {
        guard let object = value as? [String: Any] else {
            return [path: value is String ? "text" : value is [Any] ? "list" : "number"]
        }
        if ["/annotations", "/user/extra"].contains(path) { return [path: "object"] }
        return object.reduce(into: path.isEmpty ? [:] : [path: "object"]) { all, member in
            all.merge(shapes(member.value, "\(path)/\(member.key)")) { first, _ in first }
        }
    }

    @Test("what cannot be opened is an event as a server writes it")
    func refused() throws {
        let result = try KencProcess.run([
            "get", "secret", "s4-9", "-n", "default", "--dump", "cluster/stage-4-wild.json",
            "--config", "cluster/1-aescbc.yaml", "--audit-log", log,
        ])
        #expect(result.status == 2)
        let event = try #require(try events().first)
        #expect(event["responseStatus"]["code"].int == 500)
        #expect(event["responseStatus"]["reason"].string == "InternalError")
        #expect(note(event, "outcome") == "refused")
        #expect(note(event, "shown") == "false")
    }

    @Test("a store that is decrypted has an event for each line, and no plaintext in any")
    func store() throws {
        let result = try KencProcess.run(["decrypt"] + Self.dump + ["--audit-log", log])
        let lines = try result.jsonLines()
        let events = try events()
        #expect(events.count == lines.count)
        let keys = lines.map { ($0["key"] as? String ?? "").split(separator: "/").last ?? "" }
        let named = events.map { event in
            (event["requestURI"].string ?? "").split(separator: "/").last ?? ""
        }
        #expect(zip(keys, named).count { $0 != $1 } == 0)
        let text = String(decoding: try folder.read("audit.log"), as: UTF8.self)
        for line in lines where line["resource"] as? String == "secrets" {
            let value = line["value"] as? String ?? ""
            let plain = Data(base64Encoded: value) ?? Data()
            #expect(!text.contains(value.prefix(16)))
            // `user4` and the like, in base64 as the object has it.
            for word in String(decoding: plain, as: UTF8.self).matches(of: /pw-[0-9]+|user[0-9]+/) {
                #expect(!text.contains(word.output))
            }
        }
        let dumped = try KencProcess.run(
            ["decrypt", "-o", "json"] + Self.dump + ["--audit-log", folder.file("dump.log")]
        )
        #expect(dumped.status == 0)
        // System keys of a dump are not opened, and not in it.
        let again = try parse(try folder.read("dump.log"))
        #expect(again.count == events.count { $0["objectRef"].isThere })
    }

    @Test(
        "a walk that shows nothing begins in the log, and ends with counts",
        arguments: [
            ["scan"] + dump, ["scan", "--history"] + snapshot, ["list"] + snapshot,
            ["get", "secrets,configmaps,namespaces", "-A"] + dump,
            ["rotate", "--dry-run"] + dump, ["rescue"] + snapshot,
            ["plan", "--rotate"] + snapshot, ["report", "-o", "json"] + dump,
            [
                "snapshot", "rekey", "cluster/stage-4-wild.db", "--config",
                "cluster/4-wild.yaml", "--to", "cluster/5-next.yaml", "--output", "FOLDER/new.db",
            ],
        ]
    )
    func walk(_ command: [String]) throws {
        let arguments = command.map { $0.replacing("FOLDER", with: folder.path) }
        let result = try KencProcess.run(arguments + ["--audit-log", log])
        #expect(result.status == 0, "\(result.errorText)")
        let events = try events()
        let begin = try #require(events.first)
        #expect(begin["stage"].string == "RequestReceived")
        #expect(!begin["objectRef"].isThere && !begin["responseStatus"].isThere)
        for event in events.dropFirst() {
            #expect(note(event, "walk") == begin["auditID"].string)
            #expect(note(event, "shown") == "false")
            #expect(event["verb"].string == "list")
            #expect(!event["objectRef"]["name"].isThere)
        }
        func count(_ resource: String) -> Int {
            events.filter { $0["objectRef"]["resource"].string == resource }
                .reduce(0) { $0 + (Int(note($1, "count") ?? "") ?? 0) }
        }
        let scanned = JSONValue(try KencProcess.run(["scan", "-o", "json"] + Self.dump).json())
        for resource in scanned["resources"].elements {
            let name = resource["resource"].string ?? ""
            guard ["secrets", "configmaps", "namespaces"].contains(name) else { continue }
            // Of the history there is more than of now: a value counts in the longest walk.
            let isMore = command.contains("--history")
            #expect(
                isMore
                    ? count(name) >= resource["values"].int ?? 0
                    : count(name) == resource["values"].int,
                "\(name)"
            )
        }
    }

    @Test(
        "nothing is printed where the log cannot be written",
        arguments: ["/dev/full", "FOLDER/link"],
        [
            ["get", "secret", "s1-4", "-n", "default"] + dump, ["decrypt"] + dump,
            ["list"] + snapshot, ["scan"] + dump, ["rotate", "--dry-run"] + dump,
            ["rescue"] + snapshot,
            ["decrypt", "--resource", "secrets", "cli/inspect-aescbc/input"]
                + ["--config", "cluster/4-wild.yaml"],
        ]
    )
    func unwritable(_ place: String, _ command: [String]) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"),
            withDestinationPath: folder.file("target")
        )
        let path = place.replacing("FOLDER", with: folder.path)
        let result = try KencProcess.run(command + ["--audit-log", path])
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errorText.contains("audit log"))
        #expect(try folder.names() == ["link"])
    }

    @Test("a disk that is full holds back what it could not name, and leaves whole lines")
    func full() throws {
        try folder.write(Array("{}\n".utf8), to: "audit.log")
        for command in ["get secret s1-4 -n default", "decrypt", "scan", "list"] {
            let result = try KencProcess.run(
                [
                    "-c", "ulimit -f 1; exec \"$KENC\" \(command) --audit-log \"$0\" \"$@\"", log,
                ] + Self.dump,
                executable: "/bin/sh"
            )
            #expect(result.status == 1, "\(command)")
            #expect(result.output.isEmpty, "\(command)")
            #expect(result.errorText.contains("audit log"), "\(command)")
            let lines = try parse(try folder.read("audit.log"))
            #expect(lines.dropFirst().allSatisfy { $0["stage"].string == "RequestReceived" })
        }
    }

    @Test("the log is none of the files that are read or written")
    func apart() throws {
        let dump = try folder.write(try TestData.bytes("cluster/stage-4-wild.json"), to: "a.json")
        let clashes = [
            ["list", "--dump", dump, "--audit-log", dump],
            ["scan"] + Self.dump + ["--output", log, "--audit-log", log],
            ["rescue"] + Self.snapshot + ["--output", log, "--audit-log", log],
            [
                "snapshot", "rekey", "cluster/stage-4-wild.db", "--config",
                "cluster/4-wild.yaml", "--to", "cluster/5-next.yaml", "--output", log,
                "--audit-log", log,
            ],
        ]
        for arguments in clashes {
            let result = try KencProcess.run(arguments)
            #expect(result.status == 64, "\(arguments)")
        }
        #expect(try folder.names() == ["a.json"])
        #expect(try folder.read("a.json") == TestData.bytes("cluster/stage-4-wild.json"))
    }
}
