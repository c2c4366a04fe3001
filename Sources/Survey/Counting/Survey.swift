public import EtcdModel
public import KubernetesModel
public import Providers

/// How many values, and how many stored bytes they take.
public struct Volume: Sendable, Hashable {
    /// Values.
    public var values = 0
    /// Stored bytes.
    public var bytes = 0
    /// What else was counted, of values of kms.
    public var envelopes: EnvelopeTally?

    /// Nothing yet.
    public init() {}
}

/// From which key to which a rotation moves values.
public struct RewriteRoute: Sendable, Hashable {
    /// What opened the stored value.
    public let from: ProviderKey
    /// What the chain writes with.
    public let to: ProviderKey

    /// Creates a route.
    public init(from: ProviderKey, to: ProviderKey) {
        self.from = from
        self.to = to
    }
}

/// What moves along a route.
public struct RewriteVolume: Sendable, Hashable {
    /// Values.
    public var values = 0
    /// Stored bytes now.
    public var bytesBefore = 0
    /// Stored bytes after the rewrite.
    public var bytesAfter = 0

    /// Nothing yet.
    public init() {}

    /// Counts one value more.
    public mutating func addValue(bytesBefore: Int, bytesAfter: Int) {
        values += 1
        self.bytesBefore += bytesBefore
        self.bytesAfter += bytesAfter
    }
}

/// What was counted for one resource.
public struct ResourceTally: Sendable, Hashable {
    /// All values.
    public var values = 0
    /// On the first provider and its first key; counted only under a configuration.
    public var current = 0
    /// Readable, but not with what the chain writes with; counted only under a configuration.
    public var stale = 0
    /// What the chain cannot open.
    public var unreadable = 0
    /// Stored without encryption, whatever the chain says.
    public var plaintext = 0
    /// Every value once: by what opened it, an unreadable one by its header.
    public var by: [ProviderKey: Volume] = [:]
    /// What a rotation would move.
    public var rewrites: [RewriteRoute: RewriteVolume] = [:]

    /// Nothing yet.
    public init() {}
}

/// One value that needs a person's eye.
public struct ValueReport: Sendable, Hashable {
    /// The etcd key.
    public let key: [UInt8]
    /// One of the codes of the command line's contract.
    public let code: String
    /// For a person; never holds a value.
    public let message: String

    /// Puts a report together.
    public init(key: [UInt8], code: String, message: String) {
        self.key = key
        self.code = code
        self.message = message
    }
}

/// What a walk over a store counted.
public struct Survey: Sendable {
    /// Per resource; known resources only.
    public var resources: [GroupResource: ResourceTally] = [:]
    /// Keys that the API server never transforms.
    public var system = 0
    /// Keys that map to no known resource, those outside the prefix included.
    public var unknown = 0
    /// Unknown keys whose values start with `k8s:enc:`.
    public var unknownEncrypted = 0
    /// Values that cannot be opened, in store order.
    public var unreadableValues: [ValueReport] = []
    /// Values that open, but whose plaintext does not look like the object that the key names.
    public var suspectValues: [ValueReport] = []
    /// Stale values whose new bytes the store would not take, in store order.
    public var oversizedValues: [ValueReport] = []
    /// What was seen of the store as a whole.
    public var shape = StoreShape()
    /// What the store says of itself at the end of the walk.
    public var sighting = StoreSighting(.memory, gaps: [.unfinished])

    /// Values whose key's name was one too many to keep: they are counted on their provider, without
    /// a name.
    public private(set) var withoutName = 0
    private var names = NameBudget()

    /// Nothing yet.
    public init() {}

    /// ``resources`` by name, as UTF-8 bytes.
    public var sortedResources: [(GroupResource, ResourceTally)] {
        // The names alone are moved about: a tally is much more.
        resources.keys.sorted().map { ($0, resources[$0] ?? ResourceTally()) }
    }

    /// Values of all known resources together.
    public var total: ResourceTally {
        resources.values.reduce(into: ResourceTally()) { $0.add($1) }
    }

    /// Adds what a later part of the store gave.
    public mutating func add(_ other: Survey) {
        for (resource, tally) in other.resources { add(tally, of: resource) }
        withoutName += other.withoutName
        system += other.system
        unknown += other.unknown
        unknownEncrypted += other.unknownEncrypted
        unreadableValues += other.unreadableValues
        suspectValues += other.suspectValues
        oversizedValues += other.oversizedValues
        shape.add(other.shape)
    }

    /// Adds what was counted of a resource, and names as many keys as there is room for.
    mutating func add(_ tally: ResourceTally, of resource: GroupResource) {
        var known = resources.removeValue(forKey: resource) ?? ResourceTally()
        withoutName += known.add(tally, &names)
        resources[resource] = known
    }

    /// Puts the reports into the order of their keys, for a store that was walked in another.
    public mutating func sortReports() {
        unreadableValues.sort { $0.key.lexicographicallyPrecedes($1.key) }
        suspectValues.sort { $0.key.lexicographicallyPrecedes($1.key) }
    }
}

extension Volume {
    /// Adds what was counted elsewhere.
    public mutating func add(_ other: Volume) {
        values += other.values
        bytes += other.bytes
        guard let more = other.envelopes else { return }
        var envelopes = envelopes ?? EnvelopeTally()
        envelopes.add(more)
        self.envelopes = envelopes
    }
}

extension RewriteVolume {
    /// Adds what was counted elsewhere.
    public mutating func add(_ other: RewriteVolume) {
        values += other.values
        bytesBefore += other.bytesBefore
        bytesAfter += other.bytesAfter
    }
}

extension ResourceTally {
    private mutating func addCounts(_ other: ResourceTally) {
        values += other.values
        current += other.current
        stale += other.stale
        unreadable += other.unreadable
        plaintext += other.plaintext
    }

    mutating func add(_ other: ResourceTally) {
        addCounts(other)
        for (key, volume) in other.by {
            by[key, default: Volume()].add(volume)
        }
        addRoutes(other)
    }

    /// Adds what there is room for by name, the rest without, and says how many values that is.
    mutating func add(_ other: ResourceTally, _ names: inout NameBudget) -> Int {
        addCounts(other)
        addRoutes(other)
        if by.isEmpty, names.take(other.by.keys) {
            by = other.by
            return 0
        }
        var withoutName = 0
        func add(_ volume: Volume, of key: ProviderKey) {
            if by[key] != nil || names.take(CollectionOfOne(key)) {
                by[key, default: Volume()].add(volume)
            } else {
                by[ProviderKey(key.kind, nil), default: Volume()].add(volume)
                withoutName += volume.values
            }
        }
        if names.isAmple(for: other.by.count) {
            for (key, volume) in other.by { add(volume, of: key) }
        } else {
            // By name: so the same ones fit, whatever dictionaries do.
            for (key, volume) in other.by.sorted(by: { $0.key < $1.key }) { add(volume, of: key) }
        }
        return withoutName
    }

    private mutating func addRoutes(_ other: ResourceTally) {
        for (route, volume) in other.rewrites {
            rewrites[route, default: RewriteVolume()].add(volume)
        }
    }
}

extension Survey {
    /// The keys that it takes to open everything that is encrypted, by what opened each value under
    /// any of the configurations, or by its header where none did.
    ///
    /// A plugin counts once for each of its KEKs. The surveys are of one store, each under another
    /// configuration.
    public static func neededKeys(_ surveys: [Survey]) -> [ProviderKey] {
        let best = surveys.min { $0.total.unreadable < $1.total.unreadable }
        var keys: Set<ProviderKey> = []
        for tally in best?.resources.values.map(\.by) ?? [] { keys.formUnion(tally.keys) }
        keys.remove(.identity)
        return keys.sorted()
    }
}

extension Survey {
    /// How many values a rotation would move; known after a survey that proves rewrites.
    public var movable: Int {
        resources.values.reduce(0) { sum, tally in
            sum + tally.rewrites.values.reduce(0) { $0 + $1.values }
        }
    }
}
