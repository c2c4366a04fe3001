internal import WireFormats

/// What an encryption configuration names as resources: one, a whole group, or everything.
public struct ResourceSelector: Sendable, Hashable {
    /// The plural resource in lower case, or `*`.
    public let resource: String
    /// The API group; empty for the core group; `*` only in `*.*`.
    public let group: String

    /// All resources of all groups: `*.*`.
    public static let everything = ResourceSelector(resource: "*", group: "*")

    /// Makes a selector from its two parts.
    public init(resource: String, group: String) {
        self.resource = resource
        self.group = group
    }

    /// Selects one resource.
    public init(_ resource: GroupResource) {
        self.init(resource: resource.resource, group: resource.group)
    }

    /// Splits a name at its first dot, as in Kubernetes: `ParseGroupResource`.
    public init(parsing name: String) {
        let bytes = name.utf8
        guard let dot = bytes.firstIndex(of: UInt8(ascii: ".")) else {
            self.init(resource: name, group: "")
            return
        }
        self.init(
            resource: String(name[..<dot]),
            group: String(name[bytes.index(after: dot)...])
        )
    }

    /// The way the name is written in a file: `secrets`, `deployments.apps`, `*.`, `*.apps`, `*.*`.
    public var name: String {
        guard group.isEmpty else { return "\(resource).\(group)" }
        return resource == "*" ? "*." : resource
    }

    /// Whether it stands for more than one resource.
    public var isWildcard: Bool { resource.isSameBytes(as: "*") }

    /// The wildcard of this resource's group.
    public var wholeGroup: ResourceSelector { ResourceSelector(resource: "*", group: group) }

    /// What can decide over the resource, the most special first: itself, its group, everything.
    public var byPrecedence: [ResourceSelector] { [self, wholeGroup, .everything] }

    /// Equal bytes, as for the API server.
    public static func == (left: ResourceSelector, right: ResourceSelector) -> Bool {
        left.resource.isSameBytes(as: right.resource) && left.group.isSameBytes(as: right.group)
    }
}
