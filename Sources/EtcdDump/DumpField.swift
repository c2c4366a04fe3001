/// The fields of an element of `kvs` that mean something here.
public enum DumpField: UInt8, Sendable, CaseIterable {
    /// The etcd key, base64.
    case key
    /// The stored bytes, base64; absent when empty or left out by `--keys-only`.
    case value
    /// The revision that made the key.
    case createRevision
    /// The revision of the last write.
    case modRevision
    /// How often the key was written since it was made.
    case version
    /// The lease that the key hangs on; absent without one.
    case lease

    /// The name as etcdctl writes it.
    public var name: String {
        switch self {
        case .key: "key"
        case .value: "value"
        case .createRevision: "create_revision"
        case .modRevision: "mod_revision"
        case .version: "version"
        case .lease: "lease"
        }
    }

    var isText: Bool { self == .key || self == .value }
}

/// Where an entry is in its batch, for ``DumpRewriter``.
public struct DumpPlace: Sendable, Hashable {
    /// From 0.
    public let index: Int
    /// Whether the entry has the field `value`, be it empty.
    public let hasValue: Bool
}

/// Where the parts of an entry lie in its batch's text.
struct EntryLayout {
    /// The text between the quotes; empty at 0 where the field is absent.
    var key = 0..<0
    var value = 0..<0
    var createRevision = 0..<0
    var modRevision = 0..<0
    var version = 0..<0
    var lease = 0..<0
    /// Whether there is a string `value`.
    var hasValue = false
    /// A `value` that is null, to be replaced whole.
    var nullValue = 0..<0
    /// The offset after the last field, where another can be added.
    var fieldsEnd = 0
    /// The line of the opening brace.
    var line = 0

    subscript(number field: DumpField) -> Range<Int> {
        switch field {
        case .key: key
        case .value: value
        case .createRevision: createRevision
        case .modRevision: modRevision
        case .version: version
        case .lease: lease
        }
    }
}
