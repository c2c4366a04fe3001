public import EtcdModel

extension WantedKeys {
    /// The keys of all objects of some resources, in some namespaces or in all.
    ///
    /// Everything, when no resource is named or one of them may lie anywhere.
    public init(resources: [String], namespaces: [String], prefix: EtcdPrefix) {
        self.init(below: prefix.bytes)
        let rests = namespaces.isEmpty ? [[]] : namespaces.map { Array("\($0)/".utf8) }
        var places: [Place] = []
        for text in resources {
            // A trailing dot stands for the core group.
            let directories = GroupResource(text: text).map(prefix.directories(of:)) ?? []
            guard !directories.isEmpty else { return }
            for rest in rests { places += Self.places(directories, rest) }
        }
        if !places.isEmpty { self.places = places }
    }

    /// One etcd key; of a key elsewhere only the whole store tells whether the prefix is wrong.
    public init(key: [UInt8], prefix: EtcdPrefix) {
        self.init(below: prefix.bytes)
        if key.starts(with: prefix.bytes) { places = [Place(KeyRange(key: key))] }
    }

    /// What can be an object of this name, in some namespaces or in any.
    public init(
        _ resource: GroupResource,
        name: String,
        namespaces: [String],
        prefix: EtcdPrefix,
    ) {
        self.init(below: prefix.bytes)
        let directories = prefix.directories(of: resource)
        guard !directories.isEmpty else { return }
        places =
            namespaces.isEmpty
            ? Self.places(directories, [])
            : namespaces.flatMap {
                Self.places(directories, Array("\($0)/\(name)".utf8), isKey: true)
            }
    }

    /// The definitions of custom resources.
    public init(definitionsBelow prefix: EtcdPrefix) {
        let resource = GroupResource(
            resource: "customresourcedefinitions",
            group: "apiextensions.k8s.io"
        )
        self.init(
            below: prefix.bytes,
            places: Self.places(Array(prefix.directories(of: resource).prefix(1)), [])
        )
    }

    /// What any of several walks wants.
    public init(_ each: [WantedKeys], prefix: EtcdPrefix) {
        self.init(below: prefix.bytes)
        guard each.allSatisfy({ $0.places != nil }) else { return }
        places = each.flatMap { $0.places ?? [] }
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
