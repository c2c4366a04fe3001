internal import WireFormats

/// Tells from an etcd key which resource, namespace and name it stands for.
///
/// A key is the prefix, a directory, and `name` or `namespace/name`. The directory of a custom
/// resource is `<group>/<plural>`, and a group is known by its dot; Kubernetes' own resources have
/// a fixed list of directories. What is not in it is unknown, never guessed.
///
/// One for each worker: it remembers directories, and allocates only when it meets a new one.
public final class EtcdKeyClassifier {
    /// What every key has to start with.
    public let prefix: EtcdPrefix

    private var directories: DirectoryTable
    private var last: DirectoryTable.Entry?

    /// How many resources have an index so far.
    public private(set) var resourceCount = 0

    /// Knows the resources of Kubernetes itself; others are learned from keys.
    public init(prefix: EtcdPrefix = .standard) {
        self.prefix = prefix
        directories = DirectoryTable()
        for builtIn in BuiltInResources.all {
            let resource = GroupResource(resource: builtIn.resource, group: builtIn.group)
            let stored = StoredResource(
                groupResource: resource,
                isNamespaced: builtIn.isNamespaced,
                index: resourceCount,
            )
            resourceCount += 1
            directories.insert(Array(builtIn.path.utf8), stored)
        }
    }

    /// Says what the key stands for.
    public func classify(_ key: Span<UInt8>) -> ClassifiedKey {
        let start = prefix.bytes.count
        guard key.count > start,
            bytesEqual(key, 0..<start, prefix.bytes)
        else {
            return isCompactRevision(key) ? .system(.compactRevision) : .unknown(.outsidePrefix)
        }

        // Keys come in order, so most are in the directory of the one before.
        if let last, start + last.path.count < key.count,
            key[start + last.path.count] == UInt8(ascii: "/"),
            bytesEqual(key, start..<(start + last.path.count), last.path)
        {
            return object(last.resource, in: key, from: start + last.path.count + 1)
        }
        return classifyDirectory(of: key, from: start)
    }

    private func classifyDirectory(of key: Span<UInt8>, from start: Int) -> ClassifiedKey {
        let slash = nextSlash(in: key, from: start)
        let first = start..<(slash ?? key.count)
        if let system = system(first, in: key) { return .system(system) }
        guard let slash else { return .unknown(.directory) }

        let dotted =
            WordScan.firstIndex(of: UInt8(ascii: "."), in: key, from: start, to: slash) != nil
        var directory = first
        if dotted || bytesEqual(key, first, "services") {
            guard let second = nextSlash(in: key, from: slash + 1) else {
                return .unknown(.directory)
            }
            directory = start..<second
        }
        if let known = directories.find(key, directory) {
            last = known
            return object(known.resource, in: key, from: directory.upperBound + 1)
        }
        guard dotted else { return .unknown(.directory) }
        let plural = (slash + 1)..<directory.upperBound
        guard ResourceName.isName(first, of: key, dots: true),
            ResourceName.isName(plural, of: key, dots: false)
        else {
            return .unknown(.directory)
        }
        let resource = StoredResource(
            groupResource: GroupResource(
                resource: text(plural, in: key),
                group: text(first, in: key),
            ),
            isNamespaced: nil,
            index: resourceCount,
        )
        resourceCount += 1
        last = directories.insert(directory.map { key[$0] }, resource)
        return object(resource, in: key, from: directory.upperBound + 1)
    }

    /// One segment is the name of a cluster-scoped object, two are namespace and name.
    private func object(
        _ resource: StoredResource,
        in key: Span<UInt8>,
        from start: Int,
    ) -> ClassifiedKey {
        guard start < key.count else { return .unknown(.shape) }
        guard let slash = nextSlash(in: key, from: start) else {
            return .object(resource, namespace: nil, name: start..<key.count)
        }
        guard slash > start, slash + 1 < key.count, nextSlash(in: key, from: slash + 1) == nil
        else { return .unknown(.shape) }
        return .object(resource, namespace: start..<slash, name: (slash + 1)..<key.count)
    }

    private func system(_ segment: Range<Int>, in key: Span<UInt8>) -> SystemDirectory? {
        if bytesEqual(key, segment, "masterleases") { return .masterLeases }
        if bytesEqual(key, segment, "peerserverleases") { return .peerServerLeases }
        return bytesEqual(key, segment, "ranges") ? .ranges : nil
    }

    private func isCompactRevision(_ key: Span<UInt8>) -> Bool {
        bytesEqual(key, 0..<key.count, "compact_rev_key")
    }

    private func nextSlash(in key: Span<UInt8>, from start: Int) -> Int? {
        WordScan.firstIndex(of: UInt8(ascii: "/"), in: key, from: start, to: key.count)
    }

    private func text(_ range: Range<Int>, in key: Span<UInt8>) -> String {
        String(decoding: range.map { key[$0] }, as: UTF8.self)
    }
}
