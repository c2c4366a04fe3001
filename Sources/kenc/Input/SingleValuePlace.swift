import KubernetesModel
import Providers

/// Where a single value belongs, by its etcd key or by what the person says.
struct SingleValuePlace {
    let etcdKey: [UInt8]?
    /// The chain to take; nil for keys that are no API object.
    let resource: GroupResource?
    /// What the key stands for, where there is one.
    let classified: ClassifiedKey?

    init(etcdKey: [UInt8]?, options: StoreOptions) throws {
        self.etcdKey = etcdKey
        classified = etcdKey.map {
            EtcdKeyClassifier(prefix: EtcdPrefix(options.prefix)).classify($0.span)
        }
        guard options.resources.count <= 1 else {
            throw Failure.usage("one value has one resource, but --resource is given twice")
        }
        if options.namespace != nil {
            throw Failure.usage("--namespace is for a store; one value is named by --etcd-key")
        }
        if let text = options.resources.first {
            // The options were validated, so there is a resource in the text.
            resource = GroupResource(text: text)
            return
        }
        switch classified {
        case .object(let stored, _, _): resource = stored.groupResource
        case .system, .unknown: resource = nil
        case nil:
            throw Failure.usage(
                "which resource is the value of?",
                hint: "name it with --resource secrets, or its etcd key with --etcd-key"
            )
        }
    }

    var isSystem: Bool {
        if case .system = classified, resource == nil { return true }
        return false
    }

    /// What opens the value.
    func route(_ chains: ResourceChains) -> ValueOpener.Route {
        guard let resource else { return isSystem ? .asItIs : .unknown }
        return .chain(chains.chain(of: resource))
    }
}
