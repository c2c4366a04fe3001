#if Etcd

internal import EtcdModel
internal import WireFormats

/// How far the watch of one range has got: what to ask for next, and what was told already.
struct WatchPlace {
    let range: KeyRange
    /// The newest revision of which anything was told, or all was.
    private(set) var last: Revision
    /// The keys of `last` that were told, while there may be more of it to come.
    private var told: Set<[UInt8]>?

    /// What no etcd tells.
    struct Impossible: Error, CustomStringConvertible {
        let description: String
    }

    /// Nothing was told yet.
    init(_ range: KeyRange, from start: Revision) {
        self.range = range
        last = Revision(start.rawValue &- 1)
    }

    /// All up to here was told.
    var completeTo: Revision { told == nil ? last : Revision(last.rawValue &- 1) }

    /// Where to go on after a break.
    var resumesAt: Revision { completeTo.next }

    /// Takes what the server sent and gives what of it is new.
    ///
    /// The events are messages `mvccpb.Event`: *1 type (0 put, 1 delete), 2 kv*. After a fragment
    /// more of the same revision may follow.
    mutating func take(
        _ events: [[UInt8]],
        upTo newest: Revision,
        isFragment: Bool,
    ) throws -> [StoreChange] {
        var changes: [StoreChange] = []
        for event in events {
            let change = try Self.change(event)
            guard change.revision > 0, change.revision <= newest else {
                throw Impossible(
                    description: "tells of a write of revision \(change.revision) at revision "
                        + "\(newest)"
                )
            }
            guard range.contains(change.key) else {
                throw Impossible(
                    description: "tells of \(EtcdClient.name(change.key)), which is not watched"
                )
            }
            guard change.revision >= resumesAt else { continue }
            if change.revision > last || told == nil {
                last = change.revision
                told = []
            }
            // A transaction writes a key once at the most.
            if told?.insert(change.key).inserted == true { changes.append(change) }
        }
        if !isFragment { told = nil }
        return changes
    }

    /// The server says that there is nothing to tell up to a revision.
    mutating func passed(_ revision: Revision) {
        guard revision > last else { return }
        last = revision
        told = nil
    }

    private static func change(_ event: [UInt8]) throws(WireFormatError) -> StoreChange {
        let bytes = event.span
        var isDeletion = false
        var record: KeyValueRecord?
        var reader = ProtobufReader(0..<bytes.count)
        while let field = try reader.next(in: bytes) {
            switch (field.number, field.wireType) {
            case (1, .varint): isDeletion = field.varint == 1
            case (2, .bytes): record = KeyValueRecord(in: bytes, at: field.range)
            default: break
            }
        }
        guard let record else { throw WireFormatError(.truncated, at: bytes.count) }
        let value =
            isDeletion
            ? nil : StoredValue(value: Array(event[record.value]), facts: EntryFacts(record))
        return StoreChange(
            key: Array(event[record.key]),
            stored: value,
            revision: Revision(record.modRevision)
        )
    }
}

#endif
