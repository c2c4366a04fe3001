import EncryptionConfig
import KubernetesModel

/// A resource that a person names for an edit or a plan.
enum ResourceArgument {
    /// The resource, named as for kubectl, or a wildcard; what the configuration names is known.
    static func selector(
        _ text: String,
        known contents: EditableConfiguration,
    ) throws -> ResourceSelector {
        let selectors = contents.entries.flatMap(\.resources).map(\.selector)
        let selector = ResourceSelector(parsing: text)
        if selector.isWildcard || selectors.contains(selector) { return selector }
        return ResourceSelector(try NamedResources(selectors).resolve(text))
    }
}
