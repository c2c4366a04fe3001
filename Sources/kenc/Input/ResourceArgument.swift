import EncryptionConfig
import KubernetesModel

/// A resource that a person names for an edit.
enum ResourceArgument {
    /// The resource, if it stands in the configuration, is well known, or has a group.
    static func selector(
        _ text: String,
        known contents: EditableConfiguration,
    ) throws -> ResourceSelector {
        let selector = ResourceSelector(parsing: text)
        let isThere = contents.entries.contains { entry in
            entry.resources.contains { $0.selector == selector }
        }
        guard isThere || !selector.group.isEmpty || core.contains(selector.resource) else {
            throw Failure.usage(
                "the resource '\(ShownText.line(text))' is unknown",
                hint: "write the plural, and the group if there is one: secrets, deployments.apps"
            )
        }
        return selector
    }

    private static let core: Set<String> = [
        "*", "configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes",
        "persistentvolumeclaims", "persistentvolumes", "pods", "podtemplates",
        "replicationcontrollers", "resourcequotas", "secrets", "serviceaccounts", "services",
    ]
}
