import EtcdModel
import KubernetesModel
import Rotation
import Survey

/// The object that a person names.
struct WantedObject: Sendable {
    enum Name: Sendable {
        case etcdKey([UInt8])
        case object(resource: String, name: String, namespace: String?)
    }

    let name: Name

    init(resource: String?, name: String?, etcdKey: String?, namespace: String?) throws {
        if let etcdKey {
            self.name = .etcdKey(Array(etcdKey.utf8))
            return
        }
        var resource = resource ?? ""
        var name = name
        if name == nil, let slash = resource.firstIndex(of: "/") {
            name = String(resource[resource.index(after: slash)...])
            resource = String(resource[..<slash])
        }
        guard let name, !name.isEmpty else {
            throw Failure.usage(
                "which of the \(resource)?",
                hint: "'kenc list --resource \(resource)' names them"
            )
        }
        self.name = .object(resource: resource, name: name, namespace: namespace)
    }

    var text: String {
        switch name {
        case .etcdKey(let key): EtcdKeyText.both(key).text
        case .object(let resource, let name, let namespace):
            "\(resource) \(namespace.map { "\($0)/" } ?? "")\(name)"
        }
    }

    func isMet(by key: Span<UInt8>, _ place: EntrySorter.Place) -> Bool {
        switch name {
        case .etcdKey(let wanted):
            return equal(key, 0..<key.count, wanted)
        case .object(let resource, let name, let namespace):
            guard case .object(let stored, let namespaceRange, let nameRange) = place,
                equal(key, nameRange, Array(name.utf8))
            else { return false }
            if let namespace {
                guard let namespaceRange, equal(key, namespaceRange, Array(namespace.utf8)) else {
                    return false
                }
            }
            return stored.groupResource.isCalled(resource)
        }
    }

    private func equal(_ key: Span<UInt8>, _ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
        guard range.count == bytes.count else { return false }
        for offset in bytes.indices where key[range.lowerBound + offset] != bytes[offset] {
            return false
        }
        return true
    }
}

extension WantedKeys {
    /// Where the object can be.
    init(_ wanted: WantedObject, prefix: EtcdPrefix) {
        switch wanted.name {
        case .etcdKey(let key): self.init(key: key, prefix: prefix)
        case .object(let resource, let name, let namespace):
            self.init(called: resource, name: name, namespace: namespace, prefix: prefix)
        }
    }

    /// What the filters of a command line let through.
    init(_ options: StoreOptions) {
        self.init(
            resources: options.resources,
            namespace: options.namespace,
            prefix: EtcdPrefix(options.prefix)
        )
    }
}
