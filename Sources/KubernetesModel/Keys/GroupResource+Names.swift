extension GroupResource {
    /// Whether a person who writes `text` can mean this resource: its plural, with or without the
    /// group, a singular, or one of kubectl's short names.
    public func isCalled(_ text: String) -> Bool {
        description == (Self.shortNames[text] ?? text) || Self.plurals(text).contains(resource)
    }

    /// The plurals that a person who writes `text` can mean, in whichever group.
    static func plurals(_ text: String) -> [String] {
        let asked = Self.shortNames[text] ?? text
        return [asked, asked + "s", asked + "es", asked.dropLast() + "ies"]
    }

    private static let shortNames = [
        "cm": "configmaps", "deploy": "deployments", "ds": "daemonsets", "ep": "endpoints",
        "ing": "ingresses", "no": "nodes", "ns": "namespaces", "po": "pods",
        "pvc": "persistentvolumeclaims", "pv": "persistentvolumes", "rs": "replicasets",
        "sa": "serviceaccounts", "sts": "statefulsets", "svc": "services",
    ]
}
