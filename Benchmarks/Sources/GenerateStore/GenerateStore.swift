import Glibc

/// Writes an etcd snapshot, and on request an `etcdctl -w json` dump, of many Secrets.
///
/// The same options give the same bytes. The keys, nonces and values are of no use but this.
@main
struct GenerateStore {
    static let usage = """
        usage: GenerateStore --count N [--value-bytes 1024] [--provider aescbc|aesgcm|secretbox|identity]
                             [--revisions 1] [--page-size 4096]
                             [--snapshot FILE] [--dump FILE] [--config FILE] [--rotated-config FILE]
        """

    static func main() {
        var options: [String: String] = [:]
        var arguments = CommandLine.arguments.dropFirst()
        while let name = arguments.popFirst() {
            guard name.hasPrefix("--"), let value = arguments.popFirst() else { fail(usage) }
            options[String(name.dropFirst(2))] = value
        }
        func number(_ name: String, _ standard: Int?) -> Int {
            guard let text = options[name] else { return standard ?? { fail(usage) }() }
            guard let number = Int(text), number > 0 else { fail("--\(name): not a number") }
            return number
        }
        guard let provider = Provider(rawValue: options["provider"] ?? "identity") else {
            fail(usage)
        }
        var objects = Objects(
            count: number("count", nil),
            valueBytes: number("value-bytes", 1024),
            provider: provider,
            revisions: number("revisions", 1)
        )
        if let path = options["snapshot"] {
            SnapshotWriter.write(&objects, pageSize: number("page-size", 4096), to: path)
        }
        if let path = options["dump"] { writeDump(&objects, to: path) }
        for (name, rotated) in [("config", false), ("rotated-config", true)] {
            guard let path = options[name] else { continue }
            var file = OutputFile(path)
            file.append(Array(provider.configuration(rotated: rotated).utf8))
            file.flush()
        }
    }
}

func fail(_ message: String) -> Never {
    let line = Array("GenerateStore: \(message)\n".utf8)
    _ = write(STDERR_FILENO, line, line.count)
    exit(64)
}

/// The whole store as etcdctl prints it, in the order of keys.
func writeDump(_ objects: inout Objects, to path: String) {
    var file = OutputFile(path)
    let revision = objects.revision
    file.append(
        Array(
            """
            {"header":{"cluster_id":14841639068965178418,"member_id":10276657743932975437,\
            "revision":\(revision),"raft_term":2},"kvs":[
            """.utf8
        )
    )
    for index in 0..<objects.count {
        objects.make(index, round: objects.revisions - 1)
        let entry = objects.entry
        file.append(Array((index == 0 ? "{\"key\":\"" : ",{\"key\":\"").utf8))
        file.append(base64(objects.key))
        file.append(
            Array(
                """
                ","create_revision":\(entry.create),"mod_revision":\(entry.mod),\
                "version":\(entry.version),"value":"
                """.utf8
            )
        )
        file.append(base64(objects.stored))
        file.append(Array("\"}".utf8))
    }
    file.append(Array("],\"count\":\(objects.count)}\n".utf8))
    file.flush()
}

private let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
)

func base64(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4 / 3 + 4)
    var index = 0
    while index < bytes.count {
        let left = bytes.count - index
        let word =
            UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
            | (left > 2 ? UInt32(bytes[index + 2]) : 0)
        text.append(alphabet[Int(word >> 18)])
        text.append(alphabet[Int(word >> 12 & 63)])
        text.append(left > 1 ? alphabet[Int(word >> 6 & 63)] : 0x3D)
        text.append(left > 2 ? alphabet[Int(word & 63)] : 0x3D)
        index += 3
    }
    return text
}
