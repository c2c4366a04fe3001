import KubernetesModel
import Providers

/// Where a single value belongs, by its etcd key or by what the person says.
struct SingleValuePlace {
    let etcdKey: [UInt8]?
    /// The chain to take; nil for keys that are no API object.
    let resource: GroupResource?
    /// What the key stands for, where there is one.
    let classified: ClassifiedKey?

    init(
        etcdKey: [UInt8]?,
        options: StoreOptions,
        chains: () throws -> ResourceChains,
        takesUnknown: Bool = false,
    ) throws {
        self.etcdKey = etcdKey
        classified = etcdKey.map {
            EtcdKeyClassifier(prefix: EtcdPrefix(options.prefix)).classify($0.span)
        }
        let words = StoreOptions.words(options.resources)
        guard words.count <= 1 else {
            throw Failure.usage("one value has one resource, but --resource names several")
        }
        if !options.namespaces.isEmpty {
            throw Failure.usage("--namespace is for a store; one value is named by --etcd-key")
        }
        if let word = words.first {
            // Only a word that Kubernetes does not know asks the configuration.
            if let known = try? NamedResources([ResourceSelector]()).resolve(word) {
                resource = known
            } else if takesUnknown {
                resource = GroupResource(text: word)
            } else {
                resource = try NamedResources([chains()]).resolve(word)
            }
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
