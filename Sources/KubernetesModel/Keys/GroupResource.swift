internal import WireFormats

/// A resource and the API group it is stored under.
public struct GroupResource: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The plural in lower case, such as `secrets`.
    public let resource: String
    /// The group, such as `apps`; empty for the core group.
    public let group: String

    /// Joins the two parts.
    public init(resource: String, group: String) {
        self.resource = resource
        self.group = group
    }

    /// Reads `name` or `name.group`; nil if the name is empty.
    ///
    /// A trailing dot stands for the core group, as in an encryption configuration.
    public init?(text: String) {
        let parts = ResourceSelector(parsing: text)
        guard !parts.resource.isEmpty else { return nil }
        self.init(resource: parts.resource, group: parts.group)
    }

    /// `name`, or `name.group` outside the core group.
    public var description: String { group.isEmpty ? resource : "\(resource).\(group)" }

    /// Equal bytes, as for the API server.
    public static func == (left: GroupResource, right: GroupResource) -> Bool {
        left.resource.isSameBytes(as: right.resource) && left.group.isSameBytes(as: right.group)
    }

    /// Orders by the bytes of the description.
    public static func < (left: GroupResource, right: GroupResource) -> Bool {
        // Mostly without making descriptions: a damaged store may have a resource for each value.
        let one = left.resource.utf8.span
        let other = right.resource.utf8.span
        for index in 0..<min(one.count, other.count) where one[index] != other[index] {
            return one[index] < other[index]
        }
        guard one.count != other.count else { return left.group.precedesByBytes(right.group) }
        return left.description.precedesByBytes(right.description)
    }
}
