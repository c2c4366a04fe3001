/// The directories of Kubernetes' own resources below the etcd prefix.
///
/// As kube-apiserver 1.36 lays them out, with the resources of every feature gate, and those of
/// older servers that have a directory of their own.
enum BuiltInResources {
    struct Directory {
        let path: String
        let resource: String
        let group: String
        let isNamespaced: Bool
    }

    static let all: [Directory] = exceptions + groups.flatMap(directories)

    /// Where the directory is not the name of the resource.
    private static let exceptions = [
        at("minions", "nodes", isNamespaced: false),
        at("services/specs", "services"),
        at("services/endpoints", "endpoints"),
        at("controllers", "replicationcontrollers"),
        at("ingress", "ingresses", of: "networking.k8s.io"),
        at("podsecuritypolicy", "podsecuritypolicies", of: "policy", isNamespaced: false),
        inItsGroup("customresourcedefinitions", of: "apiextensions.k8s.io"),
        inItsGroup("apiservices", of: "apiregistration.k8s.io"),
    ]

    private static func at(
        _ path: String,
        _ resource: String,
        of group: String = "",
        isNamespaced: Bool = true,
    ) -> Directory {
        Directory(path: path, resource: resource, group: group, isNamespaced: isNamespaced)
    }

    private static func inItsGroup(_ resource: String, of group: String) -> Directory {
        at("\(group)/\(resource)", resource, of: group, isNamespaced: false)
    }

    private struct Group {
        let name: String
        let namespaced: [String]
        let clusterScoped: [String]

        init(_ name: String, namespaced: [String] = [], clusterScoped: [String] = []) {
            self.name = name
            self.namespaced = namespaced
            self.clusterScoped = clusterScoped
        }
    }

    private static let groups = [
        Group(
            "",
            namespaced: [
                "configmaps", "events", "limitranges", "persistentvolumeclaims", "pods",
                "podtemplates", "resourcequotas", "secrets", "serviceaccounts",
            ],
            clusterScoped: ["namespaces", "persistentvolumes"],
        ),
        Group(
            "admissionregistration.k8s.io",
            clusterScoped: [
                "mutatingadmissionpolicies", "mutatingadmissionpolicybindings",
                "mutatingwebhookconfigurations", "validatingadmissionpolicies",
                "validatingadmissionpolicybindings", "validatingwebhookconfigurations",
            ],
        ),
        Group(
            "apps",
            namespaced: [
                "controllerrevisions", "daemonsets", "deployments", "replicasets", "statefulsets",
            ],
        ),
        Group("autoscaling", namespaced: ["horizontalpodautoscalers"]),
        Group("batch", namespaced: ["cronjobs", "jobs"]),
        Group(
            "certificates.k8s.io",
            namespaced: ["podcertificaterequests"],
            clusterScoped: ["certificatesigningrequests", "clustertrustbundles"],
        ),
        Group("coordination.k8s.io", namespaced: ["leasecandidates", "leases"]),
        Group("discovery.k8s.io", namespaced: ["endpointslices"]),
        Group(
            "flowcontrol.apiserver.k8s.io",
            clusterScoped: ["flowschemas", "prioritylevelconfigurations"],
        ),
        Group("internal.apiserver.k8s.io", clusterScoped: ["storageversions"]),
        Group(
            "networking.k8s.io",
            namespaced: ["networkpolicies"],
            clusterScoped: ["ingressclasses", "ipaddresses", "servicecidrs"],
        ),
        Group("node.k8s.io", clusterScoped: ["runtimeclasses"]),
        Group("policy", namespaced: ["poddisruptionbudgets"]),
        Group(
            "rbac.authorization.k8s.io",
            namespaced: ["rolebindings", "roles"],
            clusterScoped: ["clusterrolebindings", "clusterroles"],
        ),
        Group(
            "resource.k8s.io",
            namespaced: ["resourceclaims", "resourceclaimtemplates"],
            clusterScoped: [
                "deviceclasses", "devicetaintrules", "resourcepoolstatusrequests", "resourceslices",
            ],
        ),
        Group(
            "scheduling.k8s.io",
            namespaced: ["podgroups", "workloads"],
            clusterScoped: ["priorityclasses"],
        ),
        Group(
            "storage.k8s.io",
            namespaced: ["csistoragecapacities"],
            clusterScoped: [
                "csidrivers", "csinodes", "storageclasses", "volumeattachments",
                "volumeattributesclasses",
            ],
        ),
        Group("storagemigration.k8s.io", clusterScoped: ["storageversionmigrations"]),
    ]

    private static func directories(_ group: Group) -> [Directory] {
        group.namespaced.map { at($0, $0, of: group.name) }
            + group.clusterScoped.map { at($0, $0, of: group.name, isNamespaced: false) }
    }
}
