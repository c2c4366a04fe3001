/// A form in which a person hands over one value.
public enum HandedForm: Sendable, Hashable {
    /// What `hexdump` lists, with `-C` or without.
    case hexdump
    /// What `xxd` lists.
    case xxd
    /// What `od` lists.
    case od
    /// Pairs of hexadecimal digits.
    case hex
    /// Base64 of either alphabet, with padding or without.
    case base64
    /// Text in quotes, or with escapes such as `\x9b`.
    case quoted
    /// A line `value: …` out of YAML or JSON, or all the fields beside it.
    case fields
    /// A JSON object with `key` and `value`: an element of a dump's `kvs`, or a line of JSON.
    case keyValueObject
    /// Text in UTF-16, as PowerShell writes files.
    case utf16
    /// What `etcdctl get KEY` prints: the key on a line of its own above the value.
    case etcdctl
    /// What `etcdctl get KEY -w json` prints.
    case etcdctlJSON
    /// What `etcdctl get KEY -w fields` prints.
    case etcdctlFields
    /// What `etcdctl get KEY -w protobuf` prints.
    case etcdctlProtobuf
    /// A record of etcd's database: one key-value in protobuf.
    case record
}

/// Why one value cannot be made out in a text that is more than a value.
public enum HandedTrouble: Error, Sendable, Equatable {
    /// etcd's answer holds so many keys; nil where they cannot be counted.
    case severalKeys(Int?)
    /// etcd's answer holds no key: there was none.
    case noKey
    /// It looks like the listing of a hexdump, of which lines or digits are missing.
    case brokenListing
    /// It begins as base64 of a stored value, and goes on as something else.
    case brokenBase64
}
