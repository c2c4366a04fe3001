internal import EtcdModel
internal import KubernetesModel

/// What a walk saw of a store as a whole, whether it counts or not: it tells a store that was taken
/// or named wrongly from an empty one.
public struct StoreShape: Sendable {
    /// All entries, those that a filter left out included.
    public private(set) var entries = 0
    /// Entries with a value of at least one byte.
    public private(set) var withValue = 0
    /// Keys outside the prefix.
    public private(set) var outsidePrefix = 0
    /// First path segments of keys outside the prefix, a few of them.
    public private(set) var otherPrefixes: Set<String> = []

    /// The resources of objects that count, where a filter names some.
    public private(set) var resources: Set<String> = []
    /// The namespaces of objects that count, where a filter names some.
    public private(set) var namespaces: Set<String> = []

    private let namesResources: Bool
    private let namesNamespaces: Bool
    /// Most keys are of the resource of the key before.
    private var lastResource: Int?

    /// How many foreign prefixes are worth naming.
    private static let prefixLimit = 8

    /// Nothing seen yet; what `filter` names is looked out for.
    public init(for filter: EntryFilter = EntryFilter()) {
        namesResources = !filter.resources.isEmpty
        namesNamespaces = !filter.namespaces.isEmpty
    }

    /// Takes note of an entry.
    public mutating func saw(
        _ key: Span<UInt8>,
        _ stored: Span<UInt8>,
        _ place: EntrySorter.Place,
    ) {
        entries += 1
        if !stored.isEmpty { withValue += 1 }
        switch place {
        case .unknown(.outsidePrefix), .leftOut(isOutsidePrefix: true),
            .system(isOutsidePrefix: true):
            sawOutsidePrefix(key)
        case .object(let resource, let namespace, _):
            if namesResources, resource.index != lastResource {
                lastResource = resource.index
                resources.insert(resource.groupResource.description)
            }
            if namesNamespaces, let namespace {
                namespaces.insert(
                    String(decoding: Array(copying: key.extracting(namespace)), as: UTF8.self)
                )
            }
        default: break
        }
    }

    /// Adds what a later part of the store gave.
    public mutating func add(_ other: StoreShape) {
        entries += other.entries
        withValue += other.withValue
        outsidePrefix += other.outsidePrefix
        resources.formUnion(other.resources)
        namespaces.formUnion(other.namespaces)
        if otherPrefixes.count < Self.prefixLimit { otherPrefixes.formUnion(other.otherPrefixes) }
    }

    private mutating func sawOutsidePrefix(_ key: Span<UInt8>) {
        outsidePrefix += 1
        guard otherPrefixes.count < Self.prefixLimit else { return }
        var end = 0
        while end < key.count, end == 0 || key[end] != UInt8(ascii: "/") { end += 1 }
        otherPrefixes.insert(
            String(decoding: Array(copying: key.extracting(0..<end)), as: UTF8.self)
        )
    }
}
