/// What a stored CustomResourceDefinition says its resource is called.
public struct CustomResourceNames: Equatable, Sendable {
    /// The plural and the group.
    public let resource: GroupResource
    /// Such as `widget`; empty if it has none.
    public let singular: String
    /// Such as `Widget`.
    public let kind: String
    /// Such as `wd`.
    public let shortNames: [String]

    /// Reads the names out of a definition; nil for another object, or without a plural and group.
    public init?(_ definition: StoredObject) {
        guard definition.kind == "CustomResourceDefinition",
            let spec = definition.tree(modRevision: nil)["spec"],
            let group = spec["group"]?.text, let names = spec["names"],
            let plural = names["plural"]?.text
        else { return nil }
        resource = GroupResource(resource: plural, group: group)
        singular = names["singular"]?.text ?? ""
        kind = names["kind"]?.text ?? ""
        shortNames =
            if case .array(let names) = names["shortNames"] { names.compactMap(\.text) } else { [] }
    }
}

extension ResourceVocabulary {
    /// Adds what a definition says.
    public mutating func add(_ names: CustomResourceNames) {
        add(
            names.resource,
            singular: names.singular,
            kind: names.kind,
            shortNames: names.shortNames
        )
    }
}
