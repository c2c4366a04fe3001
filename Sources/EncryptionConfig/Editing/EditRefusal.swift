/// Why a file was left as it is.
public enum EditRefusal: Error, Sendable, Hashable {
    /// More bytes than are read of a configuration.
    case tooLarge(bytes: Int)
    /// The file is UTF-16: only files of UTF-8 are edited.
    case notUTF8
    /// The API server would refuse the file as it is.
    case invalid
    /// A list would be empty: the last name, provider, key or entry.
    case wouldBeEmpty(Part)
    /// The text is shared, and other users of it would change: the anchor, and the entries (from 0)
    /// that use it.
    case shared(anchor: String, entries: [Int])
    /// The text is laid out in a way that is not edited; the line from 1.
    case layout(line: Int)
    /// The result would not be what was intended, so it was thrown away.
    case notAsIntended
    /// The result would be a file that the API server refuses: the rule that it breaks first.
    case resultInvalid(Rule)

    /// No entry gives the resource a chain.
    case noChain(String)
    /// The resource has an entry already; from 0.
    case resourceExists(String, entry: Int)
    /// No entry names the resource; a wildcard of this name may cover it.
    case resourceNotNamed(String, wildcard: String?)
    /// The entry has no such key, but these.
    case unknownKey(KeyName, resource: String, known: [KeyName])
    /// More than one key has the name, in providers of these kinds.
    case ambiguousKey(KeyName, [ProviderKind])
    /// A key of this name is already there, in a provider of the same kind.
    case keyExists(KeyName, ProviderKind)
    /// The resource's chain has a key of this name from another entry, with other bytes.
    case keyExistsElsewhere(KeyName, ProviderKind)
    /// The secret is not standard base64.
    case secretNotBase64
    /// The secret has a length that the provider does not take.
    case secretLength(bytes: Int, ProviderKind)
    /// A provider of this kind has no keys.
    case noKeys(ProviderKind)

    /// What would be empty.
    public enum Part: String, Sendable, Hashable {
        case file, resources, providers, keys
    }
}
