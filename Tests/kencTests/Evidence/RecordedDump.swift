import Foundation
import TestSupport

/// A recorded dump, to be taken apart as people's commands and copies take stores apart.
struct RecordedDump: Sendable {
    struct Entry: Sendable {
        var key: String
        /// In base64; nil as with --keys-only.
        var value: String?
        var revision: Int
    }

    var entries: [Entry]
    /// Of the header; nil without one.
    var revision: Int?
    /// What etcd says there is; by default as many as there are.
    var count: Int?
    var more = false
    /// Leaves `count` out.
    var saysCount = true

    /// The recorded cluster at its last stage: 212 keys, six keys of four providers.
    static let whole = read("cluster/stage-4-wild.json")
    /// Its first stage with keys: aescbc, which binds no value to its etcd key.
    static let early = read("cluster/stage-1-aescbc.json")

    private static func read(_ name: String) -> RecordedDump {
        let json = (try? TestData.bytes(name)).flatMap {
            try? JSONSerialization.jsonObject(with: Data($0)) as? [String: Any]
        }
        let header = json?["header"] as? [String: Any]
        let entries = (json?["kvs"] as? [[String: Any]] ?? []).map { entry in
            Entry(
                key: (entry["key"] as? String).flatMap { Data(base64Encoded: $0) }
                    .map { String(decoding: $0, as: UTF8.self) } ?? "",
                value: entry["value"] as? String,
                revision: entry["mod_revision"] as? Int ?? 0
            )
        }
        return RecordedDump(entries: entries, revision: header?["revision"] as? Int)
    }

    func changed(_ change: (inout RecordedDump) -> Void) -> RecordedDump {
        var copy = self
        change(&copy)
        return copy
    }

    func only(_ isThere: (String) -> Bool) -> RecordedDump {
        changed { $0.entries.removeAll { !isThere($0.key) } }
    }

    /// Only what lies in these directories under the prefix.
    func only(_ directories: String...) -> RecordedDump {
        only { key in directories.contains { key.hasPrefix("/registry/\($0)/") } }
    }

    func adding(_ key: String, _ value: String) -> RecordedDump {
        changed {
            $0.entries.append(
                Entry(key: key, value: Data(value.utf8).base64EncodedString(), revision: 300)
            )
        }
    }

    func under(_ prefix: String) -> RecordedDump {
        changed { dump in
            for index in dump.entries.indices {
                dump.entries[index].key = prefix + dump.entries[index].key.dropFirst(9)
            }
        }
    }

    /// As etcdctl writes it with -w json.
    var text: String {
        let entries = entries.map { entry in
            let key = Data(entry.key.utf8).base64EncodedString()
            let value = entry.value.map { #","value":"\#($0)""# } ?? ""
            return #"{"key":"\#(key)","create_revision":2,"mod_revision":\#(entry.revision),"#
                + #""version":1\#(value)}"#
        }
        let header = revision.map { #""header":{"cluster_id":1,"member_id":2,"revision":\#($0)},"# }
        var text = "{" + (header ?? "") + #""kvs":[\#(entries.joined(separator: ","))]"#
        if more { text += #","more":true"# }
        if saysCount { text += #","count":\#(count ?? entries.count)"# }
        return text + "}\n"
    }
}
