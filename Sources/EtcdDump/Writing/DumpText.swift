public import EtcdModel
internal import WireFormats

/// Entries as the text of a dump, in the shape of `etcdctl get … -w json`.
///
/// What several parts gave is joined with ``separator`` between ``beginning`` and ``end``. Such a dump
/// says neither as of when it is nor how many keys there ought to be, since it is a choice of entries:
/// whoever reads it cannot take it for a whole store.
public struct DumpText: Sendable {
    /// What goes before the first entry.
    public static let beginning: [UInt8] = Array(#"{"kvs":["#.utf8)
    /// What goes between entries.
    public static let separator: [UInt8] = Array(",\n".utf8)
    /// What goes behind the last entry.
    public static let end: [UInt8] = Array("]}\n".utf8)

    /// The entries so far.
    public private(set) var bytes: [UInt8] = []

    /// Nothing yet.
    public init() {}

    /// Adds an entry.
    public mutating func add(_ key: Span<UInt8>, _ value: Span<UInt8>, _ facts: EntryFacts) {
        if !bytes.isEmpty { bytes += Self.separator }
        bytes += #"{"key":""#.utf8
        Base64.encode(key, appendingTo: &bytes)
        bytes += #"","create_revision":\#(facts.createRevision)"#.utf8
        bytes +=
            #","mod_revision":\#(facts.modRevision),"version":\#(facts.version),"value":""#.utf8
        Base64.encode(value, appendingTo: &bytes)
        bytes.append(UInt8(ascii: "\""))
        if facts.lease != .none { bytes += #","lease":\#(facts.lease)"#.utf8 }
        bytes.append(UInt8(ascii: "}"))
    }
}
