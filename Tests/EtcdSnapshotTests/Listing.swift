import EtcdModel
import EtcdSnapshot
import Foundation
import TestSupport

/// The state of a store in the order of its keys, for comparison.
struct Listing: Equatable {
    struct Entry: Equatable, CustomStringConvertible {
        let key: [UInt8]
        let value: [UInt8]
        let createRevision: Int64
        let modRevision: Int64
        let version: Int64
        let lease: Int64

        var description: String {
            "\(String(decoding: key, as: UTF8.self)) create \(createRevision) mod \(modRevision)"
                + " version \(version) lease \(lease), \(value.count) bytes"
        }
    }

    var revision: Int64
    var entries: [Entry]

    init(revision: Int64, entries: [Entry]) {
        self.revision = revision
        self.entries = entries
    }

    init(_ keySpace: KeySpace) throws {
        revision = keySpace.revision.rawValue
        entries = []
        try keySpace.sortedByKey().forEach { key, value, entry in
            entries.append(
                Entry(
                    key: key.copied(),
                    value: value.copied(),
                    createRevision: entry.createRevision.rawValue,
                    modRevision: entry.modRevision.rawValue,
                    version: entry.version,
                    lease: entry.lease.rawValue
                )
            )
        }
    }

    /// The output of `etcdctl get -w json`, or of the JSON gateway, where numbers are text.
    init(json: [UInt8]) throws {
        let response = try JSONDecoder().decode(Response.self, from: Data(json))
        revision = response.header.revision.value
        entries = (response.kvs ?? []).map { pair in
            Entry(
                key: [UInt8](pair.key),
                value: [UInt8](pair.value ?? Data()),
                createRevision: pair.create_revision?.value ?? 0,
                modRevision: pair.mod_revision?.value ?? 0,
                version: pair.version?.value ?? 0,
                lease: pair.lease?.value ?? 0
            )
        }
    }

    private struct Response: Decodable {
        struct Header: Decodable { let revision: Number }
        struct Pair: Decodable {
            let key: Data
            let value: Data?
            let create_revision: Number?
            let mod_revision: Number?
            let version: Number?
            let lease: Number?
        }
        let header: Header
        let kvs: [Pair]?
    }

    private struct Number: Decodable {
        let value: Int64

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int64.self) {
                value = number
            } else {
                value = Int64(try container.decode(String.self)) ?? -1
            }
        }
    }
}
