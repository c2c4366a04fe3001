/// What people call Kubernetes' own resources: the kind, and kubectl's short names.
enum BuiltInNames {
    struct Name: Sendable {
        let resource: GroupResource
        let kind: String
        let shortNames: [String]

        var singular: String { kind.lowercased() }
    }

    static let all: [Name] = {
        var names: [Substring: [Substring]] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            names[words[0]] = Array(words[1...])
        }
        return BuiltInResources.all.map { directory in
            let words = names[directory.resource[...]] ?? []
            return Name(
                resource: GroupResource(resource: directory.resource, group: directory.group),
                kind: words.first.map(String.init) ?? "",
                shortNames: words.dropFirst().map(String.init)
            )
        }
    }()

    /// Groups that are Kubernetes' own, whether or not anything is stored under them.
    static let groups: Set<String> = Set(BuiltInResources.all.map(\.group)).union([
        "authentication.k8s.io", "authorization.k8s.io", "events.k8s.io", "extensions",
    ])

    /// Where a resource is stored under another group than the API shows it in.
    static let storedElsewhere = [
        GroupResource(resource: "events", group: "events.k8s.io"):
            GroupResource(resource: "events", group: "")
    ]

    /// Plural, kind, short names; plurals are of one group only.
    private static let text = """
        apiservices APIService
        certificatesigningrequests CertificateSigningRequest csr
        clusterrolebindings ClusterRoleBinding
        clusterroles ClusterRole
        clustertrustbundles ClusterTrustBundle
        configmaps ConfigMap cm
        controllerrevisions ControllerRevision
        cronjobs CronJob cj
        csidrivers CSIDriver
        csinodes CSINode
        csistoragecapacities CSIStorageCapacity
        customresourcedefinitions CustomResourceDefinition crd crds
        daemonsets DaemonSet ds
        deployments Deployment deploy
        deviceclasses DeviceClass
        devicetaintrules DeviceTaintRule
        endpoints Endpoints ep
        endpointslices EndpointSlice
        events Event ev
        flowschemas FlowSchema
        horizontalpodautoscalers HorizontalPodAutoscaler hpa
        ingressclasses IngressClass
        ingresses Ingress ing
        ipaddresses IPAddress ip
        jobs Job
        leasecandidates LeaseCandidate
        leases Lease
        limitranges LimitRange limits
        mutatingadmissionpolicies MutatingAdmissionPolicy
        mutatingadmissionpolicybindings MutatingAdmissionPolicyBinding
        mutatingwebhookconfigurations MutatingWebhookConfiguration
        namespaces Namespace ns
        networkpolicies NetworkPolicy netpol
        nodes Node no
        persistentvolumeclaims PersistentVolumeClaim pvc
        persistentvolumes PersistentVolume pv
        podcertificaterequests PodCertificateRequest
        poddisruptionbudgets PodDisruptionBudget pdb
        podgroups PodGroup
        pods Pod po
        podsecuritypolicies PodSecurityPolicy psp
        podtemplates PodTemplate
        priorityclasses PriorityClass pc
        prioritylevelconfigurations PriorityLevelConfiguration
        replicasets ReplicaSet rs
        replicationcontrollers ReplicationController rc
        resourceclaims ResourceClaim
        resourceclaimtemplates ResourceClaimTemplate
        resourcepoolstatusrequests ResourcePoolStatusRequest
        resourcequotas ResourceQuota quota
        resourceslices ResourceSlice
        rolebindings RoleBinding
        roles Role
        runtimeclasses RuntimeClass
        secrets Secret
        serviceaccounts ServiceAccount sa
        servicecidrs ServiceCIDR
        services Service svc
        statefulsets StatefulSet sts
        storageclasses StorageClass sc
        storageversionmigrations StorageVersionMigration
        storageversions StorageVersion
        validatingadmissionpolicies ValidatingAdmissionPolicy
        validatingadmissionpolicybindings ValidatingAdmissionPolicyBinding
        validatingwebhookconfigurations ValidatingWebhookConfiguration
        volumeattachments VolumeAttachment
        volumeattributesclasses VolumeAttributesClass vac
        workloads Workload
        """
}
