import KubernetesModel

/// The etcd keys that a command needs, as far as it is known where they lie.
///
/// A live etcd is asked for these only: less to read, and a user who may see no more can do it.
struct WantedKeys: Sendable {
    /// A key, or what keys start with.
    struct Place: Sendable {
        let bytes: [UInt8]
        /// Whether this is the whole key.
        var isKey = false
        /// Whether nothing can be there but what an API server never writes.
        var isUnusual = false
    }

    /// Where they are; nil for anywhere.
    let places: [Place]?
    /// Where they also may be: below the directory of each custom group.
    private(set) var inGroups: [Place] = []

    /// Everything.
    static let all = WantedKeys(places: nil)

    private init(places: [Place]?) {
        self.places = places
    }

    /// What the filters of a command line let through.
    init(_ options: StoreOptions) {
        let prefix = EtcdPrefix(options.prefix)
        let rest = options.namespace.map { Array("\($0)/".utf8) } ?? []
        var places: [Place] = []
        for text in options.resources {
            // A trailing dot stands for the core group.
            let directories = GroupResource(text: text).map(prefix.directories(of:)) ?? []
            guard !directories.isEmpty else {
                self = .all
                return
            }
            places += Self.places(directories, rest)
        }
        self.init(places: places.isEmpty ? nil : places)
    }

    /// What can be the object that a person names.
    init(_ wanted: WantedObject, prefix: EtcdPrefix) {
        switch wanted.name {
        case .etcdKey(let key):
            // Of a key elsewhere only the whole store tells whether the prefix is a wrong one.
            let isBelow = key.starts(with: prefix.bytes)
            self.init(places: isBelow ? [Place(bytes: key, isKey: true)] : nil)
        case .object(let resource, let name, let namespace):
            let rest = namespace.map { Array("\($0)/\(name)".utf8) } ?? []
            func places(_ directories: [[UInt8]]) -> [Place] {
                Self.places(directories, rest, isKey: namespace != nil)
            }
            guard !resource.contains(".") else {
                let directories = GroupResource(text: resource).map(prefix.directories(of:)) ?? []
                self.init(places: directories.isEmpty ? nil : places(directories))
                return
            }
            self.init(
                places: EtcdPrefix.builtInResources.filter { $0.isCalled(resource) }
                    .flatMap { places(prefix.directories(of: $0)) }
            )
            inGroups = GroupResource.plurals(resource).flatMap { places([Array("\($0)/".utf8)]) }
        }
    }

    private static func places(
        _ directories: [[UInt8]],
        _ rest: [UInt8],
        isKey: Bool = false,
    ) -> [Place] {
        directories.enumerated().map { number, directory in
            Place(bytes: directory + rest, isKey: isKey, isUnusual: number > 0)
        }
    }
}
