internal import KubernetesModel

/// Which objects of a store count.
public struct EntryFilter: Sendable, Hashable {
    /// Texts of resources, such as `secrets` or `deployments.apps`; empty for all.
    public let resources: Set<String>
    /// The namespaces; empty for all, cluster-scoped objects included.
    public let namespaces: [String]
    private let namespaceBytes: [[UInt8]]

    /// Takes resources by their plural and group, `secrets.` as `secrets`, and namespaces.
    public init(resources: [String] = [], namespaces: [String] = []) {
        self.resources = Set(resources.map { $0.last == "." ? String($0.dropLast()) : $0 })
        self.namespaces = namespaces
        namespaceBytes = namespaces.map { Array($0.utf8) }
    }

    /// Whether everything counts, keys that are no objects included.
    public var admitsAll: Bool { resources.isEmpty && namespaces.isEmpty }

    func admits(_ resource: GroupResource) -> Bool {
        resources.isEmpty || resources.contains(resource.description)
    }

    func admits(namespace range: Range<Int>?, of key: Span<UInt8>) -> Bool {
        if namespaceBytes.isEmpty { return true }
        guard let range else { return false }
        return namespaceBytes.contains { bytes in
            guard range.count == bytes.count else { return false }
            for offset in bytes.indices where key[range.lowerBound + offset] != bytes[offset] {
                return false
            }
            return true
        }
    }
}
