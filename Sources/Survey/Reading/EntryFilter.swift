internal import KubernetesModel

/// Which objects of a store count.
public struct EntryFilter: Sendable {
    /// Texts of resources, such as `secrets` or `deployments.apps`; empty for all.
    public let resources: Set<String>
    /// The one namespace; nil for all, cluster-scoped objects included.
    public let namespace: String?
    private let namespaceBytes: [UInt8]

    /// Takes resources and namespace as a person writes them; `secrets.` is `secrets`.
    public init(resources: [String] = [], namespace: String? = nil) {
        self.resources = Set(resources.map { $0.last == "." ? String($0.dropLast()) : $0 })
        self.namespace = namespace
        namespaceBytes = Array((namespace ?? "").utf8)
    }

    /// Whether everything counts, keys that are no objects included.
    public var admitsAll: Bool { resources.isEmpty && namespace == nil }

    func admits(_ resource: GroupResource) -> Bool {
        resources.isEmpty || resources.contains(resource.description)
    }

    func admits(namespace range: Range<Int>?, of key: Span<UInt8>) -> Bool {
        guard namespace != nil else { return true }
        guard let range, range.count == namespaceBytes.count else { return false }
        for offset in namespaceBytes.indices
        where key[range.lowerBound + offset] != namespaceBytes[offset] { return false }
        return true
    }
}
