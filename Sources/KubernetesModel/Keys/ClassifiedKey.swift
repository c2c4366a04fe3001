/// What an etcd key stands for.
public enum ClassifiedKey: Sendable {
    /// An API object; the ranges are of the key's bytes. No namespace: a cluster-scoped object.
    case object(StoredResource, namespace: Range<Int>?, name: Range<Int>)
    /// Bookkeeping of the API server that it never encrypts.
    case system(SystemDirectory)
    /// Anything else.
    case unknown(UnknownKey)
}

/// What API servers keep in etcd beside objects, and no transformer ever sees: directories under the
/// prefix, and one key outside.
public enum SystemDirectory: String, Sendable {
    /// Addresses of API servers.
    case masterLeases = "masterleases"
    /// Addresses of API servers for their peers.
    case peerServerLeases = "peerserverleases"
    /// Allocations of service addresses and ports.
    case ranges
    /// When one of them compacted last; it lies under no prefix.
    case compactRevision = "compact_rev_key"
}

/// Why a key stands for nothing that is known.
public enum UnknownKey: Sendable {
    /// It does not start with the prefix.
    case outsidePrefix
    /// No resource is stored in its directory.
    case directory
    /// The directory is that of a resource, but what follows is no name and no namespace and name.
    case shape
}

/// A resource as met in a store.
///
/// Interned: one classifier gives one object for one directory, so that a worker can count in an
/// array by ``index`` instead of hashing names.
public final class StoredResource: Sendable {
    /// The resource and its storage group.
    public let groupResource: GroupResource
    /// Whether its objects have a namespace; nil for custom resources, where only the key tells.
    public let isNamespaced: Bool?
    /// From 0, without gaps; of one classifier.
    public let index: Int

    init(groupResource: GroupResource, isNamespaced: Bool?, index: Int) {
        self.groupResource = groupResource
        self.isNamespaced = isNamespaced
        self.index = index
    }
}
