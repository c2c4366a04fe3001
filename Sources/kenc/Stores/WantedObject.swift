import EtcdModel
import KubernetesModel
import Rotation
import Survey

/// An object that a person names.
struct WantedObject: Sendable {
    enum Name: Sendable {
        case etcdKey([UInt8])
        case object(GroupResource, name: String, namespaces: [String])
    }

    let name: Name

    var text: String {
        switch name {
        case .etcdKey(let key): EtcdKeyText.both(key).text
        case .object(let resource, let name, let namespaces):
            switch namespaces.count {
            case 0: "\(resource.singularDescription) \(name)"
            case 1: "\(resource.singularDescription) \(namespaces[0])/\(name)"
            default:
                "\(resource.singularDescription) \(name) in \(namespaces.joined(separator: ", "))"
            }
        }
    }

    func isMet(by key: Span<UInt8>, _ place: EntrySorter.Place) -> Bool {
        switch name {
        case .etcdKey(let wanted):
            return equal(key, 0..<key.count, wanted)
        case .object(let resource, let name, let namespaces):
            guard case .object(let stored, let namespaceRange, let nameRange) = place,
                stored.groupResource == resource, equal(key, nameRange, Array(name.utf8))
            else { return false }
            return namespaces.isEmpty
                || namespaces.contains { namespace in
                    namespaceRange.map { equal(key, $0, Array(namespace.utf8)) } ?? false
                }
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

/// What the arguments of `get` name: objects, or all objects of some resources.
enum WantedObjects: Sendable {
    case objects([WantedObject])
    case all(of: [GroupResource])

    /// Reads `RESOURCE NAME…`, `RESOURCE/NAME…` or `RESOURCE[,RESOURCE…]`, as kubectl does.
    ///
    /// The words are made out by `resolve`, all in one call.
    init(
        _ arguments: [String],
        namespaces: [String],
        resolve: ([String]) async throws -> [GroupResource],
    ) async throws {
        func object(_ resource: GroupResource, _ name: some StringProtocol) throws -> WantedObject {
            guard !name.isEmpty else {
                throw Failure.usage("a name is missing after \(resource)/")
            }
            return WantedObject(
                name: .object(resource, name: String(name), namespaces: namespaces)
            )
        }
        let pairs = arguments.map {
            $0.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        }
        if pairs.contains(where: { $0.count > 1 }) {
            guard pairs.allSatisfy({ $0.count > 1 }) else {
                throw Failure.usage(
                    "either every argument is resource/name, or none",
                    hint: "write for example 'get secrets db web' or 'get secret/db cm/web'"
                )
            }
            let resources = try await resolve(pairs.map { String($0[0]) })
            self = .objects(try zip(resources, pairs).map { try object($0, $1[1]) })
            return
        }
        let resources = try await resolve(StoreOptions.words([arguments[0]]))
        let names = arguments.dropFirst()
        self =
            names.isEmpty
            ? .all(of: resources)
            : .objects(try resources.flatMap { r in try names.map { try object(r, $0) } })
    }
}

extension WantedKeys {
    /// Where the objects can be.
    init(_ wanted: [WantedObject], prefix: EtcdPrefix) {
        let each = wanted.map { object in
            switch object.name {
            case .etcdKey(let key): WantedKeys(key: key, prefix: prefix)
            case .object(let resource, let name, let namespaces):
                WantedKeys(resource, name: name, namespaces: namespaces, prefix: prefix)
            }
        }
        self.init(each, prefix: prefix)
    }

    /// What the filters of a command line let through.
    init(_ options: StoreOptions) {
        self.init(
            resources: options.resources,
            namespaces: options.namespaces,
            prefix: EtcdPrefix(options.prefix)
        )
    }
}
