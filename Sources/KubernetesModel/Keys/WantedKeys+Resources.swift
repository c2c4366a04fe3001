public import EtcdModel

extension WantedKeys {
    /// The keys of all objects of some resources, in one namespace or in all.
    ///
    /// Everything, when no resource is named or one of them may lie anywhere.
    public init(resources: [String], namespace: String?, prefix: EtcdPrefix) {
        self.init(below: prefix.bytes)
        let rest = namespace.map { Array("\($0)/".utf8) } ?? []
        var places: [Place] = []
        for text in resources {
            // A trailing dot stands for the core group.
            let directories = GroupResource(text: text).map(prefix.directories(of:)) ?? []
            guard !directories.isEmpty else { return }
            places += Self.places(directories, rest)
        }
        if !places.isEmpty { self.places = places }
    }

    /// One etcd key; of a key elsewhere only the whole store tells whether the prefix is wrong.
    public init(key: [UInt8], prefix: EtcdPrefix) {
        self.init(below: prefix.bytes)
        if key.starts(with: prefix.bytes) { places = [Place(KeyRange(key: key))] }
    }

    /// What can be the object that a person names by resource (or what kubectl calls it), name and
    /// perhaps namespace.
    public init(called resource: String, name: String, namespace: String?, prefix: EtcdPrefix) {
        self.init(below: prefix.bytes)
        let rest = namespace.map { Array("\($0)/\(name)".utf8) } ?? []
        let isKey = namespace != nil
        guard !resource.contains(".") else {
            let directories = GroupResource(text: resource).map(prefix.directories(of:)) ?? []
            if !directories.isEmpty { places = Self.places(directories, rest, isKey: isKey) }
            return
        }
        places = EtcdPrefix.builtInResources.filter { $0.isCalled(resource) }
            .flatMap { Self.places(prefix.directories(of: $0), rest, isKey: isKey) }
        inGroups = GroupResource.plurals(resource).map {
            Tail(Array("\($0)/".utf8) + rest, isKey: isKey)
        }
    }

    private static func places(
        _ directories: [[UInt8]],
        _ rest: [UInt8],
        isKey: Bool = false,
    ) -> [Place] {
        directories.enumerated().map { number, directory in
            let bytes = directory + rest
            return Place(
                isKey ? KeyRange(key: bytes) : KeyRange(prefix: bytes),
                isUnusual: number > 0
            )
        }
    }
}
