import DurableFiles
import EtcdSnapshot

/// A snapshot of few keys, written as etcd would.
struct MadeSnapshot {
    struct Row {
        let key: String
        let value: [UInt8]
    }

    /// In the order of their revisions, from 2; a key that comes again is written again.
    var rows: [Row]
    /// What the bucket `alarm` holds.
    var alarms: [[UInt8]] = []

    func write(to path: String) throws {
        let file = try WholeFile(path: path)
        let writer = try DatabaseWriter(file, pageSize: 4096)
        var seen: [String: (created: Int, version: Int)] = [:]
        for (index, row) in rows.enumerated() {
            let revision = index + 2
            let former = seen[row.key] ?? (revision, 0)
            let facts = (created: former.created, version: former.version + 1)
            seen[row.key] = facts
            let key = Array(row.key.utf8)
            var message = [0x0a] + Self.varint(key.count) + key
            message += [0x10] + Self.varint(facts.created) + [0x18] + Self.varint(revision)
            message += [0x20] + Self.varint(facts.version)
            message += [0x2a] + Self.varint(row.value.count) + row.value
            let name = Self.bigEndian(revision) + [0x5f] + Self.bigEndian(0)
            try writer.add(name.span, message.span)
        }
        try writer.endBucket(Array("key".utf8))
        try writer.add(Array("consistent_index".utf8).span, Self.bigEndian(900).span)
        try writer.add(Array("term".utf8).span, Self.bigEndian(2).span)
        try writer.endBucket(Array("meta".utf8))
        if !alarms.isEmpty {
            for alarm in alarms { try writer.add(alarm.span, [UInt8]().span) }
            try writer.endBucket(Array("alarm".utf8))
        }
        _ = try writer.finish(transaction: 8)
        try file.finish()
    }

    /// An object in JSON.
    static func object(_ kind: String, _ name: String, in namespace: String? = nil) -> [UInt8] {
        let place = namespace.map { #","namespace":"\#($0)""# } ?? ""
        let text =
            #"{"kind":"\#(kind)","apiVersion":"v1","metadata":{"name":"\#(name)"\#(place)}}"#
        return Array(text.utf8)
    }

    private static func bigEndian(_ number: Int) -> [UInt8] {
        withUnsafeBytes(of: Int64(number).bigEndian) { Array($0) }
    }

    private static func varint(_ number: Int) -> [UInt8] {
        number < 0x80
            ? [UInt8(number)] : [UInt8(number & 0x7f) | 0x80] + varint(number >> 7)
    }
}
