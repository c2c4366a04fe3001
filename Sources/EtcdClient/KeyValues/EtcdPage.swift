#if Etcd

public import EtcdModel
internal import WireFormats

/// Some keys and values in one piece of memory, lent as spans.
public struct EtcdPage: EntryBatch {
    /// The answer as it came, the memory that keys and values lie in.
    private var bytes: [UInt8]
    /// Where the entries lie in it, in the byte order of their keys.
    private var entries: [KeyValueRecord] = []
    /// The revision the page shows.
    public internal(set) var revision: Revision = 0
    /// Whether compaction made the reader go on at a later revision than the page before.
    public internal(set) var movedRevision = false
    /// How many keys the range holds from this page's first key on.
    public private(set) var remaining: Int64 = 0
    /// Whether the limit cut the answer.
    var more = false
    /// What the answer says of its cluster.
    private(set) var told = AnswerHeader()

    /// The store's revision when the answer was given.
    var headerRevision: Revision { Revision(told.revision) }

    /// How many keys.
    public var count: Int { entries.count }

    /// How many bytes the page holds in memory.
    public var byteCount: Int { bytes.count }

    /// Lends every key and value in turn.
    public func forEach(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EntryFacts) throws -> Void
    ) throws {
        let span = bytes.span
        for entry in entries {
            try body(span.extracting(entry.key), span.extracting(entry.value), EntryFacts(entry))
        }
    }

    /// The key's bytes, copied.
    public func key(_ index: Int) -> [UInt8] { Array(bytes[entries[index].key]) }

    /// The value's bytes, copied.
    public func value(_ index: Int) -> [UInt8] { Array(bytes[entries[index].value]) }

    /// What etcd keeps beside them.
    public func facts(_ index: Int) -> EntryFacts { EntryFacts(entries[index]) }

    /// The value of the first key, copied; nil when there is none.
    var first: StoredValue? {
        entries.isEmpty ? nil : StoredValue(value: value(0), facts: facts(0))
    }

    /// The first key that no honest page of a range holds, with revisions up to `newest` where
    /// they are known.
    func firstFault(in range: KeyRange, newest: Revision?) -> PageFault? {
        guard let first = entries.first, let last = entries.last else { return nil }
        let span = bytes.span
        let start = span.extracting(first.key)
        let isAlone = range.end.isEmpty
        guard !isBefore(start, range.start.span), !isAlone || !isBefore(range.start.span, start)
        else { return PageFault(index: 0, kind: .outside) }
        for (index, entry) in entries.enumerated() {
            if index > 0,
                !isBefore(span.extracting(entries[index - 1].key), span.extracting(entry.key))
            {
                return PageFault(index: index, kind: .order)
            }
            guard let newest else { continue }
            guard entry.createRevision > 0, entry.createRevision <= entry.modRevision,
                entry.modRevision <= newest.rawValue, entry.version >= 0
            else { return PageFault(index: index, kind: .facts) }
        }
        let isBelowEnd =
            range.end == [0] || isAlone && entries.count == 1
            || isBefore(span.extracting(last.key), range.end.span)
        return isBelowEnd ? nil : PageFault(index: entries.count - 1, kind: .outside)
    }

    /// Reads a RangeResponse: *1 header, 2 kvs repeated, 3 more, 4 count*.
    init(_ bytes: [UInt8]) throws(WireFormatError) {
        self.bytes = bytes
        let span = bytes.span
        var reader = ProtobufReader(0..<span.count)
        while let field = try reader.next(in: span) {
            switch (field.number, field.wireType) {
            case (1, .bytes): try told.read(field.range, in: span)
            case (2, .bytes):
                guard let entry = KeyValueRecord(in: span, at: field.range) else {
                    throw WireFormatError(.wireType, at: field.range.lowerBound)
                }
                entries.append(entry)
            case (3, .varint): more = field.varint != 0
            case (4, .varint): remaining = Int64(bitPattern: field.varint)
            default: break
            }
        }
    }
}

extension EtcdPage: HeadedAnswer {
    static var isLinearizable: Bool { true }
}

extension EntryFacts {
    init(_ record: KeyValueRecord) {
        self.init(
            createRevision: Revision(record.createRevision),
            modRevision: Revision(record.modRevision),
            version: record.version,
            lease: LeaseID(record.lease)
        )
    }
}

#endif
