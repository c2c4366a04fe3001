#if Etcd

internal import GRPCCore
internal import WireFormats

/// What etcd knows about a key beside its bytes.
public struct EtcdEntry: Sendable, Hashable {
    /// The store's revision when the key was created.
    public internal(set) var createRevision: Int64 = 0
    /// The store's revision when the key was last written: what a compare-and-swap compares.
    public internal(set) var modRevision: Int64 = 0
    /// How often the key was written since it was created, from 1.
    public internal(set) var version: Int64 = 0
    /// The lease the key hangs on, 0 for none.
    public internal(set) var lease: Int64 = 0
    /// Where the key lies in the page's bytes.
    var key = 0..<0
    /// Where the value lies in the page's bytes.
    var value = 0..<0
}

/// Some keys and values in one piece of memory, lent as spans.
public struct EtcdPage: Sendable {
    /// The answer as it came, the memory that keys and values lie in.
    private var bytes: [UInt8]
    /// The keys in byte order.
    public private(set) var entries: [EtcdEntry] = []
    /// The revision the page shows.
    public internal(set) var revision: Int64 = 0
    /// Whether compaction made the reader go on at a later revision than the page before.
    public internal(set) var movedRevision = false
    /// How many keys the range holds from this page's first key on.
    public private(set) var remaining: Int64 = 0
    /// Whether the limit cut the answer.
    var more = false
    /// The store's revision when the answer was given.
    var headerRevision: Int64 = 0

    /// How many keys.
    public var count: Int { entries.count }

    /// How many bytes the page holds in memory.
    public var byteCount: Int { bytes.count }

    /// Lends the key and the value of one entry.
    public func withEntry<Result, Failure: Error>(
        _ index: Int,
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EtcdEntry) throws(Failure)
            -> Result,
    ) throws(Failure) -> Result {
        let entry = entries[index]
        let span = bytes.span
        return try body(span.extracting(entry.key), span.extracting(entry.value), entry)
    }

    /// Lends every key and value in turn.
    public func forEach<Failure: Error>(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>, _ entry: EtcdEntry) throws(Failure)
            -> Void
    ) throws(Failure) {
        let span = bytes.span
        for entry in entries {
            try body(span.extracting(entry.key), span.extracting(entry.value), entry)
        }
    }

    /// The key's bytes, copied.
    public func key(_ index: Int) -> [UInt8] { Array(bytes[entries[index].key]) }

    /// The value's bytes, copied.
    public func value(_ index: Int) -> [UInt8] { Array(bytes[entries[index].value]) }

    /// Reads a RangeResponse: *1 header, 2 kvs repeated, 3 more, 4 count*.
    init(_ bytes: [UInt8]) throws(WireFormatError) {
        self.bytes = bytes
        let span = bytes.span
        var reader = ProtobufReader(0..<span.count)
        while let field = try reader.next(in: span) {
            switch (field.number, field.wireType) {
            case (1, .bytes):
                var header = ProtobufReader(field.range)
                while let field = try header.next(in: span) {
                    if field.number == 3 { headerRevision = Int64(bitPattern: field.varint) }
                }
            case (2, .bytes):
                entries.append(try Self.entry(field.range, in: span))
            case (3, .varint): more = field.varint != 0
            case (4, .varint): remaining = Int64(bitPattern: field.varint)
            default: break
            }
        }
    }

    /// Reads a mvccpb.KeyValue: *1 key, 2 create, 3 mod revision, 4 version, 5 value, 6 lease*.
    private static func entry(
        _ range: Range<Int>,
        in bytes: Span<UInt8>,
    ) throws(WireFormatError) -> EtcdEntry {
        var entry = EtcdEntry()
        var reader = ProtobufReader(range)
        while let field = try reader.next(in: bytes) {
            switch (field.number, field.wireType) {
            case (1, .bytes): entry.key = field.range
            case (2, .varint): entry.createRevision = Int64(bitPattern: field.varint)
            case (3, .varint): entry.modRevision = Int64(bitPattern: field.varint)
            case (4, .varint): entry.version = Int64(bitPattern: field.varint)
            case (5, .bytes): entry.value = field.range
            case (6, .varint): entry.lease = Int64(bitPattern: field.varint)
            default: break
            }
        }
        return entry
    }
}

/// Reads a page without a copy per value.
///
/// The transport does not give its buffer away, so the answer is copied once, whole.
struct PageDeserializer: MessageDeserializer {
    func deserialize<Bytes: GRPCContiguousBytes>(_ bytes: Bytes) throws -> EtcdPage {
        do {
            return try EtcdPage(unsafe bytes.withUnsafeBytes { unsafe Array($0) })
        } catch {
            throw RPCError(code: .internalError, message: "malformed RangeResponse: \(error)")
        }
    }
}

#endif
